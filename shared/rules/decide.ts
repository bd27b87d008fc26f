import type { Rule } from './rule.ts';

/** A table that lets facts through without a rule is a defect of the table; it fails closed. */
export class NoRuleHits extends Error {
  readonly code = 'no-rule-hits';
  readonly facts: unknown;
  constructor(facts: unknown) {
    super('No rule hits these facts');
    this.name = 'NoRuleHits';
    this.facts = facts;
  }
}

/**
 * The first rule whose conditions all hold.
 * @throws NoRuleHits when none does (proven impossible by the completeness test).
 */
export function firstHit<Facts, Outcome>(
  table: readonly Rule<Facts, Outcome>[],
  facts: Facts,
): Rule<Facts, Outcome> {
  for (const rule of table) {
    if (hits(rule, facts)) return rule;
  }
  throw new NoRuleHits(facts);
}

/** A row that did not hit, and the conditions of it that did not hold. */
export interface Miss {
  readonly rule: string;
  readonly because: readonly string[];
}

/** The rule that hits and, for each row above it, why that one missed. */
export interface Explanation<Facts, Outcome> {
  readonly rule: Rule<Facts, Outcome>;
  readonly held: readonly string[];
  readonly missed: readonly Miss[];
}

/**
 * Decides like {@link firstHit} and tells why.
 * @throws NoRuleHits like {@link firstHit}.
 */
export function explain<Facts, Outcome>(
  table: readonly Rule<Facts, Outcome>[],
  facts: Facts,
): Explanation<Facts, Outcome> {
  const rule = firstHit(table, facts);
  const missed = table.slice(0, table.indexOf(rule)).map((row) => ({
    rule: row.id,
    because: row.when
      .filter((condition) => !condition.holds(facts))
      .map((condition) => `not: ${condition.text}`),
  }));
  return { rule, held: rule.when.map((condition) => condition.text), missed };
}

function hits<Facts, Outcome>(rule: Rule<Facts, Outcome>, facts: Facts): boolean {
  for (const condition of rule.when) {
    if (!condition.holds(facts)) return false;
  }
  return true;
}
