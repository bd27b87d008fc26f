import type { Role } from '../events/vocabulary.ts';
import { type OnboardingRule, onboardingRules } from './onboarding-rules.ts';
import { type SubscriptionRule, subscriptionRules } from './subscription-rules.ts';

/** The decision tables by the event type that asks them. */
export interface RuleTables {
  readonly 'subscription.ingested': readonly SubscriptionRule[];
  readonly 'azure-onboarding.requested': readonly OnboardingRule[];
}

const made = new WeakMap<readonly Role[], RuleTables>();

/** The decision tables of a stage, made once for the list of roles that may request there. */
export function rulesFor(allowedRoles: readonly Role[]): RuleTables {
  const known = made.get(allowedRoles);
  if (known) return known;
  const tables = {
    'subscription.ingested': subscriptionRules(allowedRoles),
    'azure-onboarding.requested': onboardingRules(allowedRoles),
  };
  made.set(allowedRoles, tables);
  return tables;
}

/** Version of the tables, kept with every decision (R17); raised by hand when a row changes. */
export const TABLE_VERSION = '1';
