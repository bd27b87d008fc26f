import { type Role, USUAL_ROLES } from '../events/kinds.ts';
import type { OnboardingFacts } from './facts.ts';
import { is, isNoneOf, type Rule } from './rule.ts';

/** What a row of 3.2 decides: `starts` means that its chain's steps begin. */
export interface OnboardingOutcome {
  readonly result: 'parked' | 'refused' | 'ignored' | 'starts';
  readonly reason: string | null | ((facts: OnboardingFacts) => string);
}

/** A row of 3.2. */
export type OnboardingRule = Rule<OnboardingFacts, OnboardingOutcome>;

/**
 * Contract §3.2: what becomes of an `azure-onboarding.requested`. First hit wins, top to bottom.
 * @param allowedRoles the roles that may request at this stage
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
      references: ['R14', 'R18', 'domain 3.3', 'domain 3.4'],
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
      references: ['R14', 'domain 3.4'],
    },
    {
      id: 'azure-switch-legacy',
      when: [is('path', 'switch-partner'), is('offer', 'legacy')],
      chain: 'switch-azure-legacy',
      outcome: { result: 'starts', reason: null },
      references: ['R14', 'domain 3.3'],
    },
    {
      id: 'azure-new',
      when: [is('path', 'new-subscription')],
      chain: 'create-azure-subscription',
      outcome: { result: 'starts', reason: null },
      references: ['R12', 'R13', 'domain 3.1'],
    },
  ];
}

/** The table with the contract's own roles: what is proven, drawn and shown. */
export const ONBOARDING_RULES: readonly OnboardingRule[] = onboardingRules(USUAL_ROLES);
