import { type Case, isSuppressed, type Partner } from '../case/case.ts';
import { heldScope, isOpen, type Relationship } from '../case/relationship.ts';
import {
  type Decision,
  pathOf,
  type ReportedSubscription,
  type Subscription,
  type SubscriptionStatus,
} from '../case/subscription.ts';
import { compareInstants, toMillis } from '../events/instant.ts';
import {
  type Billing,
  type Channel,
  type Cloud,
  DEFAULT_ALLOWED_ROLES,
  type Role,
  type Scope,
} from '../events/vocabulary.ts';
import { sameMarket } from './markets.ts';
import { type Condition, firstHit, is, isNoneOf, isOneOf, perRoles, type Rule, that } from './rule.ts';

/*
 * Contract §3.1: the facts of a subscription, the decision table, and how the facts are read from the case.
 */

/** The facts that the rules of contract §3.1 use. Each has few values, so a test can try every combination. */
export interface SubscriptionFacts {
  readonly ended: boolean;
  readonly cloud: Cloud;
  readonly role: Role;
  readonly customerIsCspPartner: boolean;
  readonly sameMarket: boolean;
  readonly soldByThisPartner: boolean;
  readonly billing: Billing;
  readonly channel: Channel;
  readonly termOver: boolean;
  /** The scope of the active relationship. */
  readonly held: 'none' | Scope;
  readonly block: 'none' | 'declined' | 'removed' | 'undeliverable';
  /** The scope of the open invitation. */
  readonly open: 'none' | Scope;
  readonly onboarding: 'none' | 'under-way' | 'done';
}

/**
 * The outcome of a row. The reason may depend on the facts. `gives` lists what else the decision carries: the `path` of an
 * Azure subscription, the `earliestMoveDate` of a locked licence.
 */
export interface SubscriptionOutcome {
  readonly status: SubscriptionStatus;
  readonly reason: string | null | ((facts: SubscriptionFacts) => string);
  readonly gives: readonly ('path' | 'earliestMoveDate')[];
}

/** A row of contract §3.1. */
export type SubscriptionRule = Rule<SubscriptionFacts, SubscriptionOutcome>;

/** The chains of contract §3.1. Their steps are in `chains/subscription-chains.ts`. */
export const SUBSCRIPTION_CHAINS = [
  'record',
  'reject',
  'ignore',
  'defer',
  'hold',
  'support',
  'await',
  'request-relationship',
  'prepare',
] as const;

const licence: Condition<SubscriptionFacts> = is('billing', 'license-based');
const azure: Condition<SubscriptionFacts> = is('billing', 'usage-based');
const active: Condition<SubscriptionFacts> = isNoneOf('held', ['none']);
const invited: Condition<SubscriptionFacts> = isNoneOf('open', ['none']);

/**
 * The decision table of contract §3.1. The first row that hits decides, top to bottom. Every subscription of a case is
 * decided by it again when the facts of the case change.
 * @param allowedRoles the roles that may request in this stage
 */
export function subscriptionRules(allowedRoles: readonly Role[]): readonly SubscriptionRule[] {
  return [
    row('subscription-ended', [is('ended', true)], 'record', 'ended', { references: ['R10', 'R15'] }),
    row('unsupported-cloud', [isNoneOf('cloud', ['commercial', 'us-government'])], 'reject', 'rejected', {
      reason: 'unsupported-cloud',
      references: ['R2'],
    }),
    row('role-not-permitted', [isNoneOf('role', allowedRoles)], 'reject', 'rejected', {
      reason: 'role-not-permitted',
      references: ['R3'],
    }),
    row('csp-to-csp', [is('customerIsCspPartner', true)], 'reject', 'rejected', {
      reason: 'csp-to-csp-resale',
      references: ['R16', 'R16a'],
    }),
    row('other-market', [is('sameMarket', false)], 'reject', 'rejected', {
      reason: 'other-market',
      references: ['R25'],
    }),
    row('own-subscription', [is('soldByThisPartner', true)], 'ignore', 'not-applicable', {
      reason: 'own-subscription',
      references: ['R1'],
    }),
    // Sold by another partner: this partner's own subscriptions hit the row above. Without a known end of term it stays locked.
    row(
      'license-locked',
      [licence, isOneOf('channel', ['csp', 'syndication']), is('termOver', false)],
      'defer',
      'deferred',
      {
        reason: 'locked-until-term-end',
        gives: ['earliestMoveDate'],
        references: ['R8', 'R9', 'R10', 'R22'],
      },
    ),
    row(
      'relationship-blocked',
      [that('the scope it needs is not held', needsMoreThanIsHeld), isNoneOf('block', ['none'])],
      'hold',
      'not-permitted',
      {
        reason: (facts) => facts.block,
        references: ['R11', 'contract 3.1'],
      },
    ),
    row('license-supported', [licence, is('held', 'delegated-admin')], 'support', 'supported', {
      references: ['R11', 'R29'],
    }),
    row('license-awaiting', [licence, is('open', 'delegated-admin')], 'await', 'awaiting-approval', {
      references: ['R11', 'R28'],
    }),
    row('license-request', [licence], 'request-relationship', 'awaiting-approval', {
      references: ['R4', 'R5', 'R6', 'R7', 'R8', 'R11', 'R28'],
    }),
    row('azure-onboarded', [azure, is('onboarding', 'done')], 'record', 'onboarded', {
      gives: ['path'],
      references: ['R12', 'R13', 'R14'],
    }),
    row('azure-onboarding', [azure, is('onboarding', 'under-way')], 'record', 'onboarding', {
      gives: ['path'],
      references: ['R12', 'R14'],
    }),
    row('azure-ready', [azure, active], 'prepare', 'ready-to-onboard', {
      gives: ['path'],
      references: ['R12', 'R13', 'R14'],
    }),
    row('azure-awaiting', [azure, invited], 'await', 'awaiting-approval', {
      gives: ['path'],
      references: ['R28'],
    }),
    row('azure-request', [azure], 'request-relationship', 'awaiting-approval', {
      gives: ['path'],
      references: ['R4', 'R5', 'R6', 'R7', 'R8', 'R28'],
    }),
  ];
}

