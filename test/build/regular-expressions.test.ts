import { globSync, readFileSync } from 'node:fs';
import { parseSync, Visitor } from 'oxc-parser';
import { checkSync } from 'recheck';
import { expect, it } from 'vitest';

/** Every regular expression in the code that runs in AWS, with a file that has it. */
function regularExpressions(): Map<string, { pattern: string; flags: string; file: string }> {
  const found = new Map<string, { pattern: string; flags: string; file: string }>();
  for (const file of globSync('{shared,functions}/**/*.ts')) {
    const visitor = new Visitor({
      Literal(node) {
        if (!('regex' in node)) return;
        const { pattern, flags } = node.regex;
        found.set(`/${pattern}/${flags}`, { pattern, flags, file });
      },
    });
    visitor.visit(parseSync(file, readFileSync(file, 'utf8')).program);
  }
  return found;
}

/** Why an expression may take longer than linear time for some text; `null` when it never does. */
function dangerOf(pattern: string, flags: string): string | null {
  const result = checkSync(pattern, flags, { timeout: 60_000 });
  switch (result.status) {
    case 'safe':
      return null;
    case 'vulnerable':
      return `${result.complexity.type}: ${result.attack.pattern}`;
    case 'unknown':
      return `unknown: ${result.error.kind}`;
  }
}

it('finds an expression that takes quadratic time, and one that takes exponential time', () => {
  expect(dangerOf('\\\\+u([0-9a-f]{4})', 'i')).toContain('polynomial');
  expect(dangerOf('^(a+)+$', '')).toContain('exponential');
});

it('no regular expression can be made to take more than linear time', { timeout: 120_000 }, () => {
  const all = regularExpressions();
  expect(all.size).toBeGreaterThan(50);
  const dangers = [...all.values()].flatMap(({ pattern, flags, file }) => {
    const danger = dangerOf(pattern, flags);
    return danger === null ? [] : [`${file}: /${pattern}/${flags} ${danger}`];
  });
  expect(dangers).toEqual([]);
});
