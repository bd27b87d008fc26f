import { BILLINGS, CHANNELS, CLOUDS, PARTNER_KINDS, ROLES } from '../events/vocabulary.ts';
import type { OnboardingFacts } from './onboarding-rules.ts';
import type { Rule } from './rule.ts';
import type { SubscriptionFacts } from './subscription-rules.ts';

/** Every value of every fact; all combinations of them are the fact space. */
export type FactSpace<Facts> = { readonly [Name in keyof Facts]-?: readonly Facts[Name][] };

const TRUTHS = [false, true] as const;

/** All that rules 3.1 may be asked. */
export const SUBSCRIPTION_SPACE: FactSpace<SubscriptionFacts> = {
  ended: TRUTHS,
  cloud: CLOUDS,
  role: ROLES,
  customerIsCspPartner: TRUTHS,
  sameMarket: TRUTHS,
  soldByThisPartner: TRUTHS,
  billing: BILLINGS,
  channel: CHANNELS,
  termOver: TRUTHS,
  held: ['none', 'reseller-only', 'delegated-admin'],
  block: ['none', 'declined', 'removed', 'undeliverable'],
  open: ['none', 'reseller-only', 'delegated-admin'],
  onboarding: ['none', 'under-way', 'done'],
};

/** All that rules 3.2 may be asked. */
export const ONBOARDING_SPACE: FactSpace<OnboardingFacts> = {
  known: TRUTHS,
  role: ROLES,
  billing: BILLINGS,
  excluded: ['none', 'rejected', 'not-applicable', 'ended'],
  onboarding: ['none', 'under-way', 'done'],
  path: ['new-subscription', 'switch-partner'],
  partnerKind: PARTNER_KINDS,
  relationshipActive: TRUTHS,
  offer: ['azure-plan', 'legacy'],
};

/** What trying every combination of facts on a table showed. */
export interface Proof {
  /** Combinations tried. */
  readonly combinations: number;
  /** How many of them each rule decides: 0 means that it cannot be reached. */
  readonly decides: ReadonlyMap<string, number>;
  /** Combinations that no rule decides: any at all means that the table is incomplete. */
  readonly undecided: number;
}

/** Tries every combination of facts: which row decides it, being the first that hits. */
export function prove<Facts extends object, Outcome>(
  table: readonly Rule<Facts, Outcome>[],
  space: FactSpace<Facts>,
): Proof {
  const decides = new Map(table.map((rule) => [rule.id, 0]));
  let combinations = 0;
  let undecided = 0;
  for (const facts of combinationsOf(space)) {
    combinations++;
    const rule = table.find((row) => row.when.every((condition) => condition.holds(facts)));
    if (rule) decides.set(rule.id, (decides.get(rule.id) ?? 0) + 1);
    else undecided++;
  }
  return { combinations, decides, undecided };
}

/** Every combination of facts, one object each time with the next values: do not keep it. */
export function* combinationsOf<Facts extends object>(space: FactSpace<Facts>): Generator<Facts> {
  const names = Object.keys(space) as (keyof Facts)[];
  // Filled by the loop below before it is handed out.
  const facts = {} as Facts;
  function* vary(depth: number): Generator<Facts> {
    const name = names[depth];
    if (name === undefined) {
      yield facts;
      return;
    }
    for (const value of space[name]) {
      facts[name] = value;
      yield* vary(depth + 1);
    }
  }
  yield* vary(0);
}
