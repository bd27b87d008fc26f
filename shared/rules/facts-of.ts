import type { Case, Partner } from '../case/case.ts';
import { isOpen } from '../case/invitation.ts';
import { heldScope } from '../case/permission.ts';
import type { Relationship } from '../case/relationship.ts';
import type { OnboardingRequest, Subscription, SubscriptionTold } from '../case/subscription.ts';
import { isSuppressed } from '../case/suppression.ts';
import { compareInstants, toMillis } from '../events/instant.ts';
import { type OnboardingFacts, pathOf, type SubscriptionFacts } from './facts.ts';
import { sameMarket } from './markets.ts';

interface Shared
  extends Pick<
    SubscriptionFacts,
    'cloud' | 'customerIsCspPartner' | 'sameMarket' | 'held' | 'block' | 'open'
  > {
  /** Whether the customer's address may be mailed. */
  readonly reachable: boolean;
}

/** What time and settings make of a case. */
export interface When {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly declineBlockDays: number;
}

/** The facts all subscriptions of a case share. When they change, every subscription is decided again (design, idea 5). */
export function sharedFacts(of: Case, partner: Partner, when: When): Shared {
  return {
    cloud: partner.cloud,
    customerIsCspPartner: of.customer?.isCspPartner ?? false,
    sameMarket: of.customer !== null && sameMarket(partner.country, of.customer.country),
    held: heldScope(of.relationship),
    block: blockNow(of.relationship, when),
    open: isOpen(of.invitation) ? of.invitation.scope : 'none',
    reachable: of.customer !== null && !isSuppressed(of, of.customer.contactEmail),
  };
}

/** The facts of one subscription (contract §3.1). */
export function subscriptionFacts(
  subscription: Subscription,
  told: SubscriptionTold,
  { reachable, ...shared }: Shared,
  partner: Partner,
  when: When,
): SubscriptionFacts {
  return {
    ...shared,
    block: shared.block === 'none' && !reachable && !isAwaited(told, shared) ? 'undeliverable' : shared.block,
    ended: subscription.endedAt !== null && compareInstants(subscription.endedAt, told.at) >= 0,
    role: told.requestedBy.role,
    soldByThisPartner: told.seller?.partnerId === partner.partnerId,
    billing: told.billing,
    channel: told.channel,
    termOver: told.termEndsAt !== undefined && toMillis(told.termEndsAt) <= when.now,
    onboarding: onboardingOf(subscription),
  };
}

/** The facts of an onboarding request (contract §3.2). */
export function onboardingFacts(
  subscription: Subscription | undefined,
  request: OnboardingRequest,
  shared: Shared,
  partner: Partner,
): OnboardingFacts {
  const status = subscription?.decision?.status;
  return {
    known: subscription?.told != null,
    role: request.requestedBy.role,
    billing: subscription?.told?.billing ?? 'usage-based',
    excluded: status === 'rejected' || status === 'not-applicable' || status === 'ended' ? status : 'none',
    onboarding: subscription ? onboardingOf(subscription) : 'none',
    path: pathOf(subscription?.told?.channel ?? 'third-party'),
    partnerKind: partner.kind,
    relationshipActive: shared.held !== 'none',
    offer: request.offer,
  };
}

/**
 * Whether an open invitation asks for what a subscription waits for. One may be open to another address than the customer's
 * own, which cannot be reached.
 */
function isAwaited({ billing }: SubscriptionTold, { open }: Pick<Shared, 'open'>): boolean {
  return billing === 'license-based' ? open === 'delegated-admin' : open !== 'none';
}

function onboardingOf({ onboarding }: Subscription): SubscriptionFacts['onboarding'] {
  return onboarding?.status === 'under-way' ? 'under-way' : onboarding?.status === 'done' ? 'done' : 'none';
}

/** A refusal blocks for a number of days; a removal and a dead address until somebody asks again. */
function blockNow({ block }: Relationship, { now, declineBlockDays }: When): SubscriptionFacts['block'] {
  if (!block) return 'none';
  if (block.reason !== 'declined') return block.reason;
  return now < toMillis(block.since) + declineBlockDays * 86_400_000 ? 'declined' : 'none';
}
