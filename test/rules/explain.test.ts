import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explain, firstHit, NoRuleHits } from '../../shared/rules/rule.ts';
import { SUBSCRIPTION_RULES } from '../../shared/rules/subscription-rules.ts';
import { anySubscriptionFacts } from '../fixtures/facts.ts';

test('an explanation names the rule that hits and a reason for every row above it', () => {
  fc.assert(
    fc.property(anySubscriptionFacts, (facts) => {
      const { rule, missed, held } = explain(SUBSCRIPTION_RULES, facts);
      expect(rule).toBe(firstHit(SUBSCRIPTION_RULES, facts));
      expect(missed.map((miss) => miss.rule)).toEqual(
        SUBSCRIPTION_RULES.slice(0, SUBSCRIPTION_RULES.indexOf(rule)).map((row) => row.id),
      );
      for (const miss of missed) expect(miss.because.length).toBeGreaterThan(0);
      expect(held).toEqual(rule.when.map((condition) => condition.text));
    }),
    { numRuns: 10_000 },
  );
});

test('an explanation describes why a row missed', () => {
  const { missed, rule } = explain(SUBSCRIPTION_RULES, {
    ended: false,
    cloud: 'commercial',
    role: 'sales-agent',
    customerIsCspPartner: false,
    sameMarket: true,
    soldByThisPartner: false,
    billing: 'license-based',
    channel: 'csp',
    termOver: true,
    held: 'none',
    block: 'none',
    open: 'none',
    onboarding: 'none',
  });
  expect(rule.id).toBe('license-request');
  expect(missed.find((miss) => miss.rule === 'license-locked')?.because).toEqual(['not: not termOver']);
  expect(missed.find((miss) => miss.rule === 'relationship-blocked')?.because).toEqual([
    'not: block is not none',
  ]);
});

test('facts without a row are an error', () => {
  const [first] = SUBSCRIPTION_RULES;
  if (!first) throw new Error('the table is empty');
  fc.assert(
    fc.property(anySubscriptionFacts, (facts) => {
      fc.pre(!facts.ended);
      expect(() => firstHit([first], facts)).toThrow(NoRuleHits);
    }),
    { numRuns: 50 },
  );
});
