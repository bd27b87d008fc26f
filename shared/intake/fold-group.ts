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
import { readSealed } from '../store/read-timeline.ts';
import { writeCase } from '../store/write-case.ts';
import type { CaseGroup, IntakeWorld } from './world.ts';

/** Times a case is read and folded again after another writer was quicker. */
const ATTEMPTS = 6;

/**
 * Folds a case's events and writes the case once; loses a race: reads and folds again.
 * @param first the case as it was read with the others of its batch; `null`: read it here
 * @returns the effects of all its events, of repeats too, because nobody knows whether theirs ever left
 * @throws UnknownPartner, CaseContended, DeadlineReached, StoreBusy, PageGone
 */
export async function foldGroup(
  group: CaseGroup,
  wanted: Wanted,
  first: ReadCases | null,
  world: IntakeWorld,
  timeLeft: TimeLeft,
): Promise<Effects[]> {
  let known = first;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (timeLeft() <= 0) throw new DeadlineReached();
    const read = known ?? (await readCases(world.table, [wanted]));
    known = null;
    const partner = read.partners.get(group.partnerId);
    const stored = read.cases.get(caseName(group));
    if (!partner) throw new UnknownPartner();
    if (!stored) continue;
    const events = group.received.map(({ event }) => event);
    const now = world.now();
    const context = { partner, now, settings: world.settings };
    let from = stored;
    let folded = foldEvents(from.case, events, context, from.loaded);
    if (folded.kind === 'needs-all-subscriptions') {
      from = await readWholeCase(world.table, wanted, { sweep: true });
      folded = foldEvents(from.case, events, context, from.loaded);
    }
    if (folded.kind === 'needs-all-subscriptions') continue;
    const isNews = folded.entries.length > 0;
    if (
      isNews &&
      !(await writeCase(world.table, from, folded.case, folded.written, { now, mark: world.mark() }))
    )
      continue;
    const repeats = await repeatsOf(wanted.eventKeys, from, world);
    return [...folded.entries, ...repeats].map((entry) => effectsOf(group, entry));
  }
  throw new CaseContended(ATTEMPTS);
}

async function repeatsOf(keys: readonly string[], stored: StoredCase, { table }: IntakeWorld) {
  const wanted = new Set(keys);
  const recent = stored.case.recent.filter((entry) => wanted.has(entry.key));
  return [...recent, ...(await readSealed(table, stored, [...stored.places.keys()]))];
}
