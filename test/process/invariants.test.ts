import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOpen } from '../../shared/case/relationship.ts';
import type { CaseEvent } from '../../shared/events/catalogue.ts';
import { DEFAULT_ALLOWED_ROLES } from '../../shared/events/vocabulary.ts';
import { effectsOf } from '../../shared/process/effects.ts';
import { decideSubscription, sharedFacts, subscriptionFacts } from '../../shared/rules/subscription-rules.ts';
import { azure, event, foldEvents, ingested, NOON, partner } from '../fixtures/fold-events.ts';

const when = { now: NOON + 3_600_000, declineBlockDays: 30 };
const minute = fc.integer({ min: -600, max: 59 });
const sub = fc.constantFrom('s-1', 's-2', 's-3');
const anyEvent: fc.Arbitrary<CaseEvent> = fc.oneof(
  fc
    .tuple(minute, sub, fc.constantFrom('ea', 'csp', 'third-party'))
    .map(([at, id, channel]) => ingested(at, { id, channel } as object)),
  fc.tuple(minute, fc.constantFrom('a-1', 'a-2')).map(([at, id]) => ingested(at, { ...azure, id })),
  fc.tuple(minute, sub).map(([at, subscriptionId]) => event('subscription.ended', at, { subscriptionId })),
  fc
    .tuple(minute, fc.constantFrom(undefined, 'reseller-only', 'delegated-admin'))
    .map(([at, scope]) => event('relationship.approved', at, { via: 'upstream', scope })),
  minute.map((at) => event('relationship.declined', at, { via: 'upstream' })),
  fc
    .tuple(minute, fc.constantFrom('all', 'delegated-admin'))
    .map(([at, scope]) => event('relationship.removed', at, { by: 'customer', scope })),
  minute.map((at) => event('relationship.requested', at)),
  fc
    .tuple(minute, fc.constantFrom('a-1', 's-1', 'none'))
    .map(([at, subscriptionId]) => event('azure-onboarding.requested', at, { subscriptionId })),
);
const anyEvents = fc.array(anyEvent, { maxLength: 14 });

test('a repeat of any event at any later place gives the same case', () => {
  fc.assert(
    fc.property(anyEvents, fc.array(fc.nat(13)), (events, again) => {
      const repeats = again.flatMap((index) => (events[index] ? [events[index]] : []));
      const once = foldEvents(events);
      expect(foldEvents([...events, ...repeats]).case).toEqual(once.case);
      expect(foldEvents(repeats, {}, once.case).entries).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('any division of the events into batches gives the same case', () => {
  fc.assert(
    fc.property(anyEvents, fc.nat(14), (events, cut) => {
      const first = foldEvents(events.slice(0, cut));
      expect(foldEvents(events.slice(cut), {}, first.case).case).toEqual(foldEvents(events).case);
    }),
    { numRuns: 500 },
  );
});

test('a fold does not change the case that it gets', () => {
  fc.assert(
    fc.property(anyEvents, anyEvents, (before, events) => {
      const from = foldEvents(before).case;
      const copy = structuredClone(from);
      foldEvents(events, {}, from);
      expect(from).toEqual(copy);
    }),
    { numRuns: 200 },
  );
});

test('every event has one timeline entry, in the order of arrival', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const { case: of, entries } = foldEvents(events);
      expect(of.recent.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
      expect(entries).toEqual(of.recent);
    }),
    { numRuns: 200 },
  );
});

test('every subscription has the decision of its present facts, except for the rule that requested', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const { case: of } = foldEvents(events);
      for (const subscription of of.subscriptions.values()) {
        if (!subscription.reported) continue;
        const facts = subscriptionFacts(
          subscription,
          subscription.reported,
          sharedFacts(of, partner, when),
          partner,
          when,
        );
        const { status, reason, path, earliestMoveDate } = decideSubscription(
          facts,
          subscription.reported,
          DEFAULT_ALLOWED_ROLES,
        );
        expect(subscription.decision).toMatchObject({ status, reason, path, earliestMoveDate });
      }
    }),
    { numRuns: 1_000 },
  );
});

test('at most one invitation is open, and a case that awaits approval has one', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const { case: of } = foldEvents(events);
      if (of.previous) expect(isOpen(of.previous)).toBe(false);
      if (of.relationship.status === 'invited') expect(isOpen(of.invitation)).toBe(true);
      const waits = [...of.subscriptions.values()].some(
        ({ decision }) => decision?.status === 'awaiting-approval',
      );
      if (waits) expect(isOpen(of.invitation)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test('effects follow from the entry alone, with different ids', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const { entries, case: of } = foldEvents(events);
      const sent = entries.map((entry) => effectsOf(of, entry));
      expect(entries.map((entry) => effectsOf(of, structuredClone(entry)))).toEqual(sent);
      const ids = sent.flatMap(({ outcomes, mails }) => [
        ...outcomes.map(({ id }) => id),
        ...mails.map(({ mailId }) => mailId),
      ]);
      expect(new Set(ids).size).toBe(ids.length);
    }),
    { numRuns: 500 },
  );
});

test('no message for the mail queue contains a name, address or comment', () => {
  const comment = 'SECRET-WORDS';
  const { entries, case: of } = foldEvents([
    ingested(0),
    event('relationship.declined', 1, { via: 'upstream', comment }),
  ]);
  const mails = JSON.stringify(entries.flatMap((entry) => effectsOf(of, entry).mails));
  for (const secret of ['Fabrikam', 'fabrikam.example', comment]) expect(mails).not.toContain(secret);
});
