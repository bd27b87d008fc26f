import type { Case, CaseKey } from '../case/case.ts';
import { isForgotten } from '../case/forget.ts';
import { Recently } from '../runtime/recently.ts';
import { clearErased } from '../store/clear-erased.ts';
import { caseName } from '../store/read-cases.ts';
import type { CaseGroup, IntakeWorld } from './world.ts';

/** How often late events, which cost their sender nothing, may have a case's whole partition read, and of how many cases that is noted. */
const SPAN = 10 * 60_000;
const MOST = 1_000;

/** Cases that this container has cleared of late. */
export function recentlyCleared(): Recently {
  return new Recently(SPAN, MOST);
}

/**
 * Whether pages with data of a customer that was erased may lie beside the head: the erasure has just been written, or
 * somebody who had read the case before it lost its race against it, here or in a function that died with this message. A late
 * event may be such a message, put back on its queue; of those, one in a while has the case looked through.
 * @param attempt times the case was written by others meanwhile
 */
export function mayHaveLeftovers(
  of: Case,
  { received }: CaseGroup,
  attempt: number,
  { cleared, now }: Pick<IntakeWorld, 'cleared' | 'now'>,
): boolean {
  if (of.erasedAt === null) return false;
  if (attempt > 0 || received.some(({ again, event }) => again || event.type === 'customer.erased'))
    return true;
  const isLate = received.some(({ event }) => isForgotten(of, event.time));
  return isLate && !cleared.has(caseName(of), now());
}

/** Clears them away. @throws StoreBusy, PageGone */
export async function clearLeftovers(
  of: CaseKey,
  { table, cleared, now }: Pick<IntakeWorld, 'table' | 'cleared' | 'now'>,
): Promise<void> {
  await clearErased(table, of);
  cleared.note(caseName(of), now());
}
