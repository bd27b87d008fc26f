import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Case, emptyCase } from '../../shared/case/case.ts';
import type { CaseEvent } from '../../shared/events/catalogue.ts';
import { composeMail } from '../../shared/mailing/compose.ts';
import { effectsOf } from '../../shared/process/effects.ts';
import type { CaseInput } from '../../shared/process/noticed.ts';
import { azure, DAY, event, ingested, NOON, partner, stateOf, TENANT, tell } from './story.ts';

/** Everything that may tell of a person in the events below. */
const PERSONAL =
  /Fabrikam|Robin|Kim Akers|it@|it%40|kim@|PrivateWords|Office of|Northwind|Some seller|private-tag/i;

const erased = (minute: number) =>
  event('customer.erased', minute, { requestedBy: { role: 'global-admin' } });
const named = { role: 'sales-agent', name: 'Kim Akers', email: 'kim@contoso.example' };
const minute = fc.integer({ min: -600, max: -1 });
const anyEvent: fc.Arbitrary<CaseEvent> = fc
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
const story = fc.array(anyEvent, { maxLength: 14 });

/** A case but for its history. */
function now({ recent: _, decidedWith: __, erasedAt: ___, relationship, ...rest }: Case) {
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
    const world = {
      ring: { current: 'k1', keys: new Map([['k1', 'x'.repeat(32)]]) },
      baseUrl: 'https://api.example',
    };
    fc.assert(
      fc.property(story, (events) => {
        const before = tell(events);
        const { case: of, entries } = tell([erased(0)], {}, before.case);
        const owed = before.entries.flatMap((entry) => effectsOf(of, entry).mails);
        expect(entries.flatMap((entry) => effectsOf(of, entry).mails)).toEqual([]);
        for (const order of owed) expect(composeMail(order, of, partner, world)).toBeTypeOf('string');
      }),
      { numRuns: 300 },
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
    const reborn = tell([ingested(20)], {}, first).case;
    const { case: of, entries } = tell([erased(10), erased(5)], {}, reborn);
    expect(entries.map(({ result, reason }) => [result, reason])).toEqual([
      ['ignored', 'already-erased'],
      ['stale', 'customer-erased'],
    ]);
    expect({ ...of, recent: [] }).toEqual({ ...reborn, recent: [] });
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
    const failed = (at: number): CaseInput => ({
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
