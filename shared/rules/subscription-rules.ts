import { type Case, isSuppressed, type Partner } from '../case/case.ts';
import { heldScope, isOpen, type Relationship } from '../case/relationship.ts';
import type { ReportedSubscription, Subscription, SubscriptionStatus } from '../case/subscription.ts';
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
import { type Condition, is, isNoneOf, isOneOf, type Rule, that } from './rule.ts';

/** What rules 3.1 look at: finite by design, so that completeness can be proven by trying every combination. */
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

export interface SharedFacts
  extends Pick<
    SubscriptionFacts,
    'cloud' | 'customerIsCspPartner' | 'sameMarket' | 'held' | 'block' | 'open'
  > {
  /** Whether the customer's address may be mailed. */
  readonly reachable: boolean;
}

/** What time and settings make of a case. */
export interface DecisionTime {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly declineBlockDays: number;
}

/** The facts all subscriptions of a case share. When they change, every subscription is decided again (design, idea 5). */
export function sharedFacts(of: Case, partner: Partner, when: DecisionTime): SharedFacts {
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
  told: ReportedSubscription,
  { reachable, ...shared }: SharedFacts,
  partner: Partner,
  when: DecisionTime,
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

/**
 * Whether an open invitation asks for what a subscription waits for. One may be open to another address than the customer's
 * own, which cannot be reached.
 */
function isAwaited({ billing }: ReportedSubscription, { open }: Pick<SharedFacts, 'open'>): boolean {
  return billing === 'license-based' ? open === 'delegated-admin' : open !== 'none';
}

export function onboardingOf({ onboarding }: Subscription): SubscriptionFacts['onboarding'] {
  return onboarding?.status === 'under-way' ? 'under-way' : onboarding?.status === 'done' ? 'done' : 'none';
}

/** A refusal blocks for a number of days; a removal and a dead address until somebody asks again. */
function blockNow(
  { block }: Relationship,
  { now, declineBlockDays }: DecisionTime,
): SubscriptionFacts['block'] {
  if (!block) return 'none';
  if (block.reason !== 'declined') return block.reason;
  return now < toMillis(block.since) + declineBlockDays * 86_400_000 ? 'declined' : 'none';
}

/** What a row of 3.1 decides. A reason may be taken from the facts; `path` and `earliestMoveDate` where the table has them. */
export interface SubscriptionOutcome {
  readonly status: SubscriptionStatus;
  readonly reason: string | null | ((facts: SubscriptionFacts) => string);
  readonly gives: readonly ('path' | 'earliestMoveDate')[];
}

/** A row of 3.1. */
export type SubscriptionRule = Rule<SubscriptionFacts, SubscriptionOutcome>;

/** The chains of 3.1: what runs when one of its rows hits. */
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
const opened: Condition<SubscriptionFacts> = isNoneOf('open', ['none']);

/**
 * Contract §3.1: what becomes of a subscription. First hit wins, top to bottom. Also asked for every subscription again
 * when the facts of its case change.
 * @param allowedRoles the roles that may request at this stage
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
      [that('the scope it needs is not held', needIsNotHeld), isNoneOf('block', ['none'])],
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
    row('azure-awaiting', [azure, opened], 'await', 'awaiting-approval', {
      gives: ['path'],
      references: ['R28'],
    }),
    row('azure-request', [azure], 'request-relationship', 'awaiting-approval', {
      gives: ['path'],
      references: ['R4', 'R5', 'R6', 'R7', 'R8', 'R28'],
    }),
  ];
}

/** The table with the contract's own roles: what is proven, drawn and shown. */
export const SUBSCRIPTION_RULES: readonly SubscriptionRule[] = subscriptionRules(DEFAULT_ALLOWED_ROLES);

function needIsNotHeld(facts: SubscriptionFacts): boolean {
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
