import { describe, expect, test } from 'vitest';
import type { CaseEvent } from '../../shared/events/catalogue.ts';
import { effectsOf } from '../../shared/process/effects.ts';
import { azure, DAY, event, foldEvents, ingested, NOON, partner, stateOf } from '../fixtures/fold-events.ts';

const approved = (minute: number) => event('relationship.approved', minute, { via: 'upstream' });
const requested = (minute: number, data: object = {}) =>
  event('azure-onboarding.requested', minute, { subscriptionId: 'az-1', ...data });
const done = (minute: number, step: string, data: object = {}) =>
  event('azure-onboarding.step-completed', minute, { subscriptionId: 'az-1', step, ...data });
const failed = (minute: number, reason = 'transfer-declined') =>
  event('azure-onboarding.failed', minute, { subscriptionId: 'az-1', reason, detail: 'No.' });
const ready = [ingested(0, azure), approved(1)];
const switched = [ingested(0, { ...azure, channel: 'csp' }), approved(1)];
const onboarding = (events: readonly CaseEvent[], context = {}) =>
  foldEvents(events, context).case.subscriptions.get('az-1')?.onboarding;
const stepsOf = (events: readonly CaseEvent[]) =>
  Object.fromEntries(onboarding(events)?.steps.map(({ name, status }) => [name, status]) ?? []);

describe('the chains of contract 3.2', () => {
  test('azure-new: the new subscription is created, the old one is cancelled last (R12)', () => {
    const { case: of, entries } = foldEvents([...ready, requested(2)]);
    expect(entries[2]).toMatchObject({
      rule: 'azure-new',
      chain: 'create-azure-subscription',
      result: 'applied',
    });
    expect(stateOf(of, 'az-1')).toMatchObject({ rule: 'azure-onboarding', status: 'onboarding' });
    const steps = ['accept-customer-agreement', 'create-subscription', 'enter-details', 'cancel-existing'];
    const all = steps.map((step, index) => done(3 + index, step));
    expect(stepsOf([...ready, requested(2), ...all.slice(0, 1)])).toEqual({
      'accept-customer-agreement': 'done',
      'create-subscription': 'due',
      'enter-details': 'waiting',
      'cancel-existing': 'waiting',
    });
    const end = foldEvents([...ready, requested(2), ...all]).case;
    expect(stateOf(end, 'az-1')).toMatchObject({ rule: 'azure-onboarded', status: 'onboarded' });
  });

  test('without a retirement, the old subscription stays beside the new one (R13)', () => {
    expect(stepsOf([...ready, requested(2, { retire: { scope: 'none' } })])).not.toHaveProperty(
      'cancel-existing',
    );
  });

  test('azure-switch-plan: the case keeps both subscription ids', () => {
    const steps = [
      'inform-current-partner',
      'request-transfer',
      'current-partner-accepts',
      'confirm-transfer',
    ];
    const all = steps.map((step, index) =>
      done(3 + index, step, step === 'confirm-transfer' ? { newSubscriptionId: 'NEW-1' } : {}),
    );
    const { case: of } = foldEvents([...switched, requested(2), ...all]);
    expect(of.subscriptions.get('az-1')?.onboarding).toMatchObject({
      status: 'done',
      newSubscriptionId: 'new-1',
    });
  });

  test('azure-switch-legacy: has the steps of ticket and form', () => {
    expect(Object.keys(stepsOf([...switched, requested(2, { offer: 'legacy' })]))).toEqual([
      'inform-current-partner',
      'open-ticket',
      'sign-form',
      'submit-form',
      'clean-up-roles',
    ]);
  });

  test('a step out of order is refused; a repeated step succeeds', () => {
    const { entries } = foldEvents([
      ...ready,
      requested(2),
      done(3, 'enter-details'),
      done(4, 'accept-customer-agreement'),
      done(5, 'accept-customer-agreement'),
    ]);
    expect(entries.slice(3).map(({ result, reason }) => [result, reason])).toEqual([
      ['refused', 'out-of-order'],
      ['applied', null],
      ['ignored', 'already-done'],
    ]);
    expect(effectsOf(partnerKey, entries[3] ?? fail()).outcomes[0]).toMatchObject({
      type: 'azure-onboarding.refused',
    });
  });

  test('a transfer that Microsoft reports complete also completes the acceptance', () => {
    const complete = {
      ...done(9, 'confirm-transfer', { newSubscriptionId: 'new-1' }),
      extensions: { transferstatus: 'complete' },
    };
    const before = [
      ...switched,
      requested(2),
      done(3, 'inform-current-partner'),
      done(4, 'request-transfer'),
    ];
    expect(onboarding([...before, complete])).toMatchObject({ status: 'done' });
  });

  test('a failure leads back to ready-to-onboard, and it can be requested again', () => {
    const once = [...switched, requested(2), done(3, 'inform-current-partner'), failed(4)];
    expect(stateOf(foldEvents(once).case, 'az-1')?.status).toBe('ready-to-onboard');
    expect(onboarding(once)).toMatchObject({
      status: 'failed',
      lastFailure: { reason: 'transfer-declined', detail: 'No.' },
    });
    expect(stepsOf(once)).toMatchObject({ 'inform-current-partner': 'done', 'request-transfer': 'failed' });
    expect(onboarding([...once, requested(5)])).toMatchObject({
      status: 'under-way',
      lastFailure: { reason: 'transfer-declined' },
    });
  });

  test('a transfer without an acceptance expires after 30 days', () => {
    const waiting = foldEvents([
      ...switched,
      requested(2),
      done(3, 'inform-current-partner'),
      done(4, 'request-transfer'),
    ]);
    expect(waiting.dueAt).toBe(NOON + 4 * 60_000 + 30 * DAY);
    const { case: of, entries } = foldEvents([], { now: NOON + 5 * 60_000 + 30 * DAY }, waiting.case);
    expect(entries[0]).toMatchObject({ type: 'time.passed', reason: 'transfer-expired' });
    expect(of.subscriptions.get('az-1')?.onboarding).toMatchObject({
      status: 'failed',
      lastFailure: { reason: 'transfer-expired' },
    });
    expect(stateOf(of, 'az-1')?.status).toBe('ready-to-onboard');
  });

  test('a request while an onboarding is under way is ignored', () => {
    expect(foldEvents([...ready, requested(2), requested(3)]).entries.at(-1)).toMatchObject({
      rule: 'onboarding-under-way',
      result: 'ignored',
    });
  });

  test('a removal fails an onboarding that is under way', () => {
    const removed = event('relationship.removed', 5, { by: 'customer' });
    expect(onboarding([...ready, requested(2), removed])?.lastFailure).toMatchObject({
      reason: 'other',
      detail: 'relationship removed',
    });
  });
});

