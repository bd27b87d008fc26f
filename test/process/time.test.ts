import { describe, expect, test } from 'vitest';
import type { Case } from '../../shared/case/case.ts';
import type { MailFailed } from '../../shared/events/internal-events.ts';
import { effectsOf } from '../../shared/process/effects.ts';
import { azure, DAY, event, ingested, NOON, partner, stateOf, TENANT, tell } from './story.ts';

/** The clock of stories is an hour after noon. */
const OPENED = NOON + 3_600_000;
const afterDays = (days: number, from: Case) => tell([], { now: OPENED + days * DAY }, from);
const kinds = (entries: ReturnType<typeof tell>['entries']) =>
  entries.flatMap((entry) =>
    effectsOf({ partnerId: 'contoso', tenantId: TENANT }, entry).mails.map(({ kind, mailId }) => [
      kind,
      mailId,
    ]),
  );

describe('an invitation in time', () => {
  test('is reminded of after 3, 10 and 25 days, then expires after 30', () => {
    let at = tell([ingested(0)]);
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
    const { case: of, dueAt } = tell([ingested(0)]);
    expect(tell([], { now: (dueAt ?? 0) - 1 }, of).entries).toEqual([]);
  });

  test('overtaken reminders are not mailed one after the other', () => {
    const { case: of, entries } = afterDays(11, tell([ingested(0)]).case);
    expect(kinds(entries).length).toBe(1);
    expect(of.invitation?.reminders).toBe(2);
    expect(kinds(afterDays(31, tell([ingested(0)]).case).entries).map(([kind]) => kind)).toEqual(['notice']);
  });

  test('an expiry is no reason to ask again at once; the next subscription is', () => {
    const expired = afterDays(30, tell([ingested(0)]).case).case;
    expect(expired.previous).toBeNull();
    const later = (OPENED - NOON) / 60_000 + 31 * 24 * 60;
    const { case: of } = tell([ingested(later, { id: 'sub-2' })], { now: OPENED + 31 * DAY }, expired);
    expect(of.invitation).toMatchObject({ status: 'open' });
    expect(of.previous?.status).toBe('expired');
  });

  test('a click just before the expiry counts, even when it is taken after it', () => {
    const invited = tell([ingested(0)]).case;
    const click = event('relationship.approved', 60 + 30 * 24 * 60 - 1, {
      via: 'customer-link',
      invitationId: invited.invitation?.id,
    });
    const { case: of } = tell([click], { now: OPENED + 30 * DAY + 60_000 }, invited);
    expect(of.relationship.status).toBe('active');
  });

  test('who has consented is not reminded, but consent expires', () => {
    const invited = tell([ingested(0)]).case;
    const context = { partner: { ...partner, acceptance: 'partner-center' as const } };
    const yes = event('relationship.approved', 30, {
      via: 'customer-link',
      invitationId: invited.invitation?.id,
    });
    const consented = tell([yes], context, invited);
    expect(consented.dueAt).toBe(OPENED + 30 * DAY);
    expect(tell([], { ...context, now: OPENED + 30 * DAY }, consented.case).case.relationship.status).toBe(
      'expired',
    );
  });

  test('for more beside an active relationship leaves that as it is when it expires', () => {
    const wider = tell([
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

describe('other things time brings about', () => {
  test('a locked licence is decided again when its term is over, without any event', () => {
    const locked = tell([ingested(0, { channel: 'csp', termEndsAt: '2027-01-01T00:00:00.000Z' })]);
    expect(locked.dueAt).toBe(Date.parse('2027-01-01T00:00:00Z'));
    const { case: of, entries } = tell([], { now: locked.dueAt ?? 0 }, locked.case);
    expect(entries[0]).toMatchObject({
      type: 'time.passed',
      rule: 'license-request',
      reason: 'term-over',
      subscriptionId: 'sub-1',
    });
    expect(stateOf(of)?.status).toBe('awaiting-approval');
    expect(of.invitation?.status).toBe('open');
  });

  test('a refusal blocks for 30 days, then the customer is asked again', () => {
    const declined = tell([ingested(0), event('relationship.declined', 1, { via: 'upstream' })]);
    expect(declined.dueAt).toBe(NOON + 60_000 + 30 * DAY);
    const { case: of } = tell([], { now: declined.dueAt ?? 0 }, declined.case);
    expect(stateOf(of)?.status).toBe('awaiting-approval');
  });

  test('passing twice changes nothing', () => {
    const expired = afterDays(30, tell([ingested(0)]).case);
    expect(afterDays(30, expired.case).entries).toEqual([]);
  });
});

describe('a mail that reached nobody', () => {
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
  const invited = tell([ingested(0)]).case;

  test('makes the invitation undeliverable, and says so', () => {
    const { case: of, entries } = tell([bounced(invited.invitation?.id)], {}, invited);
    expect(of.relationship.status).toBe('undeliverable');
    expect(stateOf(of)).toMatchObject({ rule: 'relationship-blocked', reason: 'undeliverable' });
    const { outcomes } = effectsOf(of, entries[0] ?? fail());
    expect(outcomes.map(({ type }) => type)).toContain('invitation.undeliverable');
    expect(of.suppressed).toEqual(['it@fabrikam.example']);
  });

  test('its address is not asked again, until somebody gives another', () => {
    const { case: of } = tell([bounced(invited.invitation?.id)], {}, invited);
    const again = tell([event('relationship.requested', 90)], { now: OPENED + DAY }, of);
    expect(again.entries[0]).toMatchObject({ result: 'refused', reason: 'address-undeliverable' });
    const shouted = event('relationship.requested', 91, { contactEmail: 'IT@Fabrikam.example' });
    expect(tell([shouted], { now: OPENED + DAY }, of).entries[0]?.result).toBe('refused');
    const other = event('relationship.requested', 91, { contactEmail: 'ceo@fabrikam.example' });
    expect(tell([other], { now: OPENED + DAY }, of).case.relationship.status).toBe('invited');
    const told = ingested(92, { id: 'sub-2' }, { customer: { contactEmail: 'ceo@fabrikam.example' } });
    expect(tell([told], { now: OPENED + DAY }, of).case.invitation).toMatchObject({
      status: 'open',
      contactEmail: 'ceo@fabrikam.example',
    });
  });

  test('after the answer changes nothing but the address', () => {
    const active = tell([event('relationship.approved', 1, { via: 'upstream' })], {}, invited).case;
    const { case: of } = tell([bounced(invited.invitation?.id, 'complained')], {}, active);
    expect(of.relationship.status).toBe('active');
    expect(of.suppressed).toEqual(['it@fabrikam.example']);
  });
});

function fail(): never {
  throw new Error('no such entry');
}
