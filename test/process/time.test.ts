import { describe, expect, test } from 'vitest';
import type { Case } from '../../shared/case/case.ts';
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

/** The clock of the folds: an hour after noon. */
const OPENED = NOON + 3_600_000;
const afterDays = (days: number, from: Case) => foldEvents([], { now: OPENED + days * DAY }, from);
const kinds = (entries: ReturnType<typeof foldEvents>['entries']) =>
  entries.flatMap((entry) =>
    effectsOf({ partnerId: 'contoso', tenantId: TENANT }, entry).mails.map(({ kind, mailId }) => [
      kind,
      mailId,
    ]),
  );

describe('an invitation over time', () => {
  test('has reminders after 3, 10 and 25 days, and expires after 30', () => {
    let at = foldEvents([ingested(0)]);
    const id = at.case.invitation?.id;
    expect(at.dueAt).toBe(OPENED + 3 * DAY);
    for (const [index, day] of [3, 10, 25].entries()) {
      at = afterDays(day, at.case);
      expect(kinds(at.entries)).toEqual([['reminder', `${id}-reminder-${index + 1}`]]);
      expect(at.case.invitation?.reminders).toBe(index + 1);
    }
    expect(at.dueAt).toBe(OPENED + 30 * DAY);
    at = afterDays(30, at.case);
    expect(at.case.relationship.status).toBe('expired');
    expect(at.case.invitation?.status).toBe('expired');
    expect(kinds(at.entries).map(([kind]) => kind)).toEqual(['notice']);
    expect(at.dueAt).toBeNull();
  });

  test('nothing is due a moment before', () => {
    const { case: of, dueAt } = foldEvents([ingested(0)]);
    expect(foldEvents([], { now: (dueAt ?? 0) - 1 }, of).entries).toEqual([]);
  });

  test('of several reminders that are due, only the last is mailed', () => {
    const { case: of, entries } = afterDays(11, foldEvents([ingested(0)]).case);
    expect(kinds(entries).length).toBe(1);
    expect(of.invitation?.reminders).toBe(2);
    expect(kinds(afterDays(31, foldEvents([ingested(0)]).case).entries).map(([kind]) => kind)).toEqual([
      'notice',
    ]);
  });

  test('an expiry opens no new invitation; the next subscription does', () => {
    const expired = afterDays(30, foldEvents([ingested(0)]).case).case;
    expect(expired.previous).toBeNull();
    const later = (OPENED - NOON) / 60_000 + 31 * 24 * 60;
    const { case: of } = foldEvents([ingested(later, { id: 'sub-2' })], { now: OPENED + 31 * DAY }, expired);
    expect(of.invitation).toMatchObject({ status: 'open' });
    expect(of.previous?.status).toBe('expired');
  });

  test('a click just before the expiry counts, also if it is processed after it', () => {
    const invited = foldEvents([ingested(0)]).case;
    const click = event('relationship.approved', 60 + 30 * 24 * 60 - 1, {
      via: 'customer-link',
      invitationId: invited.invitation?.id,
    });
    const { case: of } = foldEvents([click], { now: OPENED + 30 * DAY + 60_000 }, invited);
    expect(of.relationship.status).toBe('active');
  });

  test('a consented invitation has no reminders, but expires', () => {
    const invited = foldEvents([ingested(0)]).case;
    const context = { partner: { ...partner, acceptance: 'partner-center' as const } };
    const yes = event('relationship.approved', 30, {
      via: 'customer-link',
      invitationId: invited.invitation?.id,
    });
    const consented = foldEvents([yes], context, invited);
    expect(consented.dueAt).toBe(OPENED + 30 * DAY);
    expect(
      foldEvents([], { ...context, now: OPENED + 30 * DAY }, consented.case).case.relationship.status,
    ).toBe('expired');
  });

  test('for a wider scope leaves the active relationship when it expires', () => {
    const wider = foldEvents([
      ingested(0, azure),
      event('relationship.approved', 1, { via: 'upstream' }),
      ingested(2),
    ]).case;
    expect(afterDays(30, wider).case.relationship).toMatchObject({
      status: 'active',
      scope: 'reseller-only',
    });
  });
});

