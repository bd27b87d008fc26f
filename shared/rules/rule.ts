/** One condition of a rule: what it asks for in words, and the test. */
export interface Condition<Facts> {
  readonly text: string;
  readonly holds: (facts: Facts) => boolean;
}

/** One row of a decision table. It hits when all its conditions hold and no row above it hit. */
export interface Rule<Facts, Outcome> {
  readonly id: string;
  readonly when: readonly Condition<Facts>[];
  /** The chain that runs when the rule hits. */
  readonly chain: string;
  readonly outcome: Outcome;
  /** Rows of the fact sheet it comes from (R1–R29) or the contract's section. */
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

/** A condition over several facts, in words of its own. */
export function that<Facts>(text: string, holds: (facts: Facts) => boolean): Condition<Facts> {
  return { text, holds };
}

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
    if (matches(rule, facts)) return rule;
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

function matches<Facts, Outcome>(rule: Rule<Facts, Outcome>, facts: Facts): boolean {
  for (const condition of rule.when) {
    if (!condition.holds(facts)) return false;
  }
  return true;
}
