import { describe, expect, test } from 'vitest';
import type { MailFailed } from '../../shared/events/internal-events.ts';
import { effectsOf } from '../../shared/process/effects.ts';
import {
  azure,
  DAY,
  event,
  foldEvents,
  ingested,
  NOON,
  partner,
  stateOf,
  TENANT,
} from '../fixtures/fold-events.ts';

// Found by test/model: what is late, or what time brought about late, ends as it would have ended in order.

/** The clock of the folds: an hour after noon. */
const OPENED = NOON + 3_600_000;
const MINUTES_OF_A_DAY = 24 * 60;
const mailsOf = (result: ReturnType<typeof foldEvents>) =>
  result.entries.flatMap((entry) =>
    effectsOf({ partnerId: 'contoso', tenantId: TENANT }, entry).mails.map(({ kind }) => kind),
  );
const invited = foldEvents([ingested(0)]).case;
const expired = foldEvents([], { now: OPENED + 30 * DAY }, invited).case;
const byLink = (type: 'relationship.approved' | 'relationship.declined', minute: number) =>
  event(type, minute, { via: 'customer-link', invitationId: invited.invitation?.id });
const inTime = 60 + 30 * MINUTES_OF_A_DAY - 1;
const late = { now: OPENED + 31 * DAY };

describe('an answer before the expiry that is processed after it', () => {
  test('an approval counts', () => {
    const { case: of } = foldEvents([byLink('relationship.approved', inTime)], late, expired);
    expect(of.relationship).toMatchObject({ status: 'active', scope: 'delegated-admin' });
    expect(of.invitation?.status).toBe('approved');
  });

  test('a refusal counts', () => {
    const { case: of } = foldEvents([byLink('relationship.declined', inTime)], late, expired);
    expect(of.relationship.status).toBe('declined');
    expect(stateOf(of)).toMatchObject({ status: 'not-permitted', reason: 'declined' });
  });

  test('an approval is recorded and the relationship stays expired if the acceptance is partner-center', () => {
    const context = { ...late, partner: { ...partner, acceptance: 'partner-center' as const } };
    const result = foldEvents([byLink('relationship.approved', inTime)], context, expired);
    expect(result.case.relationship.status).toBe('expired');
    expect(mailsOf(result)).toEqual(['receipt']);
  });

  test('counts although another invitation is open', () => {
    const again = foldEvents([event('relationship.requested', inTime + 60)], late, expired).case;
    const { case: of } = foldEvents([byLink('relationship.approved', inTime)], late, again);
    expect(of.relationship.status).toBe('active');
  });

  test('does not count if it was made after the expiry', () => {
    const { entries } = foldEvents([byLink('relationship.approved', inTime + 1)], late, expired);
    expect(entries[0]?.result).toBe('ignored');
  });
});

test('an approval of a wider scope counts after a removal that is processed late', () => {
  const approved = event('relationship.approved', 1, { via: 'upstream', scope: 'reseller-only' });
  const wider = foldEvents([approved, ingested(2)]).case;
  const removed = foldEvents([event('relationship.removed', 10, { by: 'microsoft' })], {}, wider).case;
  const yes = { via: 'customer-link', invitationId: wider.invitation?.id };
  expect(foldEvents([event('relationship.approved', 20, yes)], {}, removed).case.relationship.status).toBe(
    'active',
  );
  expect(foldEvents([event('relationship.approved', 70, yes)], {}, removed).case.relationship.status).toBe(
    'removed',
  );
});

describe('an onboarding', () => {
  const requested = (minute: number) =>
    event('azure-onboarding.requested', minute, { subscriptionId: 'az-1' });
  const failed = (minute: number) =>
    event('azure-onboarding.failed', minute, { subscriptionId: 'az-1', reason: 'other' });
  const approved = (minute: number) => event('relationship.approved', minute, { via: 'upstream' });

  test('that failed does not start again by an earlier request', () => {
    const { entries } = foldEvents([ingested(0, azure), approved(1), requested(2), failed(9), requested(5)]);
    expect(entries.at(-1)?.result).toBe('stale');
  });

  test('is not ended by events from before its request', () => {
    const { entries } = foldEvents([ingested(0, azure), requested(9), approved(2), failed(5)]);
    expect(entries.at(-1)?.result).toBe('stale');
  });
});

describe('a parked request for an unknown customer', () => {
  const kept = event('relationship.requested', 0, { scope: 'reseller-only' });

  test('is dropped if its scope is active by then', () => {
    const result = foldEvents([
      kept,
      event('relationship.approved', 1, { via: 'upstream', scope: 'reseller-only' }),
      ingested(2, azure),
    ]);
    expect(result.case.invitation).toBeNull();
    expect(result.case.request).toBeNull();
  });

  test('is dropped if the relationship was removed since', () => {
    const { case: of } = foldEvents([
      kept,
      event('relationship.approved', 1, { via: 'upstream' }),
      event('relationship.removed', 2, { by: 'customer' }),
      ingested(3, azure),
    ]);
    expect(of.invitation).toBeNull();
    expect(stateOf(of, 'az-1')).toMatchObject({ status: 'not-permitted', reason: 'removed' });
  });
});

describe('time that is processed late', () => {
  test('mails no reminder that a later one or the expiry has overtaken', () => {
    const other = event('subscription.ended', 60 + 5 * MINUTES_OF_A_DAY, { subscriptionId: 'other' });
    expect(mailsOf(foldEvents([other], { now: OPENED + 12 * DAY }, invited))).toEqual(['reminder']);
    expect(mailsOf(foldEvents([other], { now: OPENED + 31 * DAY }, invited))).toEqual(['notice']);
  });

  test('opens an invitation for a term that ended after an expiry', () => {
    const termEndsAt = new Date(OPENED + 31 * DAY).toISOString();
    const waiting = foldEvents([ingested(0, azure), ingested(1, { channel: 'csp', termEndsAt })]).case;
    const { case: of } = foldEvents([], { now: OPENED + 32 * DAY }, waiting);
    expect(stateOf(of)?.status).toBe('awaiting-approval');
    expect(of.invitation).toMatchObject({ status: 'open', scope: 'delegated-admin' });
  });
});

test('the product opens no invitation to an address that bounced', () => {
  const complained: MailFailed = {
    id: 'complained',
    source: '/test',
    type: 'mail.failed',
    time: new Date(OPENED).toISOString(),
    data: {
      partnerId: 'contoso',
      customer: { tenantId: TENANT },
      invitationId: invited.invitation?.id ?? '',
      why: 'complained',
    },
    extensions: {},
  };
  const scope = 'reseller-only';
  const less = event('relationship.approved', 61, { via: 'upstream', scope });
  const { case: of } = foldEvents([complained, less], { now: OPENED + DAY }, expired);
  expect(of.invitation?.id).toBe(invited.invitation?.id);
});
