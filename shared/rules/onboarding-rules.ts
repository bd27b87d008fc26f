import type { Partner } from '../case/case.ts';
import { type OnboardingRequest, pathOf, type Subscription } from '../case/subscription.ts';
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

/** The outcome of a row. `starts` means that the first step of its chain becomes due. */
export interface OnboardingOutcome {
  readonly result: 'parked' | 'refused' | 'ignored' | 'starts';
  readonly reason: string | null | ((facts: OnboardingFacts) => string);
}

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
      outcome: { result: 'refused', reason: (facts) => facts.excluded },
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
      chain: 'switch-azure-plan',
      outcome: { result: 'starts', reason: null },
      references: ['R14', 'Azure'],
    },
    {
      id: 'azure-switch-legacy',
      when: [is('path', 'switch-partner'), is('offer', 'legacy')],
      chain: 'switch-azure-legacy',
      outcome: { result: 'starts', reason: null },
      references: ['R14', 'Azure'],
    },
    {
      id: 'azure-new',
      when: [is('path', 'new-subscription')],
      chain: 'create-azure-subscription',
      outcome: { result: 'starts', reason: null },
      references: ['R12', 'R13', 'Azure'],
    },
  ];
}

/** The table with the contract's own roles. The docs and proofs use it. */
export const ONBOARDING_RULES: readonly OnboardingRule[] = onboardingRules(DEFAULT_ALLOWED_ROLES);

/** The table of a stage, built once for its list of allowed roles. */
export const onboardingRulesFor = perRoles(onboardingRules);

/**
 * The reason of a row's outcome. A subscription that is not eligible gives the reason of its own decision, which says more
 * than its status (contract §3.2, "refused (its reason)").
 */
export function onboardingReason(
  { id, outcome }: OnboardingRule,
  facts: OnboardingFacts,
  subscription: Subscription | undefined,
): string | null {
  const reason = typeof outcome.reason === 'function' ? outcome.reason(facts) : outcome.reason;
  return id === 'onboarding-not-eligible' ? (subscription?.decision?.reason ?? reason) : reason;
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
