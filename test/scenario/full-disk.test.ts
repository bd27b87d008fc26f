import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, inject, it } from 'vitest';
import { type ChildStack, startChildStack } from './child-stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'multichannel-full-disk-'));
let stack: ChildStack | undefined;
afterEach(async () => {
  await stack?.kill();
  rmSync(folder, { recursive: true, force: true });
});

it('a full disk ends the stack with a reason, and everything that was acknowledged is there at the next start', async () => {
  const templates = join(folder, 'templates.json');
  const data = join(folder, 'data');
  writeFileSync(templates, JSON.stringify(inject('templates')));
  stack = await startChildStack(templates, data, { fileLimit: 3_000 });
  const ended = stack.ended();
  const acknowledged: string[] = [];
  const bodies = Array.from({ length: 50 }, (_, index) => `${index} is not JSON ${'-'.repeat(200_000)}`);
  await expect(
    (async () => {
      for (const body of bodies) {
        await stack.send('subscription-events', [body]);
        acknowledged.push(body);
      }
    })(),
  ).rejects.toThrow();

  const { message, exitCode } = await ended;
  expect(exitCode).toBe(1);
  expect(message).toMatch(
    /^--data: data folder \S+data cannot be written: .+\. The stack ends, and keeps all that it accepted\.\n$/,
  );
  expect(acknowledged.length).toBeGreaterThan(3);

  stack = await startChildStack(templates, data);
  // What was in flight comes back when its visibility timeout is over.
  for (let round = 0; round < 5; round++) await stack.advance('PT4M');
  await stack.idle();
  const kept = (await stack.deadLetters('subscription-events')).map(({ body }) => body);
  expect(kept).toEqual(expect.arrayContaining(acknowledged));
});
