import { BILLINGS, CHANNELS, CLOUDS, PARTNER_KINDS, ROLES } from '../events/vocabulary.ts';
import type { OnboardingFacts } from './onboarding-rules.ts';
import type { Rule } from './rule.ts';
import type { SubscriptionFacts } from './subscription-rules.ts';

/** Every value of every fact. Their combinations are the fact space. */
export type FactSpace<Facts> = { readonly [Name in keyof Facts]-?: readonly Facts[Name][] };

const TRUTHS = [false, true] as const;

/** The fact space of contract §3.1. */
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

/** The fact space of contract §3.2. */
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

/** The result of trying every combination of facts on a table. */
export interface Proof {
  /** Number of combinations tried. */
  readonly combinations: number;
  /** Number of combinations that each rule decides. A rule with 0 cannot be reached. */
  readonly decides: ReadonlyMap<string, number>;
  /** Number of combinations that no rule decides. The table is complete if it is 0. */
  readonly undecided: number;
}

/** Tries every combination of facts and counts which rule decides it. */
export function prove<Facts extends object, Outcome>(
  table: readonly Rule<Facts, Outcome>[],
  space: FactSpace<Facts>,
): Proof {
  const hits = new Map<string | undefined, number>();
  let combinations = 0;
  for (const facts of combinationsOf(space)) {
    combinations++;
    const rule = table.find((row) => row.when.every((condition) => condition.holds(facts)));
    hits.set(rule?.id, (hits.get(rule?.id) ?? 0) + 1);
  }
  const hitsOf = (id: string | undefined) => hits.get(id) ?? 0;
  return {
    combinations,
    decides: new Map(table.map(({ id }) => [id, hitsOf(id)])),
    undecided: hitsOf(undefined),
  };
}

/** Yields every combination of facts. It reuses one object: copy what you keep. */
export function* combinationsOf<Facts extends object>(space: FactSpace<Facts>): Generator<Facts> {
  const names = Object.keys(space) as (keyof Facts)[];
  // The loop below fills every field before it yields the object.
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
