import { ONBOARDING_RULES } from './onboarding-rules.ts';
import { SUBSCRIPTION_RULES } from './subscription-rules.ts';

/** The decision tables by the event type that asks them. */
export const RULES = {
  'subscription.ingested': SUBSCRIPTION_RULES,
  'azure-onboarding.requested': ONBOARDING_RULES,
} as const;

/** Version of the tables, kept with every decision (R17); raised by hand when a row changes. */
export const TABLE_VERSION = '1';
