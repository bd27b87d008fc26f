import type { Case, CaseKey } from '../case/case.ts';
import { isBeforeErasure } from '../case/erasure.ts';
import { caseId } from '../store/case-store.ts';
import { clearErased } from '../store/clear-erased.ts';
import type { CaseEvents, IntakeDependencies } from './dependencies.ts';

/**
 * Whether pages with data of a customer that was erased may lie beside the head: the erasure has just been written, or
 * somebody who had read the case before it lost its race against it, here or in a function that died with this message. A late
 * event may be such a message, put back on its queue; of those, one in a while has the case looked through.
 * @param attempt times the case was written by others meanwhile
 */
export function needsErasureCleanup(
  of: Case,
  { received }: CaseEvents,
  attempt: number,
  { cleanedUp, now }: Pick<IntakeDependencies, 'cleanedUp' | 'now'>,
): boolean {
  if (of.erasedAt === null) return false;
  if (
    attempt > 0 ||
    received.some(({ redelivered, event }) => redelivered || event.type === 'customer.erased')
  )
    return true;
  const isLate = received.some(({ event }) => isBeforeErasure(of, event.time));
  return isLate && !cleanedUp.has(caseId(of), now());
}

/** Clears them away. @throws StoreBusy, PageGone */
export async function cleanUpErasure(
  of: CaseKey,
  { table, cleanedUp, now }: Pick<IntakeDependencies, 'table' | 'cleanedUp' | 'now'>,
): Promise<void> {
  await clearErased(table, of);
  cleanedUp.add(caseId(of), now());
}
