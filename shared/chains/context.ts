import type { Partner } from '../case/case.ts';
import type { Subscription } from '../case/subscription.ts';
import type { Role } from '../events/kinds.ts';

import type { OnboardingFacts, SubscriptionFacts } from '../rules/facts.ts';

/** What a stage sets (contract §3.3, defaults 30, 30 and 3, 10, 25 days; the roles of §3.1). */
export interface ProcessSettings {
  readonly invitationDays: number;
  readonly declineBlockDays: number;
  /** Days after an invitation was opened on which the customer is reminded, rising. */
  readonly reminderDays: readonly number[];
  /** Roles of the partner's people who may request. */
  readonly allowedRoles: readonly Role[];
}

/** All the fold knows of the world: time, partner and settings come in as arguments (design, idea 1). */
export interface ProcessContext {
  readonly partner: Partner;
  /** The product's clock, in epoch milliseconds. */
  readonly now: number;
  readonly settings: ProcessSettings;
  /** Is told whenever a decision table is asked, for who wants to explain a decision. */
  readonly onAsked?: (asked: Asked) => void;
}

/** A question to a decision table: because of which event, about which subscription, and the facts that answered it. */
export type Asked = {
  /** The {@link eventKey} of the event. */
  readonly cause: string;
  /** The subscription as it was then; an onboarding may be requested before there is one. */
  readonly subscription: Subscription | undefined;
} & (
  | { readonly table: 'subscription.ingested'; readonly facts: SubscriptionFacts }
  | { readonly table: 'azure-onboarding.requested'; readonly facts: OnboardingFacts }
);

/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** Most subscriptions a case may have (contract §10). */
export const CASE_LIMIT = 10_000;
