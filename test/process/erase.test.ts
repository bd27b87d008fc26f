import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Case, emptyCase } from '../../shared/case/case.ts';
import type { TimelineEntry } from '../../shared/case/timeline.ts';
import type { CaseEvent } from '../../shared/events/catalogue.ts';
import type { CaseFoldEvent } from '../../shared/events/internal-events.ts';
import { composeMail } from '../../shared/mail/send/compose.ts';
import { effectsOf } from '../../shared/process/effects.ts';
import { azure, DAY, event, ingested, NOON, partner, stateOf, TENANT, tell } from './story.ts';

/** Everything that may tell of a person in the events below. */
const PERSONAL =
  /Fabrikam|Robin|Kim Akers|it@|it%40|kim@|PrivateWords|Office of|Northwind|Some seller|private-tag/i;

const MINUTE = 60_000;
const erased = (minute: number) =>
  event('customer.erased', minute, { requestedBy: { role: 'global-admin' } });
const named = { role: 'sales-agent', name: 'Kim Akers', email: 'kim@contoso.example' };
/** Minutes before the erasure of most stories, which are folded at minute 60. */
const BEFORE = fc.integer({ min: -600, max: -1 });
/** Before and after it, and before and after the clock: publishers' clocks differ. */
const AROUND = fc.integer({ min: -120, max: 180 });
const storyAt = (minute: fc.Arbitrary<number>) => fc.array(anyEvent(minute), { maxLength: 14 });
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
const story = storyAt(BEFORE);

const world = {
  ring: { current: 'k1', keys: new Map([['k1', 'x'.repeat(32)]]) },
  baseUrl: 'https://api.example',
};

/** The mails that entries order, by kind, as they are composed now: to whom, or why not. */
function mailsOf(entries: readonly TimelineEntry[], of: Case) {
  return entries
    .flatMap((entry) => effectsOf(of, entry).mails)
    .map((order) => {
      const mail = composeMail(order, of, partner, world);
      return [order.kind, typeof mail === 'string' ? mail : mail.to];
    });
}

/** A case but for its history. */
function now({ recent: _, decidedWith: __, erasedAt: ___, generation: ____, relationship, ...rest }: Case) {
  return { ...rest, relationship: { ...relationship, changedAt: null } };
}