describe('a parked onboarding', () => {
  test('starts with the approval', () => {
    const { case: of, entries } = foldEvents([ingested(0, azure), requested(1), approved(2)]);
    expect(stateOf(of, 'az-1')?.status).toBe('onboarding');
    expect(entries[2]?.decisions).toMatchObject([
      { previousStatus: 'awaiting-approval', status: 'onboarding' },
    ]);
  });

  test('starts when the subscription is ingested', () => {
    expect(stateOf(foldEvents([requested(0), approved(1), ingested(2, azure)]).case, 'az-1')?.status).toBe(
      'onboarding',
    );
  });

  test('is refused if the subscription is not eligible', () => {
    const { entries } = foldEvents([requested(0), ingested(1, { id: 'az-1' })]);
    expect(entries[1]?.changes).toContainEqual({
      kind: 'onboarding-refused',
      subscriptionId: 'az-1',
      reason: 'license-based',
    });
  });

  test('can be cancelled', () => {
    const { case: of } = foldEvents([ingested(0, azure), requested(1), failed(2, 'cancelled'), approved(3)]);
    expect(stateOf(of, 'az-1')?.status).toBe('ready-to-onboard');
  });
});

test('a start publishes outcomes, sends the first work order and mails the customer', () => {
  const entry = foldEvents([...switched, requested(2)]).entries[2] ?? fail();
  const { outcomes, mails } = effectsOf(partnerKey, entry);
  expect(outcomes.map(({ type }) => type)).toEqual([
    'azure-onboarding.started',
    'azure-onboarding.step-due',
    'subscription.decided',
  ]);
  expect(mails.map(({ kind }) => kind)).toEqual(['inform-current-partner', 'work-order']);
  for (const { mailId } of mails) expect(mailId).toMatch(/^[A-Za-z0-9_.-]{1,128}$/);
});

test('an indirect reseller cannot switch', () => {
  const context = { partner: { ...partner, kind: 'indirect-reseller' as const } };
  expect(foldEvents([...switched, requested(2)], context).entries.at(-1)).toMatchObject({
    result: 'refused',
    reason: 'provider-must-switch',
  });
});

const partnerKey = { partnerId: 'contoso', tenantId: 't' };

function fail(): never {
  throw new Error('no such entry');
}
