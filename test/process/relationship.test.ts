import { describe, expect, test } from 'vitest';
import { azure, event, foldEvents, ingested, NOON, partner, stateOf } from '../fixtures/fold-events.ts';

const approved = (minute: number, data: object = {}) =>
  event('relationship.approved', minute, { via: 'upstream', ...data });
const byLink = (minute: number, invitationId: string | undefined) =>
  approved(minute, { via: 'customer-link', invitationId });
const inMicrosoft = { partner: { ...partner, acceptance: 'partner-center' as const } };

describe('transitions of the relationship (contract 3.3)', () => {
  test('invited → active by the link', () => {
    const invited = foldEvents([ingested(0)]).case;
    const { case: of, entries } = foldEvents([byLink(1, invited.invitation?.id)], {}, invited);
    expect(of.relationship).toMatchObject({ status: 'active', scope: 'delegated-admin' });
    expect(of.invitation?.status).toBe('approved');
    expect(entries[0]?.changes).toContainEqual(expect.objectContaining({ kind: 'answered', byLink: true }));
  });

  test('invited → consented by the link if the acceptance is partner-center; active when Microsoft confirms', () => {
    const invited = foldEvents([ingested(0)], inMicrosoft).case;
    const consented = foldEvents([byLink(1, invited.invitation?.id)], inMicrosoft, invited).case;
    expect(consented.relationship.status).toBe('consented');
    expect(stateOf(consented)?.status).toBe('awaiting-approval');
    const active = foldEvents([approved(2, { via: 'partner-center' })], inMicrosoft, consented).case;
    expect(active.relationship).toMatchObject({ status: 'active', scope: 'delegated-admin' });
    expect(active.invitation?.status).toBe('approved');
  });

  test('none → active by an upstream approval, without an invitation, with reseller-only by default', () => {
    expect(foldEvents([approved(0)]).case.relationship).toMatchObject({
      status: 'active',
      scope: 'reseller-only',
    });
    const usGovernment = { partner: { ...partner, cloud: 'us-government' as const } };
    expect(foldEvents([approved(0)], usGovernment).case.relationship.scope).toBe('delegated-admin');
  });

  test('an approval for an unknown invitation changes nothing', () => {
    const { case: of, entries } = foldEvents([ingested(0), byLink(1, 'another')]);
    expect(of.relationship.status).toBe('invited');
    expect(entries[1]).toMatchObject({ result: 'ignored', reason: 'invitation-not-open' });
  });

  test('a second request replaces the invitation; an earlier click still counts', () => {
    const first = foldEvents([ingested(0, azure)]).case;
    const again = foldEvents(
      [event('relationship.requested', 1, { contactEmail: 'ceo@fabrikam.example' })],
      {},
      first,
    ).case;
    expect(again.previous?.id).toBe(first.invitation?.id);
    expect(again.invitation).toMatchObject({ status: 'open', contactEmail: 'ceo@fabrikam.example' });
    expect(foldEvents([byLink(30, first.invitation?.id)], {}, again).case.relationship.status).toBe('active');
    expect(foldEvents([byLink(90, first.invitation?.id)], {}, again).case.relationship.status).toBe(
      'invited',
    );
  });

  test('a request before the first subscription is parked and applied with it', () => {
    const asked = foldEvents([
      event('relationship.requested', 0, { scope: 'delegated-admin', contactEmail: 'ceo@fabrikam.example' }),
    ]);
    expect(asked.entries[0]).toMatchObject({ result: 'parked', reason: 'unknown-customer' });
    const { case: of } = foldEvents([ingested(1, azure)], {}, asked.case);
    expect(of.invitation).toMatchObject({ scope: 'delegated-admin', contactEmail: 'ceo@fabrikam.example' });
  });

  test('a refusal keeps the customer’s comment', () => {
    const { case: of } = foldEvents([
      ingested(0),
      event('relationship.declined', 1, { via: 'upstream', comment: 'No.' }),
    ]);
    expect(of.relationship.status).toBe('declined');
    expect(of.invitation).toMatchObject({ status: 'declined', comment: 'No.' });
  });

  test('a refusal of a wider scope leaves the active scope', () => {
    const { case: of } = foldEvents([
      ingested(0, azure),
      approved(1),
      ingested(2),
      event('relationship.declined', 3, { via: 'upstream' }),
    ]);
    expect(of.relationship).toMatchObject({ status: 'active', scope: 'reseller-only' });
    expect(stateOf(of)).toMatchObject({ status: 'not-permitted', reason: 'declined' });
    expect(stateOf(of, 'az-1')?.status).toBe('ready-to-onboard');
  });

  test('an approval of a narrower scope leaves the invitation open', () => {
    const { case: of } = foldEvents([ingested(0), approved(1, { scope: 'reseller-only' })]);
    expect(of.relationship).toMatchObject({ status: 'active', scope: 'reseller-only' });
    expect(of.invitation?.status).toBe('open');
    expect(stateOf(of)?.status).toBe('awaiting-approval');
  });
});

