import type { Partner } from '../case/case.ts';
import type { Draft } from '../case/draft.ts';
import type { Decision, Subscription } from '../case/subscription.ts';
import type { Instant } from '../events/instant.ts';
import type { Role } from '../events/vocabulary.ts';
import type { OnboardingFacts } from '../rules/onboarding-rules.ts';
import type { SubscriptionFacts } from '../rules/subscription-rules.ts';

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
  readonly onAsked?: (asked: AskedDecision) => void;
}

/** A question to a decision table: because of which event, about which subscription, and the facts that answered it. */
export type AskedDecision = {
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

/** The event that is folded in. */
export interface Cause {
  /** Its {@link eventKey}. */
  readonly key: string;
  readonly at: Instant;
  /** Whether the customer may be asked because of it. */
  readonly mayAsk: boolean;
}

/** What the steps of a chain work on. */
export interface ChainContext extends ProcessContext {
  readonly draft: Draft;
  readonly cause: Cause;
  /** Subscriptions of the case that were not loaded. */
  readonly otherSubscriptions: number;
}

/** A named step: from the draft and the decision that was made of a subscription to changes of the draft. */
export interface Step {
  readonly name: string;
  readonly run: (context: ChainContext, subscription: Subscription, decision: Decision) => void;
}
