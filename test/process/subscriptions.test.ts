import { describe, expect, test } from 'vitest';
import { azure, DAY, event, foldEvents, ingested, NOON, partner, stateOf } from '../fixtures/fold-events.ts';

const approved = (minute: number, data: object = {}) =>
  event('relationship.approved', minute, { via: 'upstream', ...data });

test.each(['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
  'a term that ends %s is locked without a date, and never becomes due',
  (termEndsAt) => {
    const { case: of, dueAt } = foldEvents([ingested(0, { channel: 'csp', termEndsAt })]);
    expect(stateOf(of)).toMatchObject({ rule: 'license-locked', reason: 'locked-until-term-end' });
    expect([of.subscriptions.get('sub-1')?.decision?.earliestMoveDate, dueAt]).toEqual([null, null]);
  },
);

describe('the rules of contract 3.1', () => {
  test('license-request: the first licence opens an invitation for delegated-admin', () => {
    const { case: of, entries } = foldEvents([ingested(0)]);
    expect(stateOf(of)).toEqual({ rule: 'license-request', status: 'awaiting-approval', reason: null });
    expect(of.invitation).toMatchObject({
      scope: 'delegated-admin',
      status: 'open',
      contactEmail: 'it@fabrikam.example',
    });
    expect(of.relationship).toMatchObject({ status: 'invited', scope: 'delegated-admin' });
    expect(entries[0]).toMatchObject({
      rule: 'license-request',
      chain: 'request-relationship',
      result: 'applied',
    });
  });

  test('license-awaiting: the next licence waits for the same invitation', () => {
    const { case: of } = foldEvents([ingested(0), ingested(1, { id: 'sub-2' })]);
    expect(stateOf(of, 'sub-2')).toEqual({
      rule: 'license-awaiting',
      status: 'awaiting-approval',
      reason: null,
    });
    expect(of.previous).toBeNull();
  });

  test('a licence replaces the narrower invitation of Azure', () => {
    const { case: of } = foldEvents([ingested(0, azure), ingested(1)]);
    expect(of.previous).toMatchObject({ scope: 'reseller-only', status: 'replaced' });
    expect(of.invitation).toMatchObject({ scope: 'delegated-admin', status: 'open' });
  });

  test('approval makes every waiting licence supported and Azure ready', () => {
    const { case: of } = foldEvents([
      ingested(0),
      ingested(1, { id: 'sub-2' }),
      ingested(2, azure),
      approved(3),
    ]);
    expect(stateOf(of)?.status).toBe('supported');
    expect(stateOf(of, 'sub-2')?.status).toBe('supported');
    expect(stateOf(of, 'az-1')).toEqual({ rule: 'azure-ready', status: 'ready-to-onboard', reason: null });
  });

  test('license-locked: a licence from another CSP partner is deferred until its term ends (R9, R10)', () => {
    const locked = ingested(0, { channel: 'csp', termEndsAt: '2026-12-01T00:00:00.000Z' });
    const { case: of } = foldEvents([locked]);
    expect(of.subscriptions.get('sub-1')?.decision).toMatchObject({
      rule: 'license-locked',
      status: 'deferred',
      earliestMoveDate: '2026-12-01T00:00:00.000Z',
    });
    expect(of.invitation).toBeNull();
    const later = foldEvents([ingested(1, azure)], { now: Date.parse('2026-12-01T00:00:00Z') }, of);
    expect(stateOf(later.case)?.status).toBe('awaiting-approval');
  });

  test('a locked licence without a known term has no earliestMoveDate', () => {
    const { case: of } = foldEvents([ingested(0, { channel: 'syndication' })]);
    expect(of.subscriptions.get('sub-1')?.decision).toMatchObject({
      rule: 'license-locked',
      earliestMoveDate: null,
    });
  });

  test('subscription-ended: is kept if it arrives first; a newer subscription replaces it', () => {
    const ended = event('subscription.ended', 5, { subscriptionId: 'SUB-1' });
    const first = foldEvents([ended]);
    expect(first.entries[0]).toMatchObject({ result: 'parked', reason: 'unknown-subscription' });
    expect(stateOf(foldEvents([ingested(0)], {}, first.case).case)?.rule).toBe('subscription-ended');
    expect(stateOf(foldEvents([ingested(6)], {}, first.case).case)?.rule).toBe('license-request');
  });

  test.each([
    [
      'unsupported-cloud',
      'unsupported-cloud',
      ingested(0),
      { partner: { ...partner, cloud: 'china' as const } },
    ],
    ['role-not-permitted', 'role-not-permitted', ingested(0, {}, { role: 'billing-admin' }), {}],
    ['csp-to-csp', 'csp-to-csp-resale', ingested(0, {}, { customer: { isCspPartner: true } }), {}],
    ['other-market', 'other-market', ingested(0, {}, { customer: { country: 'CA' } }), {}],
  ])('%s: rejected', (rule, reason, event, context) => {
    const { case: of } = foldEvents([event], context);
    expect(stateOf(of)).toEqual({ rule, status: 'rejected', reason });
    expect(of.invitation).toBeNull();
  });

  test('own-subscription: sold by this partner itself (R1)', () => {
    const { case: of } = foldEvents([
      ingested(0, { channel: 'csp', seller: { name: 'Us', partnerId: 'contoso' } }),
    ]);
    expect(stateOf(of)).toEqual({
      rule: 'own-subscription',
      status: 'not-applicable',
      reason: 'own-subscription',
    });
  });

  test.each([
    ['csp', 'switch-partner'],
    ['syndication', 'switch-partner'],
    ['ea', 'new-subscription'],
    ['third-party', 'new-subscription'],
  ] as const)('azure-request: bought through %s comes over by %s', (channel, path) => {
    const { case: of } = foldEvents([ingested(0, { ...azure, channel })]);
    expect(of.subscriptions.get('az-1')?.decision).toMatchObject({ rule: 'azure-request', path });
    expect(of.invitation?.scope).toBe('reseller-only');
  });

  test('azure-request in US Government requests delegated-admin, because reseller-only does not exist there', () => {
    const { case: of } = foldEvents([ingested(0, azure)], {
      partner: { ...partner, cloud: 'us-government' },
    });
    expect(of.invitation?.scope).toBe('delegated-admin');
  });

  test('relationship-blocked: a refusal blocks requests for 30 days', () => {
    const declined = foldEvents([ingested(0), event('relationship.declined', 1, { via: 'upstream' })]);
    expect(stateOf(declined.case)).toEqual({
      rule: 'relationship-blocked',
      status: 'not-permitted',
      reason: 'declined',
    });
    const blocked = foldEvents([ingested(2, { id: 'sub-2' })], { now: NOON + 30 * DAY }, declined.case);
    expect(stateOf(blocked.case, 'sub-2')?.reason).toBe('declined');
    const free = foldEvents([ingested(2, { id: 'sub-2' })], { now: NOON + 60_000 + 30 * DAY }, declined.case);
    expect(stateOf(free.case, 'sub-2')?.status).toBe('awaiting-approval');
    expect(stateOf(free.case)?.status).toBe('awaiting-approval');
  });

  test('relationship-blocked: a removal blocks until the partner requests the relationship again', () => {
    const removed = foldEvents([
      ingested(0),
      approved(1),
      event('relationship.removed', 2, { by: 'customer' }),
    ]);
    expect(stateOf(removed.case)).toEqual({
      rule: 'relationship-blocked',
      status: 'not-permitted',
      reason: 'removed',
    });
    expect(removed.case.relationship).toMatchObject({ status: 'removed', scope: null });
    const again = foldEvents([event('relationship.requested', 3)], {}, removed.case);
    expect(stateOf(again.case)?.status).toBe('awaiting-approval');
  });

  test('relationship-blocked: without delegated-admin, licences are not supported and Azure stays ready', () => {
    const { case: of } = foldEvents([
      ingested(0),
      ingested(0, azure),
      approved(1),
      event('relationship.removed', 2, { by: 'customer', scope: 'delegated-admin' }),
    ]);
    expect(of.relationship).toMatchObject({ status: 'active', scope: 'reseller-only' });
    expect(stateOf(of)).toEqual({ rule: 'relationship-blocked', status: 'not-permitted', reason: 'removed' });
    expect(stateOf(of, 'az-1')?.status).toBe('ready-to-onboard');
  });
});

describe('a case at its limit', { timeout: 60_000 }, () => {
  test('refuses another subscription and processes those it has', () => {
    const subscriptions = Array.from({ length: 10_000 }, (_, index) => ingested(0, { id: `s-${index}` }));
    const full = foldEvents(subscriptions);
    const { case: of, entries } = foldEvents(
      [ingested(1, { id: 'one-more' }), ingested(1, { id: 's-7', name: 'New' })],
      {},
      full.case,
    );
    expect(entries.map(({ result, reason }) => [result, reason])).toEqual([
      ['refused', 'case-full'],
      ['applied', null],
    ]);
    expect(of.subscriptions.size).toBe(10_000);
  });

  test('refuses also the other events of another subscription', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `s-${index}`);
    const full = foldEvents(ids.map((subscriptionId) => event('subscription.ended', 0, { subscriptionId })));
    const { case: of, entries } = foldEvents(
      [
        event('subscription.ended', 1, { subscriptionId: 'one-more' }),
        event('azure-onboarding.requested', 1, { subscriptionId: 'one-more' }),
      ],
      {},
      full.case,
    );
    expect(entries.map(({ result, reason }) => [result, reason])).toEqual([
      ['refused', 'case-full'],
      ['refused', 'case-full'],
    ]);
    expect(of.subscriptions.size).toBe(10_000);
  });
});