describe('events out of order', () => {
  test('an approval that is older than a removal is stale', () => {
    const { case: of, entries } = foldEvents([
      event('relationship.removed', 8, { by: 'customer' }),
      approved(5),
    ]);
    expect(of.relationship.status).toBe('none');
    expect(entries.map((entry) => entry.result)).toEqual(['ignored', 'stale']);
  });

  test('an approval that is older than the invitation still counts', () => {
    expect(foldEvents([ingested(10), approved(5)]).case.relationship.status).toBe('active');
  });

  test('an older subscription or customer changes nothing', () => {
    const { case: of, entries } = foldEvents([
      ingested(5, { name: 'New' }),
      ingested(1, { name: 'Old' }, { customer: { name: 'Was' } }),
    ]);
    expect(of.subscriptions.get('sub-1')?.reported?.name).toBe('New');
    expect(of.customer?.name).toBe('Fabrikam');
    expect(entries[1]?.result).toBe('stale');
  });

  test('newer customer data of another subscription stays', () => {
    const { case: of } = foldEvents([
      ingested(5, {}, { customer: { name: 'Now' } }),
      ingested(1, { id: 'sub-2' }, { customer: { name: 'Was' } }),
    ]);
    expect(of.customer?.name).toBe('Now');
    expect(of.subscriptions.has('sub-2')).toBe(true);
  });
});

describe('a request does not make answers stale', () => {
  const again = (minute: number, data: object = {}) => event('relationship.requested', minute, data);

  test('a click counts although the requester’s clock is ahead', () => {
    const asked = foldEvents([ingested(0), again(10)]).case;
    const yes = foldEvents([byLink(5, asked.invitation?.id)], {}, asked);
    expect(yes.case.relationship.status).toBe('active');
    const no = foldEvents(
      [event('relationship.declined', 5, { via: 'customer-link', invitationId: asked.invitation?.id })],
      {},
      asked,
    );
    expect(no.case.relationship.status).toBe('declined');
  });

  test('a click on the replaced invitation counts if it was made before the replacement', () => {
    const first = foldEvents([ingested(0)]).case;
    const asked = foldEvents([again(10)], {}, first).case;
    expect(foldEvents([byLink(5, first.invitation?.id)], {}, asked).case.relationship.status).toBe('active');
  });

  test('a late removal applies; the newer invitation stays open', () => {
    const { case: of, entries } = foldEvents([
      ingested(0, azure),
      approved(1, { scope: 'reseller-only' }),
      again(5, { scope: 'delegated-admin' }),
      event('relationship.removed', 3, { by: 'customer' }),
    ]);
    expect(entries.at(-1)?.result).toBe('applied');
    expect(of.relationship).toMatchObject({ status: 'invited', scope: 'delegated-admin', block: null });
    expect(of.invitation?.status).toBe('open');
    expect(stateOf(of, 'az-1')?.status).toBe('awaiting-approval');
  });

  test('an earlier refusal does not answer the newer invitation', () => {
    const { case: of, entries } = foldEvents([
      ingested(0),
      again(5),
      event('relationship.declined', 3, { via: 'upstream' }),
    ]);
    expect(entries.at(-1)?.result).toBe('stale');
    expect(of.relationship.status).toBe('invited');
  });

  test('a request that is older than the newest one is stale', () => {
    const { case: of, entries } = foldEvents([
      ingested(0),
      again(5, { contactEmail: 'new@fabrikam.example' }),
      again(3, { contactEmail: 'old@fabrikam.example' }),
    ]);
    expect(entries.at(-1)?.result).toBe('stale');
    expect(of.invitation?.contactEmail).toBe('new@fabrikam.example');
  });
});

