import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startLoopback } from '../loopback-server.ts';
import { runCaptured } from '../run-captured.ts';

const folder = mkdtempSync(join(tmpdir(), 'multichannel-ops-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function stackFile(content: string): string {
  const file = join(folder, 'stack.json');
  writeFileSync(file, content);
  return file;
}

describe('without a local stack', () => {
  it('the error says how to start one', async () => {
    const { code, out, err } = await runCaptured(['dlq', 'list']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('No local stack is running.');
    expect(err).toContain('npm start');
  });

  it('a file of a stopped stack is recognised', async () => {
    const gone = await startLoopback(() => ({ body: '' }));
    await gone.close();
    const sqs = { endpoint: gone.url, region: 'us-east-1', queues: {} };
    const file = stackFile(JSON.stringify({ api: gone.url, sqs }));
    const { code, err } = await runCaptured(['dlq', 'list'], { stackFile: file });
    expect([code, err.replace(/\s+/g, ' ')]).toEqual([
      1,
      expect.stringContaining('the local stack has stopped'),
    ]);
  });

  it('a file with other contents is refused', async () => {
    const { code, json } = await runCaptured(['dlq', 'list', '--json', '--stack-file', stackFile('{}')]);
    expect(code).toBe(1);
    expect(json()).toMatchObject({ error: { code: 'no-stack', fix: expect.stringContaining('npm start') } });
  });
});

describe('a missing file', () => {
  it('is named in the error', async () => {
    const { code, err } = await runCaptured(['replay', join(folder, 'none.jsonl')]);
    expect([code, err]).toEqual([1, expect.stringContaining('none.jsonl does not exist')]);
  });
});
