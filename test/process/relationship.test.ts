import { describe, expect, test } from 'vitest';
import { azure, event, ingested, NOON, partner, stateOf, tell } from './story.ts';

const approved = (minute: number, data: object = {}) =>
  event('relationship.approved', minute, { via: 'upstream', ...data });
const byLink = (minute: number, invitationId: string | undefined) =>
  approved(minute, { via: 'customer-link', invitationId });
const inMicrosoft = { partner: { ...partner, acceptance: 'partner-center' as const } };

describe('moves of the relationship (contract 3.3)', () => {
  test('invited → active by the link', () => {
    const invited = tell([ingested(0)]).case;
    const { case: of, entries } = tell([byLink(1, invited.invitation?.id)], {}, invited);
    expect(of.relationship).toMatchObject({ status: 'active', scope: 'delegated-admin' });
    expect(of.invitation?.status).toBe('approved');
    expect(entries[0]?.changes).toContainEqual(expect.objectContaining({ kind: 'answered', byLink: true }));
  });

  test('invited → consented by the link when Microsoft is to accept; active when it has', () => {
    const invited = tell([ingested(0)], inMicrosoft).case;
    const consented = tell([byLink(1, invited.invitation?.id)], inMicrosoft, invited).case;
    expect(consented.relationship.status).toBe('consented');
    expect(stateOf(consented)?.status).toBe('awaiting-approval');
    const active = tell([approved(2, { via: 'partner-center' })], inMicrosoft, consented).case;
    expect(active.relationship).toMatchObject({ status: 'active', scope: 'delegated-admin' });
    expect(active.invitation?.status).toBe('approved');
  });

  test('none → active: known from upstream, no invitation needed, reseller-only unless told', () => {
    expect(tell([approved(0)]).case.relationship).toMatchObject({ status: 'active', scope: 'reseller-only' });
    const usGovernment = { partner: { ...partner, cloud: 'us-government' as const } };
    expect(tell([approved(0)], usGovernment).case.relationship.scope).toBe('delegated-admin');
  });

  test('a link for an invitation that is not open changes nothing', () => {
    const { case: of, entries } = tell([ingested(0), byLink(1, 'another')]);
    expect(of.relationship.status).toBe('invited');
    expect(entries[1]).toMatchObject({ result: 'ignored', reason: 'invitation-not-open' });
  });

  test('requested again: the old invitation is replaced; a click made before that still counts', () => {
    const first = tell([ingested(0, azure)]).case;
    const again = tell(
      [event('relationship.requested', 1, { contactEmail: 'ceo@fabrikam.example' })],
      {},
      first,
    ).case;
    expect(again.previous?.id).toBe(first.invitation?.id);
    expect(again.invitation).toMatchObject({ status: 'open', contactEmail: 'ceo@fabrikam.example' });
    expect(tell([byLink(30, first.invitation?.id)], {}, again).case.relationship.status).toBe('active');
    expect(tell([byLink(90, first.invitation?.id)], {}, again).case.relationship.status).toBe('invited');
  });

  test('a request before any customer is known is kept and carried out with the first subscription', () => {
    const asked = tell([
      event('relationship.requested', 0, { scope: 'delegated-admin', contactEmail: 'ceo@fabrikam.example' }),
    ]);
    expect(asked.entries[0]).toMatchObject({ result: 'parked', reason: 'unknown-customer' });
    const { case: of } = tell([ingested(1, azure)], {}, asked.case);
    expect(of.invitation).toMatchObject({ scope: 'delegated-admin', contactEmail: 'ceo@fabrikam.example' });
  });

  test('a refusal keeps the customer’s words', () => {
    const { case: of } = tell([
      ingested(0),
      event('relationship.declined', 1, { via: 'upstream', comment: 'No.' }),
    ]);
    expect(of.relationship.status).toBe('declined');
    expect(of.invitation).toMatchObject({ status: 'declined', comment: 'No.' });
  });

  test('a refusal of more leaves what is held', () => {
    const { case: of } = tell([
      ingested(0, azure),
      approved(1),
      ingested(2),
      event('relationship.declined', 3, { via: 'upstream' }),
    ]);
    expect(of.relationship).toMatchObject({ status: 'active', scope: 'reseller-only' });
    expect(stateOf(of)).toMatchObject({ status: 'not-permitted', reason: 'declined' });
    expect(stateOf(of, 'az-1')?.status).toBe('ready-to-onboard');
  });

  test('an approval of less than was asked leaves the invitation open', () => {
    const { case: of } = tell([ingested(0), approved(1, { scope: 'reseller-only' })]);
    expect(of.relationship).toMatchObject({ status: 'active', scope: 'reseller-only' });
    expect(of.invitation?.status).toBe('open');
    expect(stateOf(of)?.status).toBe('awaiting-approval');
  });
});

