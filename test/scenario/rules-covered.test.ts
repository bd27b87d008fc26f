import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SUBSCRIPTION_RULES } from '../../shared/rules/subscription-rules.ts';

/** Rows without a scenario here, and why. */
const LATER: Readonly<Record<string, string>> = {
  'azure-onboarded': 'comes with the scenarios of the chains of 3.2',
  'azure-onboarding': 'comes with the scenarios of the chains of 3.2',
};

it('every row of 3.1 has a scenario that is named after it', () => {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.test.ts'));
  const texts = files.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'));
  const named = new Set(
    texts.flatMap((text) => [...text.matchAll(/ it\('([a-z-]+): /g)].map(([, id]) => id)),
  );
  const missing = SUBSCRIPTION_RULES.filter(({ id }) => !named.has(id) && LATER[id] === undefined);
  expect(missing.map(({ id }) => id)).toEqual([]);
  expect(Object.keys(LATER).filter((id) => named.has(id))).toEqual([]);
});
