import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandsOf, createProgram, fullName } from '../../infra/ops/program.ts';
import { parseLine } from './parse-line.ts';

const ROOT = join(import.meta.dirname, '../..');
const CALL = /npm run (?:--silent )?ops -- ((?:\\\n|'[^'\n]*'|<[\w ]+>|[^\n`|#>])+)/g;
const COMMANDS = commandsOf(createProgram(() => async () => {}));

/** The command lines of all documents: in code blocks, where a backslash continues a line, and in running text. */
const lines = globSync(['docs/**/*.md', '*.md'], { cwd: ROOT }).flatMap((file) =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(CALL)].map(([, line = '']) => ({
    file,
    // Placeholders such as <tenantId> stand for valid values.
    line: line.replace(/\\\n/g, ' ').trim(),
  })),
);

/** Whether a line can be run. Running text may also contain only the name of a command. */
function isComplete(line: string): boolean {
  const isName = COMMANDS.some((command) => fullName(command) === line && command.usage().includes('<'));
  return !isName && !/^(<command>|help\b|…)/.test(line) && !line.endsWith('…');
}

/** The line with valid values for its placeholders. */
function withValues(line: string): string {
  return line
    .replace(/<tenantId>/g, '4b2a6e33-8791-4386-bd2b-0d55baf25039')
    .replace(/<partnerId>/g, 'contoso')
    .replace(/<([\w ]+)>/g, 'a-$1');
}

describe('command lines in the documents', () => {
  it('are found', () => {
    expect(lines.filter(({ file }) => file.startsWith('docs/runbooks/')).length).toBeGreaterThan(10);
  });

  it.each(lines.filter(({ line }) => isComplete(line)))('$file: $line', async ({ line }) => {
    expect(await parseLine(withValues(line))).not.toBe('');
  });

  it('with --yes never name a real customer or address for a stage', () => {
    const live = /^(?:erase|relink) (?!<)|@\S+\.example\b/;
    const ofStages = lines.filter(({ line }) => isComplete(line) && line.includes('--stage'));
    expect(ofStages.length).toBeGreaterThan(30);
    expect(ofStages.filter(({ line }) => live.test(line) && line.includes('--yes'))).toEqual([]);
    expect(ofStages.filter(({ line }) => /^publish /.test(line) && live.test(line))).toEqual([]);
  });

  it('with --yes follow the same line without it, in every runbook', () => {
    const ofRunbooks = lines.filter(({ file }) => file.startsWith('docs/runbooks/'));
    const plain = (line: string) => line.replace(/ --(?:yes|save \S+|no-copy)/g, '');
    const withoutDryRun = ofRunbooks.filter(
      ({ file, line }, index) =>
        line.includes('--yes') &&
        !ofRunbooks
          .slice(0, index)
          .some((one) => one.file === file && !one.line.includes('--yes') && plain(one.line) === plain(line)),
    );
    expect(ofRunbooks.filter(({ line }) => line.includes('--yes')).length).toBeGreaterThan(5);
    expect(withoutDryRun).toEqual([]);
  });

  it('show every command in docs/operations.md', async () => {
    const shown = lines.filter(({ file, line }) => file === 'docs/operations.md' && isComplete(line));
    const names = new Set(await Promise.all(shown.map(({ line }) => parseLine(withValues(line)))));
    expect(COMMANDS.map(fullName).filter((name) => !names.has(name))).toEqual([]);
  });
});