describe('events out of order', () => {
  test('an approval older than the removal that came before it brings nothing back', () => {
    const { case: of, entries } = tell([event('relationship.removed', 8, { by: 'customer' }), approved(5)]);
    expect(of.relationship.status).toBe('none');
    expect(entries.map((entry) => entry.result)).toEqual(['ignored', 'stale']);
  });

  test('an approval that is older than the invitation still is the customer’s yes', () => {
    expect(tell([ingested(10), approved(5)]).case.relationship.status).toBe('active');
  });

  test('an older subscription or customer changes nothing', () => {
    const { case: of, entries } = tell([
      ingested(5, { name: 'New' }),
      ingested(1, { name: 'Old' }, { customer: { name: 'Was' } }),
    ]);
    expect(of.subscriptions.get('sub-1')?.reported?.name).toBe('New');
    expect(of.customer?.name).toBe('Fabrikam');
    expect(entries[1]?.result).toBe('stale');
  });

  test('a customer told newer by another subscription stays', () => {
    const { case: of } = tell([
      ingested(5, {}, { customer: { name: 'Now' } }),
      ingested(1, { id: 'sub-2' }, { customer: { name: 'Was' } }),
    ]);
    expect(of.customer?.name).toBe('Now');
    expect(of.subscriptions.has('sub-2')).toBe(true);
  });
});

describe('asking is no fact about the permission', () => {
  const again = (minute: number, data: object = {}) => event('relationship.requested', minute, data);

  test('a click is not stale because the clock of who asked runs ahead', () => {
    const asked = tell([ingested(0), again(10)]).case;
    const yes = tell([byLink(5, asked.invitation?.id)], {}, asked);
    expect(yes.case.relationship.status).toBe('active');
    const no = tell(
      [event('relationship.declined', 5, { via: 'customer-link', invitationId: asked.invitation?.id })],
      {},
      asked,
    );
    expect(no.case.relationship.status).toBe('declined');
  });

  test('a click on the invitation before, made before somebody asked again, still counts', () => {
    const first = tell([ingested(0)]).case;
    const asked = tell([again(10)], {}, first).case;
    expect(tell([byLink(5, first.invitation?.id)], {}, asked).case.relationship.status).toBe('active');
  });

  test('a removal that comes late is not hidden by it; what was asked since goes on', () => {
    const { case: of, entries } = tell([
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

  test('a refusal from before is no answer to it', () => {
    const { case: of, entries } = tell([
      ingested(0),
      again(5),
      event('relationship.declined', 3, { via: 'upstream' }),
    ]);
    expect(entries.at(-1)?.result).toBe('stale');
    expect(of.relationship.status).toBe('invited');
  });

  test('older than what was asked last it changes nothing', () => {
    const { case: of, entries } = tell([
      ingested(0),
      again(5, { contactEmail: 'new@fabrikam.example' }),
      again(3, { contactEmail: 'old@fabrikam.example' }),
    ]);
    expect(entries.at(-1)?.result).toBe('stale');
    expect(of.invitation?.contactEmail).toBe('new@fabrikam.example');
  });
});

describe('which invitation is answered', () => {
  test('the open one, when the answer by the link names none', () => {
    expect(tell([ingested(0), byLink(1, undefined)]).case.relationship.status).toBe('active');
  });

  test('yes to less than what replaced it meanwhile is no consent to that', () => {
    const first = tell([ingested(0, azure)], inMicrosoft).case;
    const wider = tell([ingested(1)], { ...inMicrosoft, now: NOON + 600_000 }, first).case;
    const { case: of, entries } = tell([byLink(5, first.invitation?.id)], inMicrosoft, wider);
    expect(of.invitation).toMatchObject({ scope: 'delegated-admin', status: 'open' });
    expect(of.relationship.status).toBe('invited');
    expect(entries[0]?.changes).toContainEqual(
      expect.objectContaining({ kind: 'answered', answer: 'consented', scope: 'reseller-only' }),
    );
  });

  test('no to what was replaced meanwhile is no to what replaced it by itself', () => {
    const first = tell([ingested(0, azure)]).case;
    const wider = tell([ingested(1)], { now: NOON + 600_000 }, first).case;
    const declined = { via: 'customer-link', invitationId: first.invitation?.id };
    const { case: of } = tell([event('relationship.declined', 5, declined)], {}, wider);
    expect(of.relationship.status).toBe('declined');
  });
});

describe('what blocks (rule relationship-blocked)', () => {
  test('less granted does not lift the refusal of more', () => {
    const { case: of } = tell([
      ingested(0),
      event('relationship.declined', 1, { via: 'upstream' }),
      approved(2, { scope: 'reseller-only' }),
    ]);
    expect(stateOf(of)).toMatchObject({ status: 'not-permitted', reason: 'declined' });
    expect(of.invitation?.status).toBe('declined');
  });

  test('an approval said again makes a removal from before it stale', () => {
    const { case: of, entries } = tell([
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
  const outcomeOf = (events: Parameters<typeof tell>[0], context = {}) => {
    const entry = tell(events, context).entries.at(-1);
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

  test('what is parked is kept with the subscription', () => {
    const { case: of } = tell([request(0), ingested(1, azure)]);
    expect(of.subscriptions.get('az-1')?.onboarding).toMatchObject({
      parked: true,
      request: { offer: 'azure-plan' },
    });
  });
});
