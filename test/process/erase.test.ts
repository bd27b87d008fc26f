import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Case, emptyCase } from '../../shared/case/case.ts';
import type { TimelineEntry } from '../../shared/case/timeline.ts';
import type { CaseEvent } from '../../shared/events/catalogue.ts';
import type { CaseFoldEvent } from '../../shared/events/internal-events.ts';
import { composeMail } from '../../shared/mail/send/compose.ts';
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

/** The personal data in the events below. */
const PERSONAL =
  /Fabrikam|Robin|Kim Akers|it@|it%40|kim@|PrivateWords|Office of|Northwind|Some seller|private-tag/i;

const MINUTE = 60_000;
const erased = (minute: number) =>
  event('customer.erased', minute, { requestedBy: { role: 'global-admin' } });
const named = { role: 'sales-agent', name: 'Kim Akers', email: 'kim@contoso.example' };
/** Minutes before the erasure. Most events are folded at minute 60. */
const BEFORE = fc.integer({ min: -600, max: -1 });
/** Minutes before and after the erasure and the clock, because publishers' clocks differ. */
const AROUND = fc.integer({ min: -120, max: 180 });
const eventsAt = (minute: fc.Arbitrary<number>) => fc.array(anyEvent(minute), { maxLength: 14 });
const anyEvent = (minute: fc.Arbitrary<number>): fc.Arbitrary<CaseEvent> =>
  fc
    .oneof(
      fc.tuple(minute, fc.constantFrom('s-1', 's-2'), fc.constantFrom('ea', 'csp')).map(([at, id, channel]) =>
        ingested(at, { id, channel, name: 'Office of Robin', seller: { name: 'Some seller' } } as object, {
          customer: { contactName: 'Robin Fisher', locale: 'de' },
        }),
      ),
      fc
        .tuple(minute, fc.constantFrom('a-1', 'a-2'))
        .map(([at, id]) => ingested(at, { ...azure, id, name: 'Office of' })),
      minute.map((at) =>
        event('relationship.requested', at, { requestedBy: named, contactEmail: 'kim@contoso.example' }),
      ),
      minute.map((at) => event('relationship.approved', at, { via: 'upstream', approvedBy: 'Robin Fisher' })),
      minute.map((at) => event('relationship.declined', at, { via: 'upstream', comment: 'PrivateWords' })),
      minute.map((at) => event('relationship.removed', at, { by: 'customer' })),
      fc.tuple(minute, fc.constantFrom('a-1', 's-1', 'none')).map(([at, subscriptionId]) =>
        event('azure-onboarding.requested', at, {
          subscriptionId,
          requestedBy: named,
          currentPartner: { name: 'Northwind' },
        }),
      ),
      minute.map((at) =>
        event('azure-onboarding.failed', at, {
          subscriptionId: 'a-1',
          reason: 'other',
          detail: 'PrivateWords',
        }),
      ),
    )
    .map((made) => ({ ...made, extensions: { tag: 'private-tag', traceparent: '00-ab-cd-01' } }));
const earlierEvents = eventsAt(BEFORE);

const dependencies = {
  ring: { current: 'k1', keys: new Map([['k1', 'x'.repeat(32)]]) },
  baseUrl: 'https://api.example',
};

/** Composes the mails of entries: their kinds, with the recipient or the reason why they are not sent. */
function mailsOf(entries: readonly TimelineEntry[], of: Case) {
  return entries
    .flatMap((entry) => effectsOf(of, entry).mails)
    .map((command) => {
      const mail = composeMail(command, of, partner, dependencies);
      return [command.kind, typeof mail === 'string' ? mail : mail.to];
    });
}

/** A case without its history. */
function now({ recent: _, decidedWith: __, erasedAt: ___, generation: ____, relationship, ...rest }: Case) {
  return { ...rest, recordedAt: null, relationship: { ...relationship, changedAt: null } };
}

