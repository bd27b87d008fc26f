import { describe, expect, test } from 'vitest';
import { DEFAULT_ALLOWED_ROLES, ROLES, type Role } from '../../shared/events/vocabulary.ts';
import { ONBOARDING_SPACE, prove, SUBSCRIPTION_SPACE } from '../../shared/rules/fact-space.ts';
import { ONBOARDING_RULES, onboardingRulesFor } from '../../shared/rules/onboarding-rules.ts';
import { SUBSCRIPTION_RULES, subscriptionRulesFor } from '../../shared/rules/subscription-rules.ts';
import { azure, event, foldEvents, ingested, stateOf } from '../fixtures/fold-events.ts';

const LISTS: readonly (readonly Role[])[] = [['billing-admin'], ['global-admin', 'admin-agent'], ROLES];

describe.each(LISTS.map((roles) => ({ roles })))('where $roles may request', ({ roles }) => {
  const subscriptionRules = subscriptionRulesFor(roles);
  const onboardingRules = onboardingRulesFor(roles);

  test('both tables are complete, and have the rows of the contract in their order', () => {
    const proofs = [prove(subscriptionRules, SUBSCRIPTION_SPACE), prove(onboardingRules, ONBOARDING_SPACE)];
    expect(proofs.map(({ undecided }) => undecided)).toEqual([0, 0]);
    const ids = (table: readonly { readonly id: string }[]) => table.map(({ id }) => id);
    expect(ids(subscriptionRules)).toEqual(ids(SUBSCRIPTION_RULES));
    expect(ids(onboardingRules)).toEqual(ids(ONBOARDING_RULES));
  });

  test('only these roles may request', () => {
    const settings = { invitationDays: 30, declineBlockDays: 30, reminderDays: [], allowedRoles: roles };
    const refused = ROLES.filter((role) => {
      const { case: of } = foldEvents([ingested(0, {}, { role })], { settings });
      return stateOf(of)?.rule === 'role-not-permitted';
    });
    const refusedOnboarding = ROLES.filter((role) => {
      const asked = event('azure-onboarding.requested', 1, { subscriptionId: 'az-1', requestedBy: { role } });
      const [, entry] = foldEvents([ingested(0, azure, { role: roles[0] ?? '' }), asked], {
        settings,
      }).entries;
      return entry?.rule === 'onboarding-role-not-permitted';
    });
    const others = ROLES.filter((role) => !roles.includes(role));
    expect([refused, refusedOnboarding]).toEqual([others, others]);
  });
});

test('the tables of a stage are built once', () => {
  expect(subscriptionRulesFor(DEFAULT_ALLOWED_ROLES)).toBe(subscriptionRulesFor(DEFAULT_ALLOWED_ROLES));
  expect(onboardingRulesFor(DEFAULT_ALLOWED_ROLES)).toBe(onboardingRulesFor(DEFAULT_ALLOWED_ROLES));
});

test('after a change of allowed roles, the next event of a case decides all its subscriptions again', () => {
  const settings = { invitationDays: 30, declineBlockDays: 30, reminderDays: [], allowedRoles: ROLES };
  const yes = event('relationship.approved', 0, { via: 'upstream', scope: 'delegated-admin' });
  const rejected = foldEvents([yes, ingested(1, { id: 's-1' }, { role: 'billing-admin' })]).case;
  expect(stateOf(rejected, 's-1')).toMatchObject({ status: 'rejected' });
  const { case: of } = foldEvents([ingested(2, { id: 's-2' })], { settings }, rejected);
  expect(stateOf(of, 's-1')).toMatchObject({ status: 'supported' });
});
