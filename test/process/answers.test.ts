import { describe, expect, test } from 'vitest';
import { effectsOf } from '../../shared/process/effects.ts';
import { DAY, event, foldEvents, ingested, NOON, partner, stateOf } from '../fixtures/fold-events.ts';

/* Answers that meet another answer, the end of their invitation, or what others reported meanwhile (contract §3.3, §5). */

const MINUTES_A_DAY = 24 * 60;
const upstream = (minute: number, data: object = {}) =>
  event('relationship.approved', minute, { via: 'upstream', ...data });
const inMicrosoft = { partner: { ...partner, acceptance: 'partner-center' as const } };

describe('the second answer of a customer', () => {
  const { case: declined } = foldEvents([
    ingested(0),
    event('relationship.declined', 1, { via: 'upstream' }),
  ]);

  test('changes nothing when it approves after a refusal', () => {
    const yes = upstream(2, { via: 'customer-link', earlierAnswer: 'declined' });
    const { case: of, entries } = foldEvents([yes], {}, declined);
    expect(entries).toMatchObject([{ result: 'ignored', reason: 'answered-before', changes: [] }]);
    expect(of.relationship).toEqual(declined.relationship);
  });

  test('changes nothing when it declines after an approval', () => {
    const active = foldEvents([ingested(0), upstream(1, { scope: 'delegated-admin' })]).case;
    const no = event('relationship.declined', 2, { via: 'customer-link', earlierAnswer: 'approved' });
    const { case: of, entries } = foldEvents([no], {}, active);
    expect(entries).toMatchObject([{ result: 'ignored', reason: 'answered-before', changes: [] }]);
    expect([of.relationship, stateOf(of)?.status]).toEqual([active.relationship, 'supported']);
  });
});

describe('a click just before the expiry that arrives late', () => {
  const clicked = 29 * MINUTES_A_DAY;
  const later = { now: NOON + 31 * DAY };
  const invited = foldEvents([ingested(0)]).case;
  const expired = foldEvents([], later, invited).case;
  const click = () => upstream(clicked, { via: 'customer-link', invitationId: invited.invitation?.id });

  test('counts', () => {
    expect(expired.invitation?.status).toBe('expired');
    const { case: of } = foldEvents([click()], later, expired);
    expect([of.relationship.status, of.invitation?.status, stateOf(of)?.status]).toEqual([
      'active',
      'approved',
      'supported',
    ]);
  });

  test('makes its invitation approved, even if an upstream system has reported the permission meanwhile', () => {
    const reported = upstream(clicked - 5, { scope: 'delegated-admin' });
    const { case: of, entries } = foldEvents([reported, click()], later, expired);
    expect(entries.map(({ result, reason }) => [result, reason])).toEqual([
      ['applied', null],
      ['ignored', 'already-held'],
    ]);
    expect(of.invitation).toMatchObject({ status: 'approved', closedAt: click().time });
  });

  test('after the expiry does not count', () => {
    const late = upstream(30 * MINUTES_A_DAY + 61, {
      via: 'customer-link',
      invitationId: invited.invitation?.id,
    });
    const { case: of, entries } = foldEvents([late], later, expired);
    expect(entries[0]).toMatchObject({ result: 'ignored', reason: 'invitation-not-open' });
    expect(of.invitation?.status).toBe('expired');
  });
});

describe('a late removal of one grant', () => {
  const asked = [
    ingested(0),
    upstream(1, { scope: 'reseller-only', grant: 'gdap:a' }),
    event('relationship.requested', 10, { scope: 'delegated-admin' }),
  ];
  const removed = (minute: number) =>
    event('relationship.removed', minute, { by: 'customer', scope: 'all', grant: 'gdap:a' });

  test('leaves the invitation that the customer has consented to since', () => {
    const consent = upstream(20, { via: 'customer-link' });
    const { case: of } = foldEvents([...asked, consent, removed(5)], inMicrosoft);
    expect(of.invitation?.status).toBe('consented');
    expect(of.relationship).toMatchObject({ status: 'consented', scope: 'delegated-admin' });
  });

  test('leaves the open invitation of a newer request', () => {
    const { case: of } = foldEvents([...asked, removed(5)]);
    expect([of.relationship.status, of.relationship.scope, of.invitation?.status]).toEqual([
      'invited',
      'delegated-admin',
      'open',
    ]);
  });
});

describe('the notice of an erasure', () => {
  test('names the time that the event names, or the time of the entry where it was stored without', () => {
    const { case: of, entries } = foldEvents([ingested(0), event('customer.erased', 5)]);
    const entry = entries.at(-1);
    if (!entry) throw new Error('no entry');
    const erasedAt = new Date(NOON + 5 * 60_000).toISOString();
    const noticeOf = (one: typeof entry) =>
      effectsOf(of, one).outcomes.find(({ type }) => type === 'customer.erased')?.data.erasedAt;
    expect(noticeOf(entry)).toBe(erasedAt);
    expect(noticeOf({ ...entry, at: 'then', changes: [{ kind: 'erased' }] })).toBe('then');
  });
});
