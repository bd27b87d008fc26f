import { isOfEarlierLife } from '../case/forget.ts';
import type { TimelineEntry } from '../case/timeline.ts';
import { type Effects, effectsOf } from '../process/effects.ts';
import { foldEvents } from '../process/fold.ts';
import type { TimeLeft } from '../runtime/deadline.ts';
import { CaseContended, DeadlineReached, UnknownPartner } from '../runtime/errors.ts';
import {
  caseName,
  type ReadCases,
  readCases,
  readWholeCase,
  type StoredCase,
  type Wanted,
} from '../store/read-cases.ts';
import { passedSince, readSealed } from '../store/read-timeline.ts';
import { writeCase } from '../store/write-case.ts';
import { mayHaveLeftovers } from './leftovers.ts';
import { readingsOf } from './readings.ts';
import type { CaseGroup, IntakeWorld } from './world.ts';

/** Times a case is read and folded again after another writer was quicker. */
const ATTEMPTS = 10;
/** Longest pause between two of them, in milliseconds. */
const LONGEST_PAUSE = 1_000;

/** What one event did to its case. */
export interface Taken {
  readonly entry: TimelineEntry;
  /** It was written now, not recorded before. */
  readonly isFresh: boolean;
  readonly effects: Effects;
}

/** What a case's events did, and repeats too, because nobody knows whether their effects ever left. */
export interface FoldedGroup {
  readonly taken: readonly Taken[];
  /** Whether what an erasure left is to be cleared away, once the effects have left: they must not wait for it. */
  readonly hasLeftovers: boolean;
}

/**
 * Folds a case's events, writes the case once and measures what is new; loses a race: reads and folds again.
 * @param first the case as it was read with the others of its batch; `null`: read it here
 * @throws UnknownPartner, CaseContended, DeadlineReached, StoreBusy, PageGone
 */
export async function foldGroup(
  group: CaseGroup,
  wanted: Wanted,
  first: ReadCases | null,
  world: IntakeWorld,
  timeLeft: TimeLeft,
): Promise<FoldedGroup> {
  let known = first;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await world.pause(longestPause(attempt));
    if (timeLeft() <= 0) throw new DeadlineReached();
    const read = known ?? (await readCases(world.table, [wanted]));
    known = null;
    const partner = read.partners.get(group.partnerId);
    const stored = read.cases.get(caseName(group));
    if (!partner) throw new UnknownPartner();
    if (!stored) continue;
    const events = group.received.flatMap(({ event }) => (event.type === 'time.passed' ? [] : [event]));
    const now = world.now();
    const context = { partner, now, settings: world.settings };
    let from = stored;
    let folded = foldEvents(from.case, events, context, from.loaded);
    if (folded.kind === 'needs-all-subscriptions') {
      from = await readWholeCase(world.table, wanted, {
        sweep: (leftovers) => world.table.write([], leftovers),
      });
      folded = foldEvents(from.case, events, context, from.loaded);
    }
    if (folded.kind === 'needs-all-subscriptions') continue;
    const isNews = folded.entries.length > 0 || (folded.dueAt !== from.dueAt && from.version > 0);
    const attempted = { now, mark: world.mark(), dueAt: folded.dueAt };
    if (isNews && !(await writeCase(world.table, from, folded.case, folded.written, attempted))) continue;
    // At once: whatever fails from here on, these entries are never new again.
    world.meter.add(...folded.entries.flatMap(readingsOf));
    const { life } = folded.case;
    const recorded = await repeatsOf(group, wanted.eventKeys, from, world);
    const repeats = recorded.filter((entry) => isErasure(entry) || !isOfEarlierLife({ life }, entry));
    const taken = (isFresh: boolean) => (entry: TimelineEntry) => ({
      entry,
      isFresh,
      effects: effectsOf(group, entry),
    });
    return {
      taken: [...folded.entries.map(taken(true)), ...repeats.map(taken(false))],
      hasLeftovers: mayHaveLeftovers(folded.case, group, attempt, world),
    };
  }
  throw new CaseContended(ATTEMPTS);
}

/** What was told of a customer before an erasure is not told again after it, but that it was erased. */
function isErasure({ changes }: TimelineEntry): boolean {
  return changes.some(({ kind }) => kind === 'erased');
}

/**
 * What was recorded of repeats before, to be sent again: of events, and of the time that passed with them, by their keys;
 * of a case that is due, since then.
 */
async function repeatsOf(
  { received }: CaseGroup,
  keys: readonly string[],
  stored: StoredCase,
  { table }: IntakeWorld,
): Promise<TimelineEntry[]> {
  const wanted = new Set(keys);
  const { recent } = stored.case;
  const repeated = recent.filter((entry) => wanted.has(entry.key));
  const together = new Set(repeated.map(({ recordedAt }) => recordedAt));
  const passed = recent.filter(({ type, recordedAt }) => type === 'time.passed' && together.has(recordedAt));
  const due = received.flatMap(({ event }) => (event.type === 'time.passed' ? [event.data.dueAt] : []));
  const since = due.length > 0 ? await passedSince(table, stored, due.toSorted()[0] ?? '') : [];
  const sealed = await readSealed(table, stored, [...stored.places.keys()]);
  return [...new Set([...repeated, ...passed, ...since, ...sealed])];
}

/** How long writers of one case wait at most before they try again, in milliseconds: it doubles. */
function longestPause(attempt: number): number {
  return Math.min(LONGEST_PAUSE, 20 * 2 ** attempt);
}
