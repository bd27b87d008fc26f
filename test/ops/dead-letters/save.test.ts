import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'multichannel-save-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const save = pathToFileURL(join(import.meta.dirname, '../../../infra/ops/dead-letters/save.ts')).href;

/** Saves a message of so many characters where a file may have one block only, and the disk takes a part of what is written. */
function saveInABlock(name: string, characters: number) {
  const path = join(folder, name);
  const letter = {
    id: 'm',
    sentAt: 0,
    errorCode: null,
    errorDetail: null,
    attributes: {},
    body: 'x'.repeat(characters),
  };
  const program = `
    const { SavedDeadLetters } = await import(${JSON.stringify(save)});
    const file = await SavedDeadLetters.create(${JSON.stringify(path)});
    await file.add('mail', [${JSON.stringify(letter)}])
      .then(() => console.log('saved'), ({ code, message, fix }) => console.log(code, message, fix));
    await file.close();`;
  const limited = `ulimit -f 1; exec "$0" "$@"`;
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', limited, process.execPath, '--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  );
  return { told: stdout.trim(), stderr, saved: readFileSync(path, 'utf8') };
}

it('says that a message is saved only when all of it is', () => {
  const small = saveInABlock('small.jsonl', 10);
  expect([small.told, small.stderr]).toEqual(['saved', '']);
  expect(JSON.parse(small.saved)).toMatchObject({ savedFrom: 'mail', body: 'x'.repeat(10) });
  const large = saveInABlock('large.jsonl', 5_000);
  // What this test stands on: a part of it was written.
  expect([large.saved.length > 0, large.saved.length < 5_000]).toEqual([true, true]);
  expect(large.told).toMatch(
    /^not-saved .*large\.jsonl cannot be written to \(EFBIG\)\. What is not in it was not/,
  );
});
