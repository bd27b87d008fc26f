import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const PAGES = globSync(['*.md', 'docs/**/*.md', 'infra/**/*.md'], { cwd: ROOT }).sort();
/** Files that a recipe of docs/extending.md creates. */
const CREATED_BY_RECIPES: ReadonlySet<string> = new Set(['shared/texts/locales/nl.ts']);
const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutCode(read(page)).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '');
    const slug = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let number = 1; anchors.has(anchor); number++) anchor = `${slug}-${number}`;
    anchors.add(anchor);
  }
  return anchors;
}

function withoutCode(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```/gm, '');
}

/** The links of a page to files of the repository and to its own headings. */
function linksOf(page: string) {
  return [...withoutCode(read(page)).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(
    ([, file = '', anchor]) => ({
      target: file === '' ? page : join(dirname(page), decodeURI(file)),
      anchor,
    }),
  );
}

describe.each(PAGES)('%s', (page) => {
  it('links to files and headings that exist', () => {
    const broken = linksOf(page).filter(({ target, anchor }) => {
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names paths that exist', () => {
    const paths = [
      ...withoutCode(read(page)).matchAll(/`((?:shared|functions|infra|test|docs)\/[\w./*{},-]*)`/g),
    ].map(([, path = '']) => path);
    const missing = paths.filter(
      (path) =>
        !CREATED_BY_RECIPES.has(path) &&
        (/[*{]/.test(path) ? globSync(path, { cwd: ROOT }).length === 0 : !existsSync(join(ROOT, path))),
    );
    expect(missing).toEqual([]);
  });
});

it('the pages are found, with links and paths', () => {
  expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'docs/README.md', 'infra/local/README.md']));
  expect(PAGES.flatMap(linksOf).length).toBeGreaterThan(100);
});