describe('laws', () => {
  test('whatever happened, nothing personal is left, and the case is as if nothing had', () => {
    fc.assert(
      fc.property(story, (events) => {
        const { case: of, dueAt } = tell([...events, erased(0)]);
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

  test('what happened before stays out, in whatever order it comes late', () => {
    fc.assert(
      fc.property(story, story, (events, late) => {
        const before = tell([...events, erased(0)]).case;
        const { case: of, entries } = tell([...late, ...events], {}, before);
        expect(entries.map(({ result, reason }) => [result, reason])).toEqual(
          late.map(() => ['stale', 'customer-erased']),
        );
        expect(JSON.stringify(of)).not.toMatch(PERSONAL);
        expect({ ...of, recent: [] }).toEqual({ ...before, recent: [] });
      }),
      { numRuns: 300 },
    );
  });

  test('what happens after begins anew, as in a case nobody knew', () => {
    const later = { now: NOON + 3_600_000 };
    fc.assert(
      fc.property(story, story, (events, after) => {
        const before = tell([...events, erased(-601)], later).case;
        fc.pre(before.erasedAt !== null);
        const again = tell([...events, erased(-601), ...after], later).case;
        expect({ ...now(again), subscriptions: [...again.subscriptions] }).toEqual({
          ...now(tell(after, later).case),
          subscriptions: [...tell(after, later).case.subscriptions],
        });
      }),
      { numRuns: 300 },
    );
  });

  test('nothing that was owed leaves any more, but the word to those who keep what we told', () => {
    fc.assert(
      fc.property(storyAt(AROUND), AROUND, (events, at) => {
        const before = tell(events);
        const { case: of, entries } = tell([erased(at)], {}, before.case);
        fc.pre(of.generation > 0);
        const owed = before.entries.flatMap((entry) => effectsOf(of, entry).mails);
        expect(entries.flatMap((entry) => effectsOf(of, entry).mails)).toEqual([]);
        for (const order of owed) expect(composeMail(order, of, partner, world)).toBe('customer-erased');
      }),
      { numRuns: 500 },
    );
  });

  test('whatever clocks say, nobody is known after an erasure, and what is told of later is taken', () => {
    fc.assert(
      fc.property(storyAt(AROUND), fc.array(AROUND, { minLength: 1, maxLength: 3 }), (events, times) => {
        const { case: of } = tell([...events, ...times.map(erased)]);
        expect(now(of)).toEqual(now(emptyCase({ partnerId: 'contoso', tenantId: TENANT })));
        expect(JSON.stringify(of)).not.toMatch(PERSONAL);
        const told = tell([ingested(61)], { now: NOON + 61 * MINUTE }, of);
        expect(mailsOf(told.entries, told.case)).toEqual([['invitation', 'it@fabrikam.example']]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('an erasure', () => {
  const invited = tell([ingested(0)]).case;

  test('is told to the world under an id that follows from the event', () => {
    const told = erased(1);
    const outcomes = () =>
      tell([told], {}, invited).entries.flatMap((entry) => effectsOf(invited, entry).outcomes);
    expect(outcomes()).toEqual(outcomes());
    expect(outcomes().map(({ type, data }) => [type, data])).toEqual([
      [
        'relationship.changed',
        expect.objectContaining({ status: 'none', previousStatus: 'invited', scope: null }),
      ],
      ['customer.erased', { partnerId: 'contoso', customer: { tenantId: TENANT }, erasedAt: told.time }],
    ]);
  });

  test('again, of the same instant or older, changes nothing', () => {
    const first = tell([erased(10)], {}, invited).case;
    const { case: of, entries } = tell([erased(10), erased(5)], {}, first);
    expect(entries.map(({ result, reason }) => [result, reason])).toEqual([
      ['ignored', 'already-erased'],
      ['stale', 'customer-erased'],
    ]);
    expect({ ...of, recent: [] }).toEqual({ ...first, recent: [] });
  });

  test.each([
    ['the same instant', 10],
    ['an older one', 5],
  ])('of %s takes what has been told since, and the later time stays', (_, minute) => {
    const reborn = tell([erased(10), ingested(20)], {}, invited).case;
    const { case: of, entries } = tell([erased(minute)], {}, reborn);
    expect(now(of)).toEqual(now(emptyCase({ partnerId: 'contoso', tenantId: TENANT })));
    expect([of.erasedAt, of.generation]).toEqual([erased(10).time, 2]);
    const told = entries.flatMap((entry) => effectsOf(of, entry).outcomes);
    expect(told.find(({ type }) => type === 'customer.erased')?.data).toMatchObject({
      erasedAt: erased(10).time,
    });
    expect(tell([ingested(8)], {}, of).entries[0]?.result).toBe('stale');
  });

  test.each([
    ['a relationship', event('relationship.approved', 20, { via: 'upstream' })],
    ['a request', event('relationship.requested', 20, { contactEmail: 'kim@contoso.example' })],
    ['an onboarding', event('azure-onboarding.requested', 20, { subscriptionId: 'a-1' })],
  ])('an older one takes %s, too, though no customer is known', (_, since) => {
    const { case: of, entries } = tell([erased(5)], {}, tell([erased(10), since]).case);
    expect(entries[0]?.result).toBe('applied');
    expect(now(of)).toEqual(now(emptyCase({ partnerId: 'contoso', tenantId: TENANT })));
  });

  test('from the future happens now: nobody is shut out until then', () => {
    const far = { ...erased(0), time: '9999-12-31T23:59:59.000Z', extensions: { tag: 'private-tag' } };
    const { case: of, entries } = tell([far], {}, invited);
    expect([of.erasedAt, of.generation]).toEqual([new Date(NOON + 60 * MINUTE).toISOString(), 1]);
    expect(JSON.stringify(of)).not.toMatch(PERSONAL);
    const [told] = entries.flatMap((entry) => effectsOf(of, entry).outcomes).slice(-1);
    expect(told?.data).toMatchObject({ erasedAt: of.erasedAt });
    const years = { now: NOON + 3_650 * DAY };
    const later = tell([ingested(3_650 * 24 * 60), erased(3_650 * 24 * 60)], years, of);
    expect(later.entries.map(({ result }) => result)).toEqual(['applied', 'applied']);
  });

  test('by a clock that is ahead leaves the new life whole: its mails, its link, its requests and its reminders', () => {
    const at = (minutes: number) => ({ now: NOON + minutes * MINUTE });
    const { case: of, entries } = tell([erased(70), ingested(71)], at(60), invited);
    expect(mailsOf(entries, of)).toEqual([['invitation', 'it@fabrikam.example']]);
    const reminded = tell([], { now: NOON + 4 * DAY }, of);
    expect(mailsOf(reminded.entries, reminded.case)).toEqual([['reminder', 'it@fabrikam.example']]);
    const yes = { via: 'customer-link', invitationId: of.invitation?.id };
    const clicked = tell([event('relationship.approved', 62, yes)], at(62), of);
    expect([clicked.entries[0]?.result, clicked.case.relationship.status]).toEqual(['applied', 'active']);
    const asked = tell([event('relationship.requested', 62)], at(62), of);
    expect([asked.entries[0]?.result, asked.case.invitation?.status]).toEqual(['applied', 'open']);
  });

  test('stored before lives were counted is life 0, and so is all that followed from it', () => {
    const owed = tell([ingested(0)]).entries.flatMap((entry) => effectsOf(invited, entry).mails);
    expect(owed.map(({ generation }) => generation)).toEqual([undefined]);
    const old = { ...tell([erased(1)], {}, invited).case, life: 0 };
    const told = tell([ingested(20)], {}, old);
    expect(mailsOf(told.entries, told.case)).toEqual([['invitation', 'it@fabrikam.example']]);
    const again = tell([erased(30)], {}, told.case);
    expect(mailsOf(told.entries, again.case)).toEqual([['invitation', 'customer-erased']]);
  });

  test('takes what was told with a later time, too: whoever is erased is not known', () => {
    const { case: of } = tell([ingested(30), erased(20)]);
    expect([of.customer, of.subscriptions.size, of.erasedAt]).toEqual([null, 0, erased(20).time]);
    expect(stateOf(tell([ingested(31)], {}, of).case)).toMatchObject({ rule: 'license-request' });
  });

  test('of a customer nobody knows is remembered: what comes late stays out', () => {
    const { case: of } = tell([erased(10), ingested(5)]);
    expect([of.customer, of.recent.at(-1)?.result]).toEqual([null, 'stale']);
  });

  test('takes away what was due', () => {
    const of = tell([erased(61)], { now: NOON + 2 * 3_600_000 }, invited);
    expect([of.dueAt, tell([], { now: NOON + 60 * DAY }, of.case).entries]).toEqual([null, []]);
  });

  test('forgets addresses that bounced; a notice that comes after it says nothing any more', () => {
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
    const of = tell([failed(1), erased(10), failed(20)], {}, invited).case;
    expect([of.suppressed, of.recent.at(-1)?.reason]).toEqual([[], 'unknown-invitation']);
  });

  test('takes addresses out of ids and sources, by which an event is known all the same', () => {
    const odd = { ...ingested(0), id: 'mail-it@fabrikam.example-1', source: '/crm/it%40fabrikam.example' };
    const { case: of } = tell([odd, erased(1)]);
    expect(JSON.stringify(of)).not.toMatch(PERSONAL);
    expect(tell([odd], {}, of).entries).toEqual([]);
  });
});