describe('the invitation that an answer belongs to', () => {
  test('is the open one if the answer names none', () => {
    expect(foldEvents([ingested(0), byLink(1, undefined)]).case.relationship.status).toBe('active');
  });

  test('an approval of a replaced, narrower invitation does not consent to the wider one', () => {
    const first = foldEvents([ingested(0, azure)], inMicrosoft).case;
    const wider = foldEvents([ingested(1)], { ...inMicrosoft, now: NOON + 600_000 }, first).case;
    const { case: of, entries } = foldEvents([byLink(5, first.invitation?.id)], inMicrosoft, wider);
    expect(of.invitation).toMatchObject({ scope: 'delegated-admin', status: 'open' });
    expect(of.relationship.status).toBe('invited');
    expect(entries[0]?.changes).toContainEqual(
      expect.objectContaining({ kind: 'answered', answer: 'consented', scope: 'reseller-only' }),
    );
  });

  test('a refusal of an invitation that the product replaced also declines the replacement', () => {
    const first = foldEvents([ingested(0, azure)]).case;
    const wider = foldEvents([ingested(1)], { now: NOON + 600_000 }, first).case;
    const declined = { via: 'customer-link', invitationId: first.invitation?.id };
    const { case: of } = foldEvents([event('relationship.declined', 5, declined)], {}, wider);
    expect(of.relationship.status).toBe('declined');
  });
});

describe('blocks (rule relationship-blocked)', () => {
  test('an approval of a narrower scope does not clear the block of a wider one', () => {
    const { case: of } = foldEvents([
      ingested(0),
      event('relationship.declined', 1, { via: 'upstream' }),
      approved(2, { scope: 'reseller-only' }),
    ]);
    expect(stateOf(of)).toMatchObject({ status: 'not-permitted', reason: 'declined' });
    expect(of.invitation?.status).toBe('declined');
  });

  test('a repeated approval makes an earlier removal stale', () => {
    const { case: of, entries } = foldEvents([
      approved(1),
      approved(5),
      event('relationship.removed', 3, { by: 'microsoft' }),
    ]);
    expect(entries.map(({ result }) => result)).toEqual(['applied', 'ignored', 'stale']);
    expect(of.relationship.status).toBe('active');
  });
});

describe('an onboarding request (contract 3.2)', () => {
  const request = (minute: number, data: object = {}) =>
    event('azure-onboarding.requested', minute, { subscriptionId: 'AZ-1', ...data });
  const outcomeOf = (events: Parameters<typeof foldEvents>[0], context = {}) => {
    const entry = foldEvents(events, context).entries.at(-1);
    return { rule: entry?.rule, result: entry?.result, reason: entry?.reason };
  };

  test.each([
    ['onboarding-unknown-subscription', 'parked', 'unknown-subscription', [request(0)], {}],
    [
      'onboarding-role-not-permitted',
      'refused',
      'role-not-permitted',
      [ingested(0, azure), request(1, { requestedBy: { role: 'helpdesk-agent' } })],
      {},
    ],
    ['onboarding-license-based', 'refused', 'license-based', [ingested(0, { id: 'az-1' }), request(1)], {}],
    [
      'onboarding-not-eligible',
      'refused',
      'other-market',
      [ingested(0, azure, { customer: { country: 'CA' } }), request(1)],
      {},
    ],
    ['onboarding-needs-relationship', 'parked', 'needs-relationship', [ingested(0, azure), request(1)], {}],
    [
      'onboarding-reseller-cannot-switch',
      'refused',
      'provider-must-switch',
      [ingested(0, { ...azure, channel: 'csp' }), request(1)],
      { partner: { ...partner, kind: 'indirect-reseller' as const } },
    ],
  ])('%s', (rule, result, reason, events, context) => {
    expect(outcomeOf(events, context)).toEqual({ rule, result, reason });
  });

  test('a parked request is stored with the subscription', () => {
    const { case: of } = foldEvents([request(0), ingested(1, azure)]);
    expect(of.subscriptions.get('az-1')?.onboarding).toMatchObject({
      parked: true,
      request: { offer: 'azure-plan' },
    });
  });
});