/** The table with the contract's own roles. The docs and proofs use it. */
export const SUBSCRIPTION_RULES: readonly SubscriptionRule[] = subscriptionRules(DEFAULT_ALLOWED_ROLES);

/** The table of a stage, built once for its list of allowed roles. */
export const subscriptionRulesFor = perRoles(subscriptionRules);

/** Decides a subscription by its facts. */
export function decideSubscription(
  facts: SubscriptionFacts,
  { termEndsAt = null }: { readonly termEndsAt?: ReportedSubscription['termEndsAt'] | null },
  allowedRoles: readonly Role[],
): Decision {
  const { id, chain, outcome } = firstHit(subscriptionRulesFor(allowedRoles), facts);
  const { status, reason, gives } = outcome;
  return {
    rule: id,
    chain,
    status,
    reason: typeof reason === 'function' ? reason(facts) : reason,
    path: gives.includes('path') ? pathOf(facts.channel) : null,
    earliestMoveDate: gives.includes('earliestMoveDate') ? termEndsAt : null,
  };
}

/** The facts that all subscriptions of a case share. A change of them decides every subscription again (principle 5). */
export interface SharedFacts
  extends Pick<
    SubscriptionFacts,
    'cloud' | 'customerIsCspPartner' | 'sameMarket' | 'held' | 'block' | 'open'
  > {
  /** Whether the customer's address may be mailed. */
  readonly reachable: boolean;
}

/** The time and the setting that facts depend on. */
export interface DecisionTime {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly declineBlockDays: number;
}

/** Reads the shared facts from a case. */
export function sharedFacts(
  { customer, relationship, invitation, suppressed }: Case,
  partner: Partner,
  time: DecisionTime,
): SharedFacts {
  return {
    cloud: partner.cloud,
    customerIsCspPartner: customer?.isCspPartner ?? false,
    sameMarket: customer !== null && sameMarket(partner.country, customer.country),
    held: heldScope(relationship),
    block: currentBlock(relationship, time),
    open: isOpen(invitation) ? invitation.scope : 'none',
    reachable: customer !== null && !isSuppressed({ suppressed }, customer.contactEmail),
  };
}

/** The facts of one subscription. */
export function subscriptionFacts(
  subscription: Subscription,
  reported: ReportedSubscription,
  { reachable, ...shared }: SharedFacts,
  partner: Partner,
  time: DecisionTime,
): SubscriptionFacts {
  const isUnreachable = shared.block === 'none' && !reachable && !isAskedFor(reported, shared.open);
  return {
    ...shared,
    block: isUnreachable ? 'undeliverable' : shared.block,
    ended: subscription.endedAt !== null && compareInstants(subscription.endedAt, reported.at) >= 0,
    role: reported.requestedBy.role,
    soldByThisPartner: reported.seller?.partnerId === partner.partnerId,
    billing: reported.billing,
    channel: reported.channel,
    termOver: reported.termEndsAt !== undefined && toMillis(reported.termEndsAt) <= time.now,
    onboarding: onboardingProgress(subscription),
  };
}

/** How far the onboarding of a subscription is. */
export function onboardingProgress({ onboarding }: Subscription): SubscriptionFacts['onboarding'] {
  return onboarding?.status === 'under-way' ? 'under-way' : onboarding?.status === 'done' ? 'done' : 'none';
}

/**
 * Whether the open invitation asks for what a subscription needs. It may have gone to another address than the customer's
 * own, which gets no more mail.
 */
function isAskedFor({ billing }: ReportedSubscription, open: SharedFacts['open']): boolean {
  return billing === 'license-based' ? open === 'delegated-admin' : open !== 'none';
}

/** A refusal blocks for some days. A removal and an undeliverable address block until the partner asks again. */
function currentBlock(
  { block }: Relationship,
  { now, declineBlockDays }: DecisionTime,
): SubscriptionFacts['block'] {
  if (!block) return 'none';
  if (block.reason !== 'declined') return block.reason;
  return now < toMillis(block.since) + declineBlockDays * 86_400_000 ? 'declined' : 'none';
}

function needsMoreThanIsHeld(facts: SubscriptionFacts): boolean {
  return facts.billing === 'license-based' ? facts.held !== 'delegated-admin' : facts.held === 'none';
}

function row(
  id: string,
  when: readonly Condition<SubscriptionFacts>[],
  chain: (typeof SUBSCRIPTION_CHAINS)[number],
  status: SubscriptionStatus,
  rest: {
    reason?: SubscriptionOutcome['reason'];
    gives?: SubscriptionOutcome['gives'];
    references: readonly string[];
  },
): SubscriptionRule {
  const { reason = null, gives = [], references } = rest;
  return { id, when, chain, outcome: { status, reason, gives }, references };
}
