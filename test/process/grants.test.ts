import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { event, foldEvents, ingested, partner, stateOf } from '../fixtures/fold-events.ts';

/* Delegated administration is held while one grant of it is, whoever gave it: link, DAP or GDAP (contract, “GDAP”). */

const given = (grant: string, minute: number) =>
  event('relationship.approved', minute, { via: 'partner-center', scope: 'delegated-admin', grant });
const ended = (grant: string, minute: number) =>
  event('relationship.removed', minute, { by: 'customer', scope: 'delegated-admin', grant });
const byLink = (minute: number) => event('relationship.approved', minute, { via: 'customer-link' });
const held = (...events: Parameters<typeof foldEvents>[0]) => {
  const { relationship } = foldEvents(events).case;
  return [relationship.status, relationship.scope];
};
const ADMIN = ['active', 'delegated-admin'];
const RESELLER = ['active', 'reseller-only'];
const GONE = ['removed', null];

describe('GDAP', () => {
  test('gives delegated administration, and a waiting licence is supported', () => {
    const { case: of } = foldEvents([ingested(0), given('gdap:a', 1)]);
    expect([of.relationship.scope, stateOf(of)]).toEqual([
      'delegated-admin',
      expect.objectContaining({ status: 'supported' }),
    ]);
  });

  test('also where the partner waits for Microsoft’s acceptance: the licence no longer waits for ever', () => {
    const inMicrosoft = { ...partner, acceptance: 'partner-center' as const };
    const events = [ingested(0), byLink(1)];
    const consented = foldEvents(events, { partner: inMicrosoft }).case;
    expect(stateOf(consented)).toMatchObject({ status: 'awaiting-approval' });
    const { case: of } = foldEvents([given('gdap:a', 2)], { partner: inMicrosoft }, consented);
    expect([of.relationship.status, stateOf(of)?.status]).toEqual(['active', 'supported']);
  });

  test('activated after approved is a repeat', () => {
    const { entries } = foldEvents([given('gdap:a', 1), given('gdap:a', 2)]);
    expect(entries.map(({ result, reason }) => [result, reason])).toEqual([
      ['applied', null],
      ['ignored', 'already-held'],
    ]);
  });

  test('that ends takes it; without a reseller relationship nothing remains', () => {
    expect(held(given('gdap:a', 1), ended('gdap:a', 2))).toEqual(GONE);
    expect(
      held(
        event('relationship.approved', 0, { via: 'upstream', scope: 'reseller-only' }),
        given('gdap:a', 1),
        ended('gdap:a', 2),
      ),
    ).toEqual(RESELLER);
  });

  test('of two relationships, the other still gives it', () => {
    const both = [given('gdap:a', 1), given('gdap:b', 2)];
    expect(held(...both, ended('gdap:a', 3))).toEqual(ADMIN);
    expect(held(...both, ended('gdap:b', 3))).toEqual(ADMIN);
    expect(held(...both, ended('gdap:a', 3), ended('gdap:b', 4))).toEqual(GONE);
  });

  test('an end that arrives after a newer approval of another relationship still counts', () => {
    const late = [given('gdap:a', 1), given('gdap:b', 5), ended('gdap:a', 3)];
    expect(held(...late)).toEqual(ADMIN);
    expect(held(...late, ended('gdap:b', 6))).toEqual(GONE);
  });

  test('of an end and an approval of one relationship, the newer counts, in whatever order they arrive', () => {
    expect(held(ended('gdap:a', 2), given('gdap:a', 1))).toEqual(['none', null]);
    expect(held(given('gdap:a', 2), ended('gdap:a', 1))).toEqual(ADMIN);
  });

  test('that nobody heard of takes nothing from the others', () => {
    expect(held(ingested(0), byLink(1), ended('gdap:x', 2))).toEqual(ADMIN);
    expect(held(given('dap', 1), ended('gdap:x', 2))).toEqual(ADMIN);
  });
});

describe('whoever gave it', () => {
  test('link and GDAP: the end of GDAP leaves it, and tells why', () => {
    const { case: of, entries } = foldEvents([
      ingested(0),
      byLink(1),
      given('gdap:a', 2),
      ended('gdap:a', 3),
    ]);
    expect([of.relationship.scope, entries.at(-1)?.reason]).toEqual(['delegated-admin', 'still-held']);
  });

  test('DAP and GDAP: the end of DAP leaves GDAP, then the reseller relationship', () => {
    const both = [given('dap', 1), given('gdap:a', 2), ended('dap', 3)];
    expect(held(...both)).toEqual(ADMIN);
    expect(held(...both, ended('gdap:a', 4))).toEqual(RESELLER);
  });

  test('the end of DAP takes what the link gave: the link asks for DAP', () => {
    expect(held(ingested(0), byLink(1), ended('dap', 2))).toEqual(RESELLER);
  });

  test('a removal without a source takes all of it', () => {
    const all = [given('dap', 1), given('gdap:a', 2), given('gdap:b', 3)];
    expect(held(...all, event('relationship.removed', 4, { by: 'customer' }))).toEqual(GONE);
    const onlyAdmin = event('relationship.removed', 4, { by: 'partner', scope: 'delegated-admin' });
    expect(held(...all, onlyAdmin)).toEqual(RESELLER);
    expect(held(...all, onlyAdmin, given('gdap:a', 3))).toEqual(RESELLER);
  });

  test('facts about different sources lead to the same permission in any order', () => {
    const source = fc.constantFrom('dap', 'gdap:a', 'gdap:b', 'gdap:c');
    const facts = fc.uniqueArray(fc.record({ source, isGiven: fc.boolean(), minute: fc.nat(500) }), {
      selector: ({ minute }) => minute,
      maxLength: 8,
    });
    const orders = facts.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(orders, ([sent, arrived]) => {
        const start = foldEvents([
          event('relationship.approved', 0, { via: 'upstream', scope: 'reseller-only' }),
        ]).case;
        const scopeAfter = (order: typeof sent) =>
          foldEvents(
            order.map(({ source: by, isGiven, minute }) => (isGiven ? given : ended)(by, minute + 1)),
            {},
            start,
          ).case.relationship.scope;
        expect(scopeAfter(arrived)).toBe(scopeAfter(sent.toSorted((a, b) => a.minute - b.minute)));
      }),
      { numRuns: 300 },
    );
  });
});

test('a relationship that was stored before grants were told apart ends with its DAP', async () => {
  const { fromStoredCase } = await import('../../shared/store/stored-names.ts');
  const { grants: _, clearedAt: __, ...old } = foldEvents([given('dap', 1)]).case.relationship;
  const read = fromStoredCase({ ...foldEvents([]).case, customer: null, relationship: old });
  expect(read.relationship.grants).toEqual([{ by: 'dap', at: old.factAt, isHeld: true }]);
});
