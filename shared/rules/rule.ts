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
