import { describe, expect, test } from 'vitest';
import { OUTCOMES } from '../../../infra/build/interface/outcome-schemas.ts';
import type { CaseFoldEvent } from '../../../shared/events/internal-events.ts';
import { createRefusalOutcome } from '../../../shared/partner-center/to-event.ts';
import { effectsOf, type Outcome } from '../../../shared/process/effects.ts';
import { azure, event, foldEvents, ingested, NOON } from '../../fixtures/fold-events.ts';
import { generateTraffic, parseValidEvent } from '../../fixtures/traffic.ts';
import { outcomeFaults } from './outcome-faults.ts';

const asked = event('azure-onboarding.requested', 2, { subscriptionId: 'az-1' });
const steps = ['accept-customer-agreement', 'create-subscription', 'enter-details', 'cancel-existing'];
const done = (step: string, index: number) =>
  event('azure-onboarding.step-completed', 3 + index, { subscriptionId: 'az-1', step });
const approved = event('relationship.approved', 1, { via: 'upstream', scope: 'delegated-admin' });

describe('outcomes are what the AsyncAPI document says', () => {
  const seen = new Set<string>();
  const check = (outcomes: readonly Outcome[]) => {
    for (const { type } of outcomes) seen.add(type);
    const faulty = outcomes.map((one) => ({ one, faults: outcomeFaults(one) }));
    expect(faulty.filter(({ faults }) => faults.length > 0)).toEqual([]);
  };

  test('of every kind of event, in any order', () => {
    const { customers, valid } = generateTraffic({
      seed: 11,
      events: 800,
      customers: 40,
      now: new Date(NOON),
    });
    const events = valid.map(parseValidEvent).filter((one) => one.type !== 'partner.registered');
    for (const { tenantId } of customers)
      check(outcomesAfter(events.filter(({ data }) => data.customer.tenantId === tenantId)));
  });

  test('of an onboarding from beginning to end, and of one that fails', () => {
    const begin = [ingested(0, azure), approved, asked];
    check(outcomesAfter([...begin, ...steps.map(done)]));
    check(
      outcomesAfter([
        ...begin,
        event('azure-onboarding.failed', 3, { subscriptionId: 'az-1', reason: 'cancelled' }),
      ]),
    );
    check(outcomesAfter([...begin, done('cancel-existing', 3)]));
  });

  test('of mail that cannot be delivered, and of asking that address again', () => {
    const open = [ingested(0)];
    const invitationId = foldEvents(open).case.invitation?.id ?? '';
    const bounced: CaseFoldEvent = {
      id: 'b-1',
      source: '/ses',
      type: 'mail.failed',
      time: '2026-11-22T12:02:00.000Z',
      data: { partnerId: 'contoso', customer: { tenantId: tenantOf(open) }, invitationId, why: 'bounced' },
      extensions: {},
    };
    check(outcomesAfter([...open, bounced, event('relationship.requested', 5)]));
  });

  test('of a mail to the partner that bounced', () => {
    const open = [ingested(0)];
    const bounced: CaseFoldEvent = {
      id: 'b-2',
      source: '/ses',
      type: 'mail.failed',
      time: '2026-11-22T12:02:00.000Z',
      data: {
        partnerId: 'contoso',
        customer: { tenantId: tenantOf(open) },
        invitationId: null,
        why: 'bounced',
        mail: { id: 'm-1', kind: 'notice', recipient: 'partner' },
      },
      extensions: {},
    };
    check(outcomesAfter([...open, bounced]));
  });

  test('of an erased customer', () => {
    check(outcomesAfter([ingested(0), event('customer.erased', 1)]));
  });

  test("of a delivery of Partner Center's that cannot be carried out", () => {
    const delivery = {
      identity: { source: '/partner-center', id: 'a-1' },
      meaning: { type: 'relationship.approved', data: { via: 'partner-center' } },
      partnerTenantId: null,
      tenantId: null,
      time: null,
    } as const;
    const refusal = { reason: 'unknown-customer', partnerId: null } as const;
    check([createRefusalOutcome(delivery, refusal, '2026-11-22T12:00:00.000Z')]);
  });

  test('and none is described that nothing publishes; invitation.sent is seen by the scenarios', () => {
    expect([...seen, 'invitation.sent'].sort()).toEqual(Object.keys(OUTCOMES).sort());
  });

  test.each([
    [
      'a field that is not described',
      { data: { ...Object(OUTCOMES['azure-onboarding.started'].example), more: 1 } },
    ],
    [
      'a status that is none',
      { type: 'subscription.decided', data: OUTCOMES['azure-onboarding.started'].example },
    ],
    ['a type that is none', { type: 'azure-onboarding.begun' }],
    ['no cause', { causationid: undefined }],
  ])('%s would be found', (_, change) => {
    const [outcome] = outcomesAfter([ingested(0, azure), approved, asked]).filter(
      ({ type }) => type === 'azure-onboarding.started',
    );
    expect(outcomeFaults({ ...outcome, ...change })).not.toEqual([]);
  });
});

function outcomesAfter(events: readonly CaseFoldEvent[]): Outcome[] {
  const { case: of, entries } = foldEvents(events);
  return entries.flatMap((entry) => effectsOf(of, entry).outcomes);
}

function tenantOf([first]: readonly CaseFoldEvent[]): string {
  return first?.data.customer.tenantId ?? '';
}
