import type { Role } from '../events/vocabulary.ts';

/** Version of the decision tables, kept with every decision (R17). Raise it by hand when a row changes. */
export const TABLE_VERSION = '1';

/** One condition of a rule: its text and its test. */
export interface Condition<Facts> {
  readonly text: string;
  readonly holds: (facts: Facts) => boolean;
}

/** One row of a decision table. It hits if all its conditions hold and no row above it hits. */
export interface Rule<Facts, Outcome> {
  readonly id: string;
  readonly when: readonly Condition<Facts>[];
  /** The chain that runs when the rule hits. */
  readonly chain: string;
  readonly outcome: Outcome;
  /** Where the row comes from: facts of the domain (R1–R29) or a section of the contract. */
  readonly references: readonly string[];
}

/** The fact has this value. */
export function is<Facts, Name extends keyof Facts & string>(
  name: Name,
  value: Facts[Name],
): Condition<Facts> {
  return {
    text: value === true ? name : value === false ? `not ${name}` : `${name} = ${String(value)}`,
    holds: (facts) => facts[name] === value,
  };
}

/** The fact has one of these values. */
export function isOneOf<Facts, Name extends keyof Facts & string>(
  name: Name,
  values: readonly Facts[Name][],
): Condition<Facts> {
  return { text: `${name} is ${values.join(' or ')}`, holds: (facts) => values.includes(facts[name]) };
}

/** The fact has none of these values. */
export function isNoneOf<Facts, Name extends keyof Facts & string>(
  name: Name,
  values: readonly Facts[Name][],
): Condition<Facts> {
  return { text: `${name} is not ${values.join(' or ')}`, holds: (facts) => !values.includes(facts[name]) };
}

/** A condition on several facts, with a text of its own. */
export function that<Facts>(text: string, holds: (facts: Facts) => boolean): Condition<Facts> {
  return { text, holds };
}

/** No row of a table hits the facts. That is a defect of the table, so the decision fails instead of guessing. */
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
 * Finds the first rule whose conditions all hold.
 * @throws NoRuleHits if there is none. The completeness test proves that this cannot happen.
 */
export function firstHit<Facts, Outcome>(
  table: readonly Rule<Facts, Outcome>[],
  facts: Facts,
): Rule<Facts, Outcome> {
  for (const rule of table) {
    if (matches(rule, facts)) return rule;
  }
  throw new NoRuleHits(facts);
}

/** A row that did not hit, and its conditions that did not hold. */
export interface Miss {
  readonly rule: string;
  readonly because: readonly string[];
}

/** The rule that hits, its conditions, and why each row above it missed. */
export interface Explanation<Facts, Outcome> {
  readonly rule: Rule<Facts, Outcome>;
  readonly held: readonly string[];
  readonly missed: readonly Miss[];
}

/**
 * Decides like {@link firstHit} and explains the decision.
 * @throws NoRuleHits like {@link firstHit}
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

function matches<Facts, Outcome>(rule: Rule<Facts, Outcome>, facts: Facts): boolean {
  for (const condition of rule.when) {
    if (!condition.holds(facts)) return false;
  }
  return true;
}

/** Builds a table once for each list of allowed roles. A stage has one such list for as long as a function runs. */
export function perRoles<Table>(
  build: (allowedRoles: readonly Role[]) => Table,
): (allowedRoles: readonly Role[]) => Table {
  const tables = new WeakMap<readonly Role[], Table>();
  return (allowedRoles) => {
    const known = tables.get(allowedRoles);
    if (known) return known;
    const table = build(allowedRoles);
    tables.set(allowedRoles, table);
    return table;
  };
}
