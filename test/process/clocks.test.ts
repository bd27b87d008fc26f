import { describe, expect, test } from 'vitest';
import { DAY, event, foldEvents, ingested, NOON } from '../fixtures/fold-events.ts';

// Found by the simulation (seed 224): a term ended twice, because the second function's clock was behind the first one's.

const MINUTE = 60_000;
const ENDS = NOON + DAY;
const first = ingested(0, { channel: 'csp', termEndsAt: new Date(ENDS).toISOString() });
const waiting = foldEvents([first]).case;
const ids = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id);

describe('a clock that is behind the one of the last fold', () => {
  const ended = foldEvents([], { now: ENDS + MINUTE }, waiting);
  const [termOver] = ids(ended.entries);

  test('does not take the case back: nothing becomes due again', () => {
    expect(termOver).toContain('term-over');
    const behind = foldEvents(
      [event('relationship.declined', 24 * 60 + 1, { via: 'upstream' })],
      { now: ENDS - MINUTE },
      ended.case,
    );
    const later = foldEvents([], { now: ENDS + 2 * MINUTE }, behind.case);
    expect(ids([...behind.entries, ...later.entries])).not.toContain(termOver);
  });

  test('records no entry before those that are there', () => {
    const { entries, case: of } = foldEvents([ingested(1)], { now: ENDS - 2 * MINUTE }, ended.case);
    expect(entries[0]?.recordedAt).toBe(new Date(ENDS + MINUTE).toISOString());
    expect(of.recordedAt).toBe(entries[0]?.recordedAt);
  });
});

test('a clock that was ahead by more than five minutes does not hold the case in its future', () => {
  const ahead = foldEvents([ingested(1)], { now: NOON + 365 * DAY }, waiting).case;
  const { entries } = foldEvents([ingested(2)], { now: NOON + 6 * MINUTE }, ahead);
  expect(entries[0]?.recordedAt).toBe(new Date(NOON + 6 * MINUTE).toISOString());
});

// Found by the simulation (seed 6010): a repeat of an approval wrote the expiry of the invitation, and its function was killed. Nobody
// sent the expiry's outcome and mail, because nothing that comes again leads to them.
test('a repeated event lets no time pass, whatever is due: the due case does', () => {
  const now = ENDS + MINUTE;
  const again = foldEvents([first], { now }, waiting);
  expect(again.entries).toEqual([]);
  expect(again.case).toEqual(waiting);
  expect(again.dueAt).toBe(ENDS);
  expect(foldEvents([], { now }, again.case).entries).toHaveLength(1);
  const later = ingested(1, { id: 'other', channel: 'csp', termEndsAt: new Date(ENDS + DAY).toISOString() });
  // Together with a new event, whose repeat finds both entries.
  expect(foldEvents([first, later], { now }, waiting).entries).toHaveLength(2);
});
