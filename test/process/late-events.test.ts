import { describe, expect, test } from 'vitest';
import type { MailFailed } from '../../shared/events/internal-events.ts';
import { effectsOf } from '../../shared/process/effects.ts';
import { azure, DAY, event, ingested, NOON, partner, stateOf, TENANT, tell } from './story.ts';

// Found by test/model: what is late, or what time brought about late, ends as it would have ended in order.

/** The clock of stories is an hour after noon. */
const OPENED = NOON + 3_600_000;
const MINUTES_OF_A_DAY = 24 * 60;
const mailsOf = (told: ReturnType<typeof tell>) =>
  told.entries.flatMap((entry) =>
    effectsOf({ partnerId: 'contoso', tenantId: TENANT }, entry).mails.map(({ kind }) => kind),
  );
const invited = tell([ingested(0)]).case;
const expired = tell([], { now: OPENED + 30 * DAY }, invited).case;
const byLink = (type: 'relationship.approved' | 'relationship.declined', minute: number) =>
  event(type, minute, { via: 'customer-link', invitationId: invited.invitation?.id });
const inTime = 60 + 30 * MINUTES_OF_A_DAY - 1;
const late = { now: OPENED + 31 * DAY };

describe('an answer given in time that is taken after the expiry was carried out', () => {
  test('yes is yes', () => {
    const { case: of } = tell([byLink('relationship.approved', inTime)], late, expired);
    expect(of.relationship).toMatchObject({ status: 'active', scope: 'delegated-admin' });
    expect(of.invitation?.status).toBe('approved');
  });

  test('no is no', () => {
    const { case: of } = tell([byLink('relationship.declined', inTime)], late, expired);
    expect(of.relationship.status).toBe('declined');
    expect(stateOf(of)).toMatchObject({ status: 'not-permitted', reason: 'declined' });
  });

  test('yes is recorded, and stays expired, where Microsoft was to accept, too', () => {
    const context = { ...late, partner: { ...partner, acceptance: 'partner-center' as const } };
    const told = tell([byLink('relationship.approved', inTime)], context, expired);
    expect(told.case.relationship.status).toBe('expired');
    expect(mailsOf(told)).toEqual(['receipt']);
  });

  test('counts although another invitation was opened since', () => {
    const again = tell([event('relationship.requested', inTime + 60)], late, expired).case;
    const { case: of } = tell([byLink('relationship.approved', inTime)], late, again);
    expect(of.relationship.status).toBe('active');
  });

  test('one given after the expiry does not count', () => {
    const { entries } = tell([byLink('relationship.approved', inTime + 1)], late, expired);
    expect(entries[0]?.result).toBe('ignored');
  });
});

test('yes to more, after a removal that is taken later than the click, is yes', () => {
  const approved = event('relationship.approved', 1, { via: 'upstream', scope: 'reseller-only' });
  const wider = tell([approved, ingested(2)]).case;
  const removed = tell([event('relationship.removed', 10, { by: 'microsoft' })], {}, wider).case;
  const yes = { via: 'customer-link', invitationId: wider.invitation?.id };
  expect(tell([event('relationship.approved', 20, yes)], {}, removed).case.relationship.status).toBe(
    'active',
  );
  expect(tell([event('relationship.approved', 70, yes)], {}, removed).case.relationship.status).toBe(
    'removed',
  );
});

describe('an onboarding', () => {
  const requested = (minute: number) =>
    event('azure-onboarding.requested', minute, { subscriptionId: 'az-1' });
  const failed = (minute: number) =>
    event('azure-onboarding.failed', minute, { subscriptionId: 'az-1', reason: 'other' });
  const approved = (minute: number) => event('relationship.approved', minute, { via: 'upstream' });

  test('that has failed is not begun again by a request from before it failed', () => {
    const { entries } = tell([ingested(0, azure), approved(1), requested(2), failed(9), requested(5)]);
    expect(entries.at(-1)?.result).toBe('stale');
  });

  test('that was asked for is not ended by what happened before that, though an older approval began it', () => {
    const { entries } = tell([ingested(0, azure), requested(9), approved(2), failed(5)]);
    expect(entries.at(-1)?.result).toBe('stale');
  });
});

describe('a request that was kept until a customer is known', () => {
  const kept = event('relationship.requested', 0, { scope: 'reseller-only' });

  test('is over when what it asks for is held by then', () => {
    const told = tell([
      kept,
      event('relationship.approved', 1, { via: 'upstream', scope: 'reseller-only' }),
      ingested(2, azure),
    ]);
    expect(told.case.invitation).toBeNull();
    expect(told.case.request).toBeNull();
  });

  test('is over when the relationship was removed since', () => {
    const { case: of } = tell([
      kept,
      event('relationship.approved', 1, { via: 'upstream' }),
      event('relationship.removed', 2, { by: 'customer' }),
      ingested(3, azure),
    ]);
    expect(of.invitation).toBeNull();
    expect(stateOf(of, 'az-1')).toMatchObject({ status: 'not-permitted', reason: 'removed' });
  });
});

describe('time that is taken late', () => {
  test('a reminder is not mailed when a later one, or the expiry, has overtaken it by the clock', () => {
    const other = event('subscription.ended', 60 + 5 * MINUTES_OF_A_DAY, { subscriptionId: 'other' });
    expect(mailsOf(tell([other], { now: OPENED + 12 * DAY }, invited))).toEqual(['reminder']);
    expect(mailsOf(tell([other], { now: OPENED + 31 * DAY }, invited))).toEqual(['notice']);
  });

  test('a term that ended between an expiry and the clock asks the customer', () => {
    const termEndsAt = new Date(OPENED + 31 * DAY).toISOString();
    const waiting = tell([ingested(0, azure), ingested(1, { channel: 'csp', termEndsAt })]).case;
    const { case: of } = tell([], { now: OPENED + 32 * DAY }, waiting);
    expect(stateOf(of)?.status).toBe('awaiting-approval');
    expect(of.invitation).toMatchObject({ status: 'open', scope: 'delegated-admin' });
  });
});

test('an address that bounced is not asked by the product either', () => {
  const complained: MailFailed = {
    id: 'complained',
    source: '/story',
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
  const { case: of } = tell([complained, less], { now: OPENED + DAY }, expired);
  expect(of.invitation?.id).toBe(invited.invitation?.id);
});
