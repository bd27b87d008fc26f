import type { Partner } from '../case/case.ts';
import type { Draft } from '../case/draft.ts';
import type { Decision, Subscription } from '../case/subscription.ts';
import type { Instant } from '../events/instant.ts';
import type { Role } from '../events/vocabulary.ts';
import type { OnboardingFacts } from '../rules/onboarding-rules.ts';
import type { SubscriptionFacts } from '../rules/subscription-rules.ts';

/** Settings of a stage. The defaults are 30 days, 30 days, 3, 10 and 25 days (contract §3.3), and the roles of §3.1. */
export interface ProcessSettings {
  readonly invitationDays: number;
  readonly declineBlockDays: number;
  /** Days after the opening of an invitation on which the customer gets a reminder, in rising order. */
  readonly reminderDays: readonly number[];
  /** Roles whose holders may request. */
  readonly allowedRoles: readonly Role[];
}

/** What a fold needs besides the case: partner, time and settings. */
export interface ProcessContext {
  readonly partner: Partner;
  /** The product's clock, in epoch milliseconds. */
  readonly now: number;
  readonly settings: ProcessSettings;
  /** Called for each decision, so that `POST /decisions` can explain it. */
  readonly onAsked?: (asked: AskedDecision) => void;
}

/** A decision that was asked for: by which event, on which subscription, from which facts. */
export type AskedDecision = {
  /** The {@link eventKey} of the event. */
  readonly cause: string;
  /** The subscription before the decision. An onboarding may be requested before the subscription is known. */
  readonly subscription: Subscription | undefined;
} & (
  | { readonly table: 'subscription.ingested'; readonly facts: SubscriptionFacts }
  | { readonly table: 'azure-onboarding.requested'; readonly facts: OnboardingFacts }
);

/** A day, in milliseconds. */
export const DAY = 86_400_000;

/** The most subscriptions that a case may have (contract §10). */
export const CASE_LIMIT = 10_000;

/** The event that is being folded in. */
export interface Cause {
  /** Its {@link eventKey}. */
  readonly key: string;
  readonly at: Instant;
  /** Whether the customer may be asked because of it. */
  readonly mayAsk: boolean;
}

/** What the steps of a chain work with. */
export interface ChainContext extends ProcessContext {
  readonly draft: Draft;
  readonly cause: Cause;
  /** Number of subscriptions of the case that were not loaded. */
  readonly otherSubscriptions: number;
}

/** A named step of a chain. It changes the draft according to the decision on a subscription. */
export interface Step {
  readonly name: string;
  readonly run: (context: ChainContext, subscription: Subscription, decision: Decision) => void;
}
