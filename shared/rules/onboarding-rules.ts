import type { Partner } from '../case/case.ts';
import {
  type OnboardingChain,
  type OnboardingRequest,
  pathOf,
  type Subscription,
} from '../case/subscription.ts';
import { type Billing, DEFAULT_ALLOWED_ROLES, type PartnerKind, type Role } from '../events/vocabulary.ts';
import { is, isNoneOf, perRoles, type Rule } from './rule.ts';
import { onboardingProgress, type SharedFacts } from './subscription-rules.ts';

/*
 * Contract §3.2: the facts of an onboarding request, the decision table, and how the facts are read.
 */

/** The facts that the rules of contract §3.2 use. */
export interface OnboardingFacts {
  readonly known: boolean;
  readonly role: Role;
  readonly billing: Billing;
  /** Why the subscription cannot be onboarded at all, as the rules of §3.1 decided. */
  readonly excluded: 'none' | 'rejected' | 'not-applicable' | 'ended';
  readonly onboarding: 'none' | 'under-way' | 'done';
  readonly path: 'new-subscription' | 'switch-partner';
  readonly partnerKind: PartnerKind;
  readonly relationshipActive: boolean;
  readonly offer: 'azure-plan' | 'legacy';
}

/** What a request comes to. `starts` means that the first step of the chain becomes due. */
export type OnboardingResult =
  | { readonly result: 'starts'; readonly reason: null; readonly starts: OnboardingChain }
  | { readonly result: 'refused'; readonly reason: string }
  | { readonly result: 'parked' | 'ignored'; readonly reason: string | null };

/** The outcome of a row: its result, or how the reason of a refusal is found. */
export type OnboardingOutcome =
  | OnboardingResult
  | { readonly result: 'refused'; readonly reasonOf: ReasonOf };

/** Gives the reason of a refusal. The subscription is unknown when nobody has reported it. */
type ReasonOf = (facts: OnboardingFacts, subscription: Subscription | undefined) => string;

/** A row of contract §3.2. */
export type OnboardingRule = Rule<OnboardingFacts, OnboardingOutcome>;

/**
 * The decision table of contract §3.2 for `azure-onboarding.requested`. The first row that hits decides, top to bottom.
 * @param allowedRoles the roles that may request in this stage
 */
export function onboardingRules(allowedRoles: readonly Role[]): readonly OnboardingRule[] {
  return [
    {
      id: 'onboarding-unknown-subscription',
      when: [is('known', false)],
      chain: 'park',
      outcome: { result: 'parked', reason: 'unknown-subscription' },
      references: ['R15', 'contract 3.2'],
    },
    {
      id: 'onboarding-role-not-permitted',
      when: [isNoneOf('role', allowedRoles)],
      chain: 'refuse',
      outcome: { result: 'refused', reason: 'role-not-permitted' },
      references: ['R3'],
    },
    {
      id: 'onboarding-license-based',
      when: [is('billing', 'license-based')],
      chain: 'refuse',
      outcome: { result: 'refused', reason: 'license-based' },
      references: ['R9'],
    },
    {
      id: 'onboarding-not-eligible',
      when: [isNoneOf('excluded', ['none'])],
      chain: 'refuse',
      // The reason of its own decision says more than its status (contract §3.2, "refused (its reason)").
      outcome: {
        result: 'refused',
        reasonOf: (facts, subscription) => subscription?.decision?.reason ?? facts.excluded,
      },
      references: ['R1', 'R2', 'R16', 'R25'],
    },
    {
      id: 'onboarding-under-way',
      when: [isNoneOf('onboarding', ['none'])],
      chain: 'ignore',
      outcome: { result: 'ignored', reason: null },
      references: ['contract 3.2'],
    },
    {
      id: 'onboarding-reseller-cannot-switch',
      when: [is('path', 'switch-partner'), is('partnerKind', 'indirect-reseller')],
      chain: 'refuse',
      outcome: { result: 'refused', reason: 'provider-must-switch' },
      references: ['R14', 'R18', 'Azure'],
    },
    {
      id: 'onboarding-needs-relationship',
      when: [is('relationshipActive', false)],
      chain: 'park',
      outcome: { result: 'parked', reason: 'needs-relationship' },
      references: ['R11', 'R28'],
    },
    {
      id: 'azure-switch-plan',
      when: [is('path', 'switch-partner'), is('offer', 'azure-plan')],
      ...start('switch-azure-plan'),
      references: ['R14', 'Azure'],
    },
    {
      id: 'azure-switch-legacy',
      when: [is('path', 'switch-partner'), is('offer', 'legacy')],
      ...start('switch-azure-legacy'),
      references: ['R14', 'Azure'],
    },
    {
      id: 'azure-new',
      when: [is('path', 'new-subscription')],
      ...start('create-azure-subscription'),
      references: ['R12', 'R13', 'Azure'],
    },
  ];
}

function start(chain: OnboardingChain): Pick<OnboardingRule, 'chain' | 'outcome'> {
  return { chain, outcome: { result: 'starts', reason: null, starts: chain } };
}

/** The table with the contract's own roles. The docs and proofs use it. */
export const ONBOARDING_RULES: readonly OnboardingRule[] = onboardingRules(DEFAULT_ALLOWED_ROLES);

/** The table of a stage, built once for its list of allowed roles. */
export const onboardingRulesFor = perRoles(onboardingRules);

/** What the row that hits comes to for a subscription. */
export function onboardingResult(
  { outcome }: OnboardingRule,
  facts: OnboardingFacts,
  subscription: Subscription | undefined,
): OnboardingResult {
  if (!('reasonOf' in outcome)) return outcome;
  return { result: 'refused', reason: outcome.reasonOf(facts, subscription) };
}

/** Reads the facts of an onboarding request. */
export function onboardingFacts(
  subscription: Subscription | undefined,
  request: OnboardingRequest,
  shared: SharedFacts,
  partner: Partner,
): OnboardingFacts {
  const status = subscription?.decision?.status;
  return {
    known: subscription?.reported != null,
    role: request.requestedBy.role,
    billing: subscription?.reported?.billing ?? 'usage-based',
    excluded: status === 'rejected' || status === 'not-applicable' || status === 'ended' ? status : 'none',
    onboarding: subscription ? onboardingProgress(subscription) : 'none',
    path: pathOf(subscription?.reported?.channel ?? 'third-party'),
    partnerKind: partner.kind,
    relationshipActive: shared.held !== 'none',
    offer: request.offer,
  };
}
