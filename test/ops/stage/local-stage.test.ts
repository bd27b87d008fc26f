import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startLoopback } from '../loopback.ts';
import { runCaptured } from '../run-captured.ts';

const folder = mkdtempSync(join(tmpdir(), 'multichannel-ops-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function stackFile(content: string): string {
  const file = join(folder, 'stack.json');
  writeFileSync(file, content);
  return file;
}

describe('no local stack', () => {
  it('is told, and how to start one', async () => {
    const { code, out, err } = await runCaptured(['dlq', 'list']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('No local stack runs.');
    expect(err).toContain('npm start');
  });

  it('left its file behind', async () => {
    const gone = await startLoopback(() => ({ body: '' }));
    await gone.close();
    const sqs = { endpoint: gone.url, region: 'us-east-1', queues: {} };
    const file = stackFile(JSON.stringify({ api: gone.url, sqs }));
    const { code, err } = await runCaptured(['dlq', 'list'], { stackFile: file });
    expect([code, err.replace(/\s+/g, ' ')]).toEqual([
      1,
      expect.stringContaining('the local stack does not run any more'),
    ]);
  });

  it('has a file that is none', async () => {
    const { code, json } = await runCaptured(['dlq', 'list', '--json', '--stack-file', stackFile('{}')]);
    expect(code).toBe(1);
    expect(json()).toMatchObject({ error: { code: 'no-stack', fix: expect.stringContaining('npm start') } });
  });
});

describe('a file that is not there', () => {
  it('is named', async () => {
    const { code, err } = await runCaptured(['replay', join(folder, 'none.jsonl')]);
    expect([code, err]).toEqual([1, expect.stringContaining('none.jsonl is not there')]);
  });
});
