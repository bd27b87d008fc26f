import { describe, expect, test } from 'vitest';
import { ONBOARDING_SPACE, prove, SUBSCRIPTION_SPACE } from '../../shared/rules/fact-space.ts';
import { ONBOARDING_RULES } from '../../shared/rules/onboarding-rules.ts';
import { is } from '../../shared/rules/rule.ts';
import { SUBSCRIPTION_RULES } from '../../shared/rules/subscription-rules.ts';

describe('the rules of contract 3.1 over every combination of facts', () => {
  const proof = prove(SUBSCRIPTION_RULES, SUBSCRIPTION_SPACE);

  test('decide every combination', () => {
    expect(proof.undecided).toBe(0);
    expect([...proof.decides.values()].reduce((a, b) => a + b)).toBe(proof.combinations);
  });

  test('cover all facts', () => {
    const size = Object.values(SUBSCRIPTION_SPACE).reduce((product, values) => product * values.length, 1);
    console.log(`rules 3.1: ${proof.combinations.toLocaleString('en')} combinations of facts tried`);
    expect(proof.combinations).toBe(size);
    expect(size).toBe(1_161_216);
  });

  test.each(SUBSCRIPTION_RULES)('$id is reachable', ({ id }) => {
    expect(proof.decides.get(id)).toBeGreaterThan(0);
  });

  test('are in the order of the contract', () => {
    expect(SUBSCRIPTION_RULES.map((rule) => rule.id)).toEqual([
      'subscription-ended',
      'unsupported-cloud',
      'role-not-permitted',
      'csp-to-csp',
      'other-market',
      'own-subscription',
      'license-locked',
      'relationship-blocked',
      'license-supported',
      'license-awaiting',
      'license-request',
      'azure-onboarded',
      'azure-onboarding',
      'azure-ready',
      'azure-awaiting',
      'azure-request',
    ]);
  });

  test('would fail without one of the rows', () => {
    const without = prove(SUBSCRIPTION_RULES.slice(0, -1), SUBSCRIPTION_SPACE);
    expect(without.undecided).toBe(proof.decides.get('azure-request'));
  });
});

describe('the rules of contract 3.2 over every combination of facts', () => {
  const proof = prove(ONBOARDING_RULES, ONBOARDING_SPACE);

  test('are complete', () => {
    expect(proof.undecided).toBe(0);
    console.log(`rules 3.2: ${proof.combinations.toLocaleString('en')} combinations of facts tried`);
    expect(proof.combinations).toBe(6_912);
  });

  test.each(ONBOARDING_RULES)('$id is reachable', ({ id }) => {
    expect(proof.decides.get(id)).toBeGreaterThan(0);
  });
});

describe('the proof', () => {
  const table = [
    { id: 'a', when: [is<{ x: boolean }, 'x'>('x', true)], chain: '', outcome: 1, references: [] },
    { id: 'again', when: [is<{ x: boolean }, 'x'>('x', true)], chain: '', outcome: 2, references: [] },
  ];

  test('shows a row that cannot be reached, and combinations that no row decides', () => {
    expect(prove(table, { x: [true, false] })).toEqual({
      combinations: 2,
      decides: new Map([
        ['a', 1],
        ['again', 0],
      ]),
      undecided: 1,
    });
    expect(prove(table, { x: [true] }).undecided).toBe(0);
  });
});

test('each row has its references', () => {
  for (const rule of [...SUBSCRIPTION_RULES, ...ONBOARDING_RULES]) {
    expect(rule.references.length, rule.id).toBeGreaterThan(0);
    for (const reference of rule.references)
      expect(reference).toMatch(/^(R([1-9]|1\d|2\d)a?|contract \d\.\d|Azure)$/);
  }
});
