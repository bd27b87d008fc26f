import type { SubscriptionStatus } from '../case/subscription.ts';
import { type Role, USUAL_ROLES } from '../events/kinds.ts';
import type { SubscriptionFacts } from './facts.ts';
import { type Condition, is, isNoneOf, isOneOf, type Rule, that } from './rule.ts';

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
export const SUBSCRIPTION_RULES: readonly SubscriptionRule[] = subscriptionRules(USUAL_ROLES);

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
