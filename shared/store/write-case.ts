import type { Case, CaseKey } from '../case/case.ts';
import type { Buckets } from './buckets.ts';
import { type HeadBody, writeHead } from './head.ts';
import { layOutMarks, MARKS_A_PAGE } from './mark-pages.ts';
import { PageGone, PageWriter, pageKey } from './pages.ts';
import { marksIn, refsOf, type StoredCase } from './read-cases.ts';
import { layOutSubscriptions } from './subscription-pages.ts';
import type { Table } from './table.ts';
import { sealTimeline } from './timeline-pages.ts';

/**
 * Writes a case if nobody wrote it since it was read: pages first, under new keys, then the head, which is the commit.
 * @param attempt.mark tells this attempt from any other (random)
 * @param attempt.dueAt when time brings about something next, in epoch milliseconds
 * @returns whether it was written; if not, read and fold again
 */
export async function writeCase(
  table: Table,
  stored: StoredCase,
  next: Case,
  written: ReadonlySet<string>,
  { now, mark, dueAt }: { readonly now: number; readonly mark: string; readonly dueAt: number | null },
): Promise<boolean> {
  const writer = new PageWriter(next, stored.version + 1, mark);
  const { otherSubscriptions } = stored.loaded;
  const isErasure = next.life !== stored.case.life;
  const erasedIn = isErasure ? stored.version + 1 : stored.layout.erasedIn;
  const { inline, subscriptions } = layOutSubscriptions(
    stored.layout.subscriptions,
    next.subscriptions,
    otherSubscriptions,
    written,
    writer,
    isErasure,
  );
  const { recent, older, places } = sealTimeline(next.recent, stored.layout.older, writer);
  const held = await marksFor(table, next, stored.layout.marks, [...places.keys()]);
  if (!held) return false;
  const marks = layOutMarks(stored.layout.marks, held, places, now, writer);
  const { partnerId: _, tenantId: __, subscriptions: ___, recent: ____, ...rest } = next;
  const body: HeadBody = { case: rest, inline, recent, subscriptions, marks, older, erasedIn };
  await writer.write(table);
  const end = await writeHead(table, next, stored.version, body, { mark, dueAt });
  // Overtaken, this attempt may have been written and built upon: its pages stay.
  if (end !== 'overtaken') await writer.clear(table, end === 'written');
  return end === 'written';
}

/** The marks of the pages that sealing will touch; `null` when another writer replaced one, so this attempt has lost. */
async function marksFor(
  table: Table,
  of: CaseKey,
  marks: Buckets | null,
  keys: readonly string[],
): Promise<Map<string, readonly [string, number]> | null> {
  const refs = refsOf(marks, keys, MARKS_A_PAGE);
  const items = await table.get(refs.map((ref) => pageKey(of, 'MARK', ref)));
  try {
    return marksIn(items, of, refs);
  } catch (error) {
    if (error instanceof PageGone) return null;
    throw error;
  }
}