describe('invariants', () => {
  test('after any events, no personal data remains, and the case is empty', () => {
    fc.assert(
      fc.property(earlierEvents, (events) => {
        const { case: of, dueAt } = foldEvents([...events, erased(0)]);
        expect(JSON.stringify(of)).not.toMatch(PERSONAL);
        expect(now(of)).toEqual(now(emptyCase({ partnerId: 'contoso', tenantId: TENANT })));
        expect(dueAt).toBeNull();
        expect(of.recent.map(({ type, at }) => [type, at])).toEqual(
          [...events, erased(0)].map(({ type, time }) => [type, time]),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('earlier events change nothing, in any command', () => {
    fc.assert(
      fc.property(earlierEvents, earlierEvents, (events, late) => {
        const before = foldEvents([...events, erased(0)]).case;
        const { case: of, entries } = foldEvents([...late, ...events], {}, before);
        expect(entries.map(({ result, reason }) => [result, reason])).toEqual(
          late.map(() => ['stale', 'customer-erased']),
        );
        expect(JSON.stringify(of)).not.toMatch(PERSONAL);
        expect({ ...of, recent: [] }).toEqual({ ...before, recent: [] });
      }),
      { numRuns: 300 },
    );
  });

  test('later events apply as in a new case', () => {
    const later = { now: NOON + 3_600_000 };
    fc.assert(
      fc.property(earlierEvents, earlierEvents, (events, after) => {
        const before = foldEvents([...events, erased(-601)], later).case;
        fc.pre(before.erasedAt !== null);
        const again = foldEvents([...events, erased(-601), ...after], later).case;
        expect({ ...now(again), subscriptions: [...again.subscriptions] }).toEqual({
          ...now(foldEvents(after, later).case),
          subscriptions: [...foldEvents(after, later).case.subscriptions],
        });
      }),
      { numRuns: 300 },
    );
  });

  test('no other mail or outcome is sent any more, only customer.erased', () => {
    fc.assert(
      fc.property(eventsAt(AROUND), AROUND, (events, at) => {
        const before = foldEvents(events);
        const { case: of, entries } = foldEvents([erased(at)], {}, before.case);
        fc.pre(of.generation > 0);
        const pending = before.entries.flatMap((entry) => effectsOf(of, entry).mails);
        expect(entries.flatMap((entry) => effectsOf(of, entry).mails)).toEqual([]);
        for (const command of pending)
          expect(composeMail(command, of, partner, dependencies)).toBe('customer-erased');
      }),
      { numRuns: 500 },
    );
  });

  test('the case knows nobody after an erasure, whatever its time, and accepts later events', () => {
    fc.assert(
      fc.property(eventsAt(AROUND), fc.array(AROUND, { minLength: 1, maxLength: 3 }), (events, times) => {
        const { case: of } = foldEvents([...events, ...times.map(erased)]);
        expect(now(of)).toEqual(now(emptyCase({ partnerId: 'contoso', tenantId: TENANT })));
        expect(JSON.stringify(of)).not.toMatch(PERSONAL);
        const result = foldEvents([ingested(61)], { now: NOON + 61 * MINUTE }, of);
        expect(mailsOf(result.entries, result.case)).toEqual([['invitation', 'it@fabrikam.example']]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('an erasure', () => {
  const invited = foldEvents([ingested(0)]).case;

  test('publishes outcomes with ids that follow from the event', () => {
    const result = erased(1);
    const outcomes = () =>
      foldEvents([result], {}, invited).entries.flatMap((entry) => effectsOf(invited, entry).outcomes);
    expect(outcomes()).toEqual(outcomes());
    expect(outcomes().map(({ type, data }) => [type, data])).toEqual([
      [
        'relationship.changed',
        expect.objectContaining({ status: 'none', previousStatus: 'invited', scope: null }),
      ],
      ['customer.erased', { partnerId: 'contoso', customer: { tenantId: TENANT }, erasedAt: result.time }],
    ]);
  });

  test('at the same instant or older changes nothing', () => {
    const first = foldEvents([erased(10)], {}, invited).case;
    const { case: of, entries } = foldEvents([erased(10), erased(5)], {}, first);
    expect(entries.map(({ result, reason }) => [result, reason])).toEqual([
      ['ignored', 'already-erased'],
      ['stale', 'customer-erased'],
    ]);
    expect({ ...of, recent: [] }).toEqual({ ...first, recent: [] });
  });

  test.each([
    ['the same instant', 10],
    ['an older one', 5],
  ])('of %s erases what was reported since, and the later time stays', (_, minute) => {
    const reborn = foldEvents([erased(10), ingested(20)], {}, invited).case;
    const { case: of, entries } = foldEvents([erased(minute)], {}, reborn);
    expect(now(of)).toEqual(now(emptyCase({ partnerId: 'contoso', tenantId: TENANT })));
    expect([of.erasedAt, of.generation]).toEqual([erased(10).time, 2]);
    const result = entries.flatMap((entry) => effectsOf(of, entry).outcomes);
    expect(result.find(({ type }) => type === 'customer.erased')?.data).toMatchObject({
      erasedAt: erased(10).time,
    });
    expect(foldEvents([ingested(8)], {}, of).entries[0]?.result).toBe('stale');
  });

  test.each([
    ['a relationship', event('relationship.approved', 20, { via: 'upstream' })],
    ['a request', event('relationship.requested', 20, { contactEmail: 'kim@contoso.example' })],
    ['an onboarding', event('azure-onboarding.requested', 20, { subscriptionId: 'a-1' })],
  ])('an older one takes %s, too, though no customer is known', (_, since) => {
    const { case: of, entries } = foldEvents([erased(5)], {}, foldEvents([erased(10), since]).case);
    expect(entries[0]?.result).toBe('applied');
    expect(now(of)).toEqual(now(emptyCase({ partnerId: 'contoso', tenantId: TENANT })));
  });

  test('from the future applies now, and later events are not blocked until then', () => {
    const far = { ...erased(0), time: '9999-12-31T23:59:59.000Z', extensions: { tag: 'private-tag' } };
    const { case: of, entries } = foldEvents([far], {}, invited);
    expect([of.erasedAt, of.generation]).toEqual([new Date(NOON + 60 * MINUTE).toISOString(), 1]);
    expect(JSON.stringify(of)).not.toMatch(PERSONAL);
    const [result] = entries.flatMap((entry) => effectsOf(of, entry).outcomes).slice(-1);
    expect(result?.data).toMatchObject({ erasedAt: of.erasedAt });
    const years = { now: NOON + 3_650 * DAY };
    const later = foldEvents([ingested(3_650 * 24 * 60), erased(3_650 * 24 * 60)], years, of);
    expect(later.entries.map(({ result }) => result)).toEqual(['applied', 'applied']);
  });

  test('by a clock that is ahead leaves the new generation: its mails, link, requests and reminders', () => {
    const at = (minutes: number) => ({ now: NOON + minutes * MINUTE });
    const { case: of, entries } = foldEvents([erased(70), ingested(71)], at(60), invited);
    expect(mailsOf(entries, of)).toEqual([['invitation', 'it@fabrikam.example']]);
    const reminded = foldEvents([], { now: NOON + 4 * DAY }, of);
    expect(mailsOf(reminded.entries, reminded.case)).toEqual([['reminder', 'it@fabrikam.example']]);
    const yes = { via: 'customer-link', invitationId: of.invitation?.id };
    const clicked = foldEvents([event('relationship.approved', 62, yes)], at(62), of);
    expect([clicked.entries[0]?.result, clicked.case.relationship.status]).toEqual(['applied', 'active']);
    const asked = foldEvents([event('relationship.requested', 62)], at(62), of);
    expect([asked.entries[0]?.result, asked.case.invitation?.status]).toEqual(['applied', 'open']);
  });

  test('stored without a generation is generation 0, with all its effects', () => {
    const pending = foldEvents([ingested(0)]).entries.flatMap((entry) => effectsOf(invited, entry).mails);
    expect(pending.map(({ generation }) => generation)).toEqual([undefined]);
    const old = { ...foldEvents([erased(1)], {}, invited).case, life: 0 };
    const result = foldEvents([ingested(20)], {}, old);
    expect(mailsOf(result.entries, result.case)).toEqual([['invitation', 'it@fabrikam.example']]);
    const again = foldEvents([erased(30)], {}, result.case);
    expect(mailsOf(result.entries, again.case)).toEqual([['invitation', 'customer-erased']]);
  });

  test('erases also what was reported with a later time', () => {
    const { case: of } = foldEvents([ingested(30), erased(20)]);
    expect([of.customer, of.subscriptions.size, of.erasedAt]).toEqual([null, 0, erased(20).time]);
    expect(stateOf(foldEvents([ingested(31)], {}, of).case)).toMatchObject({ rule: 'license-request' });
  });

  test('of an unknown customer is stored, so that late events change nothing', () => {
    const { case: of } = foldEvents([erased(10), ingested(5)]);
    expect([of.customer, of.recent.at(-1)?.result]).toEqual([null, 'stale']);
  });

  test('removes everything that was due', () => {
    const of = foldEvents([erased(61)], { now: NOON + 2 * 3_600_000 }, invited);
    expect([of.dueAt, foldEvents([], { now: NOON + 60 * DAY }, of.case).entries]).toEqual([null, []]);
  });

  test('removes suppressed addresses; a later notification changes nothing', () => {
    const failed = (at: number): CaseFoldEvent => ({
      id: `bounce-${at}`,
      source: '/mail',
      type: 'mail.failed',
      time: new Date(NOON + at * 60_000).toISOString(),
      data: {
        partnerId: 'contoso',
        customer: { tenantId: TENANT },
        invitationId: invited.invitation?.id ?? null,
        why: 'bounced',
      },
      extensions: {},
    });
    const of = foldEvents([failed(1), erased(10), failed(20)], {}, invited).case;
    expect([of.suppressed, of.recent.at(-1)?.reason]).toEqual([[], 'unknown-invitation']);
  });

  test('removes addresses from ids and sources; repeats are still found', () => {
    const odd = { ...ingested(0), id: 'mail-it@fabrikam.example-1', source: '/crm/it%40fabrikam.example' };
    const { case: of } = foldEvents([odd, erased(1)]);
    expect(JSON.stringify(of)).not.toMatch(PERSONAL);
    expect(foldEvents([odd], {}, of).entries).toEqual([]);
  });
});
