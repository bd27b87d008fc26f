import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rulesDocument, tableTexts } from '../../infra/build/rules-document.ts';

test('docs/rules.md is what the tables say: every row, its conditions, its result and its sources', () => {
  expect(rulesDocument(tableTexts())).toBe(readFileSync('docs/rules.md', 'utf8'));
});
