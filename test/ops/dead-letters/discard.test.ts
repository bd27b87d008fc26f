import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'multichannel-save-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const discardModule = pathToFileURL(
  join(import.meta.dirname, '../../../infra/ops/dead-letters/discard.ts'),
).href;

/** Saves a message of this length where a file may have one block only, so that only a part is written. */
function saveInOneBlock(name: string, characters: number) {
  const path = join(folder, name);
  const deadLetter = {
    id: 'm',
    sentAt: 0,
    errorCode: null,
    errorDetail: null,
    attributes: {},
    body: 'x'.repeat(characters),
  };
  const program = `
    const { SavedDeadLetters } = await import(${JSON.stringify(discardModule)});
    const file = await SavedDeadLetters.create(${JSON.stringify(path)});
    await file.add('mail', [${JSON.stringify(deadLetter)}])
      .then(() => console.log('saved'), ({ code, message, fix }) => console.log(code, message, fix));
    await file.close();`;
  const limited = `ulimit -f 1; exec "$0" "$@"`;
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', limited, process.execPath, '--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  );
  return { printed: stdout.trim(), stderr, saved: readFileSync(path, 'utf8') };
}

it('a message counts as saved only if all of it is written', () => {
  const small = saveInOneBlock('small.jsonl', 10);
  expect([small.printed, small.stderr]).toEqual(['saved', '']);
  expect(JSON.parse(small.saved)).toMatchObject({ savedFrom: 'mail', body: 'x'.repeat(10) });
  const large = saveInOneBlock('large.jsonl', 5_000);
  // The test is valid only if a part was written.
  expect([large.saved.length > 0, large.saved.length < 5_000]).toEqual([true, true]);
  expect(large.printed).toMatch(
    /^not-saved .*large\.jsonl cannot be written \(EFBIG\)\. Only messages in the file were deleted\./,
  );
});
