import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { relationshipSection } from '../../infra/build/relationship-document.ts';

test('docs/rules.md has the state machine of the relationship, row by row, with its effects', () => {
  expect(readFileSync('docs/rules.md', 'utf8')).toContain(relationshipSection());
});
