import type { OnboardingStep } from '../events/azure-onboarding.ts';
import type { DataOf } from '../events/catalogue.ts';
import type { Instant } from '../events/instant.ts';
import type { Channel, Cloud, Scope } from '../events/vocabulary.ts';

type Ingested = DataOf<'subscription.ingested'>;
type Requested = DataOf<'azure-onboarding.requested'>;

export type SubscriptionStatus =
  | 'ended'
  | 'rejected'
  | 'not-applicable'
  | 'deferred'
  | 'not-permitted'
  | 'supported'
  | 'awaiting-approval'
  | 'onboarded'
  | 'onboarding'
  | 'ready-to-onboard';

/** How an Azure subscription comes to the partner: a new one is created (R12, R13), or the current partner's is switched (R14). */
export type Path = 'new-subscription' | 'switch-partner';

/** The decision on a subscription, and the rule that made it. */
export interface Decision {
  readonly rule: string;
  readonly chain: string;
  readonly status: SubscriptionStatus;
  readonly reason: string | null;
  readonly path: Path | null;
  /** When a locked licence may move: the end of its term. `null` if that is unknown or the licence is not locked. */
  readonly earliestMoveDate: Instant | null;
}

/** A subscription as `subscription.ingested` reports it. */
export interface ReportedSubscription {
  readonly name: string;
  readonly billing: Ingested['subscription']['billing'];
  readonly channel: Ingested['subscription']['channel'];
  readonly seller?: Ingested['subscription']['seller'];
  readonly termEndsAt?: Instant | undefined;
  readonly quantity?: number | undefined;
  readonly requestedBy: Ingested['requestedBy'];
  readonly at: Instant;
}

/** A request for an onboarding, as `azure-onboarding.requested` makes it. */
export interface OnboardingRequest {
  readonly at: Instant;
  readonly requestedBy: Requested['requestedBy'];
  readonly offer: Requested['offer'];
  readonly currentPartner?: Requested['currentPartner'];
  readonly retire: Requested['retire'];
}

export interface OnboardingStepState {
  readonly name: OnboardingStep;
  readonly status: 'done' | 'due' | 'waiting' | 'failed';
  readonly at: Instant | null;
}

/** The chains that bring an Azure subscription over (contract §3.2). Their steps are in `chains/onboarding-chains.ts`. */
export type OnboardingChain = 'create-azure-subscription' | 'switch-azure-plan' | 'switch-azure-legacy';

/** The ordered work that moves one Azure subscription to the partner. */
export type Onboarding = StartedOnboarding | UnstartedOnboarding;

/** An onboarding whose steps are worked on, or all done. */
export interface StartedOnboarding extends OnboardingState {
  readonly status: 'under-way' | 'done';
  readonly chain: OnboardingChain;
  /** Since when the current step is due, or the last one was. */
  readonly stepDueSince: Instant;
}

/** A request that waits for its subscription or the relationship, or an onboarding that failed, before or after its start. */
export interface UnstartedOnboarding extends OnboardingState {
  readonly status: 'parked' | 'failed';
  readonly chain: OnboardingChain | null;
  readonly stepDueSince: Instant | null;
}

interface OnboardingState {
  readonly request: OnboardingRequest;
  readonly parked: boolean;
  /** When it was last requested, continued or ended. An older event about it is stale. */
  readonly changedAt: Instant;
  readonly steps: readonly OnboardingStepState[];
  readonly lastFailure: {
    readonly reason: string;
    readonly detail: string | null;
    readonly at: Instant;
  } | null;
  readonly newSubscriptionId: string | null;
}

/** One subscription of a case. */
export interface Subscription {
  readonly id: string;
  /** `null` while only its end or its onboarding is known, because that event arrived first. */
  readonly reported: ReportedSubscription | null;
  readonly endedAt: Instant | null;
  readonly decision: Decision | null;
  readonly onboarding: Onboarding | null;
}

/** A subscription of which only the id is known. */
export function unknownSubscription(id: string): Subscription {
  return { id, reported: null, endedAt: null, decision: null, onboarding: null };
}

/** The scope that a subscription needs. Licences need delegated administration (R11). */
export function scopeNeeded(billing: Ingested['subscription']['billing'], reseller: Scope): Scope {
  return billing === 'license-based' ? 'delegated-admin' : reseller;
}

/** The path of an Azure subscription: switched from a CSP or syndication partner, otherwise created (R12, R14; contract §3.1). */
export function pathOf(channel: Channel): 'new-subscription' | 'switch-partner' {
  return channel === 'csp' || channel === 'syndication' ? 'switch-partner' : 'new-subscription';
}

/** The narrowest scope in a cloud. US Government has no reseller-only relationship (docs/references.md, relationships). */
export function leastScope(cloud: Cloud): Scope {
  return cloud === 'us-government' ? 'delegated-admin' : 'reseller-only';
}
