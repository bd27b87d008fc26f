import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ONBOARDING_RULES } from '../../shared/rules/onboarding-rules.ts';
import { SUBSCRIPTION_RULES } from '../../shared/rules/subscription-rules.ts';

/** The rows of contract 3.3: from, what happens, to. Each row must have a scenario for every status it starts from. */
const RELATIONSHIP_ROWS = [
  ['none, declined, expired, removed, undeliverable', 'invitation opened', 'invited'],
  ['invited', 'approved by link, partner’s acceptance = link', 'active'],
  ['invited', 'approved by link, acceptance = partner-center', 'consented'],
  ['any but active', 'approved via partner-center or upstream', 'active'],
  ['invited', 'declined', 'declined'],
  ['invited, consented', 'invitation’s expiry passed', 'expired'],
  ['invited', 'permanent bounce or complaint', 'undeliverable'],
  ['active', 'removed', 'removed'],
] as const;

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
  .flatMap((text) => [...text.matchAll(/^ *it\('([^:']+): /gm)].map(([, name = '']) => name));

const named = new Set(names);

describe('every row of the contract has a scenario named after it', () => {
  it('3.1', () => {
    expect(SUBSCRIPTION_RULES.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([]);
  });

  it('3.2', () => {
    expect(ONBOARDING_RULES.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([]);
  });

  it('3.3', () => {
    expect(RELATIONSHIP_ROWS).toHaveLength(8);
    const wanted = RELATIONSHIP_ROWS.flatMap(([from, , to]) =>
      from.split(', ').map((one) => `3.3 ${one} → ${to}`),
    );
    expect(wanted.filter((name) => !named.has(name))).toEqual([]);
  });
});
