import { describe, expect, test } from 'vitest';
import type { CaseFoldEvent, MailFailed } from '../../shared/events/internal-events.ts';
import { effectsOf } from '../../shared/process/effects.ts';
import { azure, DAY, event, foldEvents, ingested, NOON, stateOf, TENANT } from '../fixtures/fold-events.ts';

const about = { partnerId: 'contoso', customer: { tenantId: TENANT } };

/** A mail failed for good: one of an invitation, or the letter to the current partner, which went to an address. */
function failed(minute: number, mail: { invitationId: string | null; address?: string }): MailFailed {
  return {
    id: `failed-${minute}`,
    source: '/mail',
    type: 'mail.failed',
    time: new Date(NOON + minute * 60_000).toISOString(),
    data: { ...about, why: 'bounced', ...mail },
    extensions: {},
  };
}

function never(): never {
  throw new Error('no entry');
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

describe('a mail whose failure says nothing about the customer’s address', () => {
  test.each([
    ['partner', 'notice', 'bounced'],
    ['customer', 'invitation', 'rejected'],
  ] as const)('to the %s is only reported', (recipient, kind, why) => {
    const mail = { id: 'm-1', kind, recipient };
    const invitationId = invited.invitation?.id ?? null;
    const report: CaseFoldEvent = {
      ...failed(2, { invitationId }),
      data: { ...about, invitationId, why, mail },
    };
    const { case: of, entries } = foldEvents([report], {}, invited);
    expect(entries).toMatchObject([{ result: 'applied', reason: `${recipient}-mail-${why}` }]);
    expect([of.suppressed, of.invitation]).toEqual([[], invited.invitation]);
    const { outcomes, mails } = effectsOf(of, entries[0] ?? never());
    expect(mails).toEqual([]);
    expect(outcomes).toMatchObject([{ type: 'mail.failed', data: { mailId: 'm-1', kind, recipient, why } }]);
    expect(outcomes[0]?.id).toMatch(/\.mail\.failed\.m-1$/);
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

  test('suppresses an address only once', () => {
    const once = foldEvents([letter('it@fabrikam.example')], {}, active).case;
    const again = { ...letter('IT@FABRIKAM.example'), id: 'again' };
    expect(foldEvents([again], {}, once).case.suppressed).toEqual(['it@fabrikam.example']);
  });

  test('without an address, or of an unknown customer, changes nothing', () => {
    const without = failed(5, { invitationId: null });
    for (const from of [active, foldEvents([]).case]) {
      const { case: of, entries } = foldEvents([without], {}, from);
      expect([of.suppressed, entries[0]?.result, entries[0]?.reason]).toEqual([
        [],
        'ignored',
        'another-address',
      ]);
    }
  });

  test('changes nothing for an address that the customer no longer has', () => {
    const { case: of, entries } = foldEvents([letter('old@fabrikam.example')], {}, active);
    expect([of.suppressed, entries[0]?.reason]).toEqual([[], 'another-address']);
  });
});
