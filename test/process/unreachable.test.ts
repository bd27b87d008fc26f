import { describe, expect, test } from 'vitest';
import type { CaseFoldEvent } from '../../shared/events/internal-events.ts';
import { azure, DAY, event, foldEvents, ingested, NOON, stateOf, TENANT } from '../fixtures/fold-events.ts';

/** A mail failed for good: one of an invitation, or the letter to the current partner, which went to an address. */
function failed(minute: number, about: { invitationId: string | null; address?: string }): CaseFoldEvent {
  return {
    id: `failed-${minute}`,
    source: '/mail',
    type: 'mail.failed',
    time: new Date(NOON + minute * 60_000).toISOString(),
    data: { partnerId: 'contoso', customer: { tenantId: TENANT }, why: 'bounced', ...about },
    extensions: {},
  };
}

const invited = foldEvents([ingested(0)]).case;
const bounced = foldEvents([failed(1, { invitationId: invited.invitation?.id ?? null })], {}, invited).case;
const undeliverable = { rule: 'relationship-blocked', status: 'not-permitted', reason: 'undeliverable' };

describe('a subscription does not wait for a customer whose address bounced', () => {
  test('also if an invitation to another address expired', () => {
    const asked = event('relationship.requested', 2, { contactEmail: 'ceo@fabrikam.example' });
    const waiting = foldEvents([asked], {}, bounced).case;
    expect(stateOf(waiting)).toMatchObject({ status: 'awaiting-approval' });
    const over = { now: NOON + 3_600_000 + 31 * DAY };
    const expired = foldEvents([], over, waiting).case;
    expect(stateOf(expired)).toEqual(undeliverable);
    const again = foldEvents([ingested(31 * 24 * 60, { id: 'sub-2' })], over, expired).case;
    expect([stateOf(again, 'sub-2'), again.invitation?.status]).toEqual([undeliverable, 'expired']);
  });

  test('except while an invitation to another address is open', () => {
    const asked = event('relationship.requested', 2, {
      scope: 'reseller-only',
      contactEmail: 'ceo@fabrikam.example',
    });
    const { case: of } = foldEvents([asked, ingested(3, azure)], {}, bounced);
    expect([stateOf(of), stateOf(of, 'az-1')]).toMatchObject([undeliverable, { rule: 'azure-awaiting' }]);
  });

  test('until an event has another address', () => {
    const moved = ingested(3, {}, { customer: { contactEmail: 'cio@fabrikam.example' } });
    const { case: of } = foldEvents([moved], {}, bounced);
    expect([stateOf(of)?.rule, of.invitation?.contactEmail]).toEqual([
      'license-request',
      'cio@fabrikam.example',
    ]);
  });

  test('a scope that is active needs no address', () => {
    const yes = event('relationship.approved', 2, { via: 'upstream', scope: 'delegated-admin' });
    expect(stateOf(foldEvents([yes], {}, bounced).case)).toMatchObject({ rule: 'license-supported' });
  });
});

describe('a bounced inform-current-partner mail', () => {
  const active = foldEvents([
    event('relationship.approved', 0, { via: 'upstream' }),
    ingested(1, azure),
  ]).case;
  const letter = (address: string) => failed(5, { invitationId: null, address });

  test('suppresses the customer’s address, in any letter case', () => {
    const { case: of, entries } = foldEvents([letter('IT@fabrikam.example')], {}, active);
    expect(of.suppressed).toEqual(['it@fabrikam.example']);
    expect(entries.map(({ result, reason }) => [result, reason])).toEqual([['applied', 'bounced']]);
    const licence = foldEvents([ingested(6)], {}, of).case;
    expect([stateOf(licence), licence.invitation]).toEqual([undeliverable, null]);
  });

  test('changes nothing for an address that the customer no longer has', () => {
    const { case: of, entries } = foldEvents([letter('old@fabrikam.example')], {}, active);
    expect([of.suppressed, entries[0]?.reason]).toEqual([[], 'another-address']);
  });
});
