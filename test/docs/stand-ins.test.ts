import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const folder = new URL('test/infra/local/conformance/', root);

/** The titles of the tests in a file. A title with `%s` stands for its cases. */
function titlesIn(source: string): string[] {
  const single = [...source.matchAll(/^it\(\s*'([^']+)'/gm)].map(([, title = '']) => title);
  const tables = [...source.matchAll(/^it\.each\(\[([\s\S]*?)^\]\)\('([^']+)'/gm)];
  const each = tables.flatMap(([, rows = '', title = '']) =>
    [...rows.matchAll(/^ {2}\[\s*'([^']+)'/gm)].map(([, first = '']) => title.replace('%s', first)),
  );
  return [...single, ...each];
}

test('docs/stand-ins.md has a line for each conformance test, and each line a test', async () => {
  const page = await readFile(new URL('docs/stand-ins.md', root), 'utf8');
  const [beforeEvents = '', afterEvents = ''] = page.split(/\| event type [\s\S]*?\n\n/);
  const lines = [...`${beforeEvents}${afterEvents}`.matchAll(/^\| (.+?) \| (.+?) \|$/gm)]
    .map(([, line = '', by = '']) => ({ line, by }))
    .filter(({ line, by }) => line !== 'AWS' && !by.startsWith('`test/'));
  const files = await readdir(folder);
  const sources = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
  const titles = sources.flatMap(titlesIn);
  expect(titles.length).toBeGreaterThan(45);
  expect(lines.map(({ line }) => line).sort()).toEqual(titles.sort());
});