describe('other timers', () => {
  test('a locked licence is decided again when its term ends, without an event', () => {
    const locked = foldEvents([ingested(0, { channel: 'csp', termEndsAt: '2027-01-01T00:00:00.000Z' })]);
    expect(locked.dueAt).toBe(Date.parse('2027-01-01T00:00:00Z'));
    const { case: of, entries } = foldEvents([], { now: locked.dueAt ?? 0 }, locked.case);
    expect(entries[0]).toMatchObject({
      type: 'time.passed',
      rule: 'license-request',
      reason: 'term-over',
      subscriptionId: 'sub-1',
    });
    expect(stateOf(of)?.status).toBe('awaiting-approval');
    expect(of.invitation?.status).toBe('open');
  });

  test('a refusal blocks for 30 days, then a new invitation opens', () => {
    const declined = foldEvents([ingested(0), event('relationship.declined', 1, { via: 'upstream' })]);
    expect(declined.dueAt).toBe(NOON + 60_000 + 30 * DAY);
    const { case: of } = foldEvents([], { now: declined.dueAt ?? 0 }, declined.case);
    expect(stateOf(of)?.status).toBe('awaiting-approval');
  });

  test('time that passed already changes nothing', () => {
    const expired = afterDays(30, foldEvents([ingested(0)]).case);
    expect(afterDays(30, expired.case).entries).toEqual([]);
  });
});

describe('a mail that bounced', () => {
  const bounced = (
    invitationId: string | undefined,
    why: 'bounced' | 'complained' = 'bounced',
  ): MailFailed => ({
    id: `${invitationId}-${why}`,
    source: '/multichannel-support/contoso/mail',
    type: 'mail.failed',
    time: new Date(OPENED).toISOString(),
    data: { partnerId: 'contoso', customer: { tenantId: TENANT }, invitationId: invitationId ?? '', why },
    extensions: {},
  });
  const invited = foldEvents([ingested(0)]).case;

  test('makes the invitation undeliverable, with an outcome and a notice', () => {
    const { case: of, entries } = foldEvents([bounced(invited.invitation?.id)], {}, invited);
    expect(of.relationship.status).toBe('undeliverable');
    expect(stateOf(of)).toMatchObject({ rule: 'relationship-blocked', reason: 'undeliverable' });
    const { outcomes } = effectsOf(of, entries[0] ?? fail());
    expect(outcomes.map(({ type }) => type)).toContain('invitation.undeliverable');
    expect(of.suppressed).toEqual(['it@fabrikam.example']);
  });

  test('its address gets no invitation until an event has another address', () => {
    const { case: of } = foldEvents([bounced(invited.invitation?.id)], {}, invited);
    const again = foldEvents([event('relationship.requested', 90)], { now: OPENED + DAY }, of);
    expect(again.entries[0]).toMatchObject({ result: 'refused', reason: 'address-undeliverable' });
    const shouted = event('relationship.requested', 91, { contactEmail: 'IT@Fabrikam.example' });
    expect(foldEvents([shouted], { now: OPENED + DAY }, of).entries[0]?.result).toBe('refused');
    const other = event('relationship.requested', 91, { contactEmail: 'ceo@fabrikam.example' });
    expect(foldEvents([other], { now: OPENED + DAY }, of).case.relationship.status).toBe('invited');
    const reported = ingested(92, { id: 'sub-2' }, { customer: { contactEmail: 'ceo@fabrikam.example' } });
    expect(foldEvents([reported], { now: OPENED + DAY }, of).case.invitation).toMatchObject({
      status: 'open',
      contactEmail: 'ceo@fabrikam.example',
    });
  });

  test('after the answer only suppresses the address', () => {
    const active = foldEvents([event('relationship.approved', 1, { via: 'upstream' })], {}, invited).case;
    const { case: of } = foldEvents([bounced(invited.invitation?.id, 'complained')], {}, active);
    expect(of.relationship.status).toBe('active');
    expect(of.suppressed).toEqual(['it@fabrikam.example']);
  });
});

function fail(): never {
  throw new Error('no such entry');
}
