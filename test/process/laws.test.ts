import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOpen } from '../../shared/case/relationship.ts';
import type { CaseEvent } from '../../shared/events/catalogue.ts';
import { DEFAULT_ALLOWED_ROLES } from '../../shared/events/vocabulary.ts';
import { effectsOf } from '../../shared/process/effects.ts';
import { decideSubscription } from '../../shared/process/fold-case.ts';
import { sharedFacts, subscriptionFacts } from '../../shared/rules/subscription-rules.ts';
import { azure, event, ingested, NOON, partner, tell } from './story.ts';

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
const story = fc.array(anyEvent, { maxLength: 14 });

test('repeats change nothing: any event again, anywhere later, gives the same case', () => {
  fc.assert(
    fc.property(story, fc.array(fc.nat(13)), (events, again) => {
      const repeats = again.flatMap((index) => (events[index] ? [events[index]] : []));
      const once = tell(events);
      expect(tell([...events, ...repeats]).case).toEqual(once.case);
      expect(tell(repeats, {}, once.case).entries).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('one batch or many: where the story is cut into writes makes no difference', () => {
  fc.assert(
    fc.property(story, fc.nat(14), (events, cut) => {
      const first = tell(events.slice(0, cut));
      expect(tell(events.slice(cut), {}, first.case).case).toEqual(tell(events).case);
    }),
    { numRuns: 500 },
  );
});

test('the case that is folded from stays as it was', () => {
  fc.assert(
    fc.property(story, story, (before, events) => {
      const from = tell(before).case;
      const copy = structuredClone(from);
      tell(events, {}, from);
      expect(from).toEqual(copy);
    }),
    { numRuns: 200 },
  );
});

test('every event leaves one entry in the timeline, in the order it came', () => {
  fc.assert(
    fc.property(story, (events) => {
      const { case: of, entries } = tell(events);
      expect(of.recent.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
      expect(entries).toEqual(of.recent);
    }),
    { numRuns: 200 },
  );
});

test('every subscription is decided as the rules decide its facts now, but for which rule asked', () => {
  fc.assert(
    fc.property(story, (events) => {
      const { case: of } = tell(events);
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

test('at most one invitation is open, and a case that waits has one', () => {
  fc.assert(
    fc.property(story, (events) => {
      const { case: of } = tell(events);
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

test('effects follow from the entry alone, under ids that tell them apart', () => {
  fc.assert(
    fc.property(story, (events) => {
      const { entries, case: of } = tell(events);
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

test('nothing that leaves for the mail queue holds a name, address or comment', () => {
  const comment = 'SECRET-WORDS';
  const { entries, case: of } = tell([
    ingested(0),
    event('relationship.declined', 1, { via: 'upstream', comment }),
  ]);
  const mails = JSON.stringify(entries.flatMap((entry) => effectsOf(of, entry).mails));
  for (const secret of ['Fabrikam', 'fabrikam.example', comment]) expect(mails).not.toContain(secret);
});
