import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runCaptured } from '../run-captured.ts';

const folder = mkdtempSync(join(tmpdir(), 'multichannel-erase-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ['robin@fabrikam.example\nRobin Fisher\n', 'Line 2 of it is no mail address.'],
  ['\n \n', 'It holds no mail address.'],
])('addresses in a file: what is none is told without what it is', async (text, said) => {
  const file = join(folder, 'addresses');
  writeFileSync(file, text);
  const tenantId = '4b2a6e33-8791-4386-bd2b-0d55baf25039';
  const { code, err } = await runCaptured(['erase', 'contoso', tenantId, '--email-file', file, '--yes']);
  expect([code, err.replace(/\s+/g, ' ')]).toEqual([1, expect.stringContaining(said)]);
  expect(err).not.toMatch(/Robin/i);
});
