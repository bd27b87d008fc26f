import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandOf, parseLine } from '../../infra/ops/arguments.ts';
import { COMMANDS } from '../../infra/ops/commands/all.ts';

const ROOT = join(import.meta.dirname, '../..');
const CALL = /npm run (?:--silent )?ops -- ((?:\\\n|'[^'\n]*'|<[\w ]+>|[^\n`|#>])+)/g;

/** Command lines of every document: in blocks, which may go on after a backslash, and in running text. */
const lines = globSync(['docs/**/*.md', '*.md'], { cwd: ROOT }).flatMap((file) =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(CALL)].map(([, line = '']) => ({
    file,
    line: line.replace(/\\\n/g, ' ').trim(),
  })),
);

/** Words as a shell tells them apart, quotes taken away. */
function wordsOf(line: string): string[] {
  const found = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return found.map((word) => word.replace(/['"]/g, ''));
}

/** A line whose words can be told apart as they are; running text may also name a command alone, or any. */
function isWhole(line: string): boolean {
  const isMention = COMMANDS.some(({ name, positionals }) => name === line && positionals.least > 0);
  return !isMention && !/^(<command>|help\b|…)/.test(line) && !line.endsWith('…');
}

describe('command lines in the documents', () => {
  it('are found', () => {
    expect(lines.filter(({ file }) => file.startsWith('docs/runbooks/')).length).toBeGreaterThan(10);
  });

  it.each(lines.filter(({ line }) => isWhole(line)))('$file: $line', ({ line }) => {
    const { command, rest } = commandOf(wordsOf(line), COMMANDS);
    expect(() => parseLine(command, rest)).not.toThrow();
  });

  it('do nothing for good to a customer or partner that is not for the reader to name', () => {
    const live = /^(?:erase|relink) (?!<)|@\S+\.example\b/;
    const ofStages = lines.filter(({ line }) => isWhole(line) && line.includes('--stage'));
    expect(ofStages.length).toBeGreaterThan(30);
    expect(ofStages.filter(({ line }) => live.test(line) && line.includes('--yes'))).toEqual([]);
    expect(ofStages.filter(({ line }) => /^publish /.test(line) && live.test(line))).toEqual([]);
  });

  it('of a runbook with --yes stand below the same without it', () => {
    const ofRunbooks = lines.filter(({ file }) => file.startsWith('docs/runbooks/'));
    const plain = (line: string) => line.replace(/ --(?:yes|save \S+|no-copy)/g, '');
    const bare = ofRunbooks.filter(
      ({ file, line }, index) =>
        line.includes('--yes') &&
        !ofRunbooks
          .slice(0, index)
          .some((one) => one.file === file && !one.line.includes('--yes') && plain(one.line) === plain(line)),
    );
    expect(ofRunbooks.filter(({ line }) => line.includes('--yes')).length).toBeGreaterThan(5);
    expect(bare).toEqual([]);
  });

  it('show every command in docs/operations.md', () => {
    const shown = lines.filter(({ file, line }) => file === 'docs/operations.md' && isWhole(line));
    const names = new Set(shown.map(({ line }) => commandOf(wordsOf(line), COMMANDS).command.name));
    expect(COMMANDS.map(({ name }) => name).filter((name) => !names.has(name))).toEqual([]);
  });
});
