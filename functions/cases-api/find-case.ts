import * as z from 'zod/mini';
import { faultsOf } from '../../shared/events/faults.ts';
import { guid, partnerId } from '../../shared/events/fields.ts';
import { HttpProblem } from '../../shared/runtime/http.ts';
import { KEPT_RECENT, PageReplaced, readTimelinePage } from '../../shared/store/case-pages.ts';
import { caseId, readWholeCase } from '../../shared/store/case-store.ts';
import { readMailStatuses } from '../../shared/store/mail-store.ts';
import type { Table } from '../../shared/store/table.ts';
import { buildCaseFile, type CaseFile, isShown, mailIdsOf, type TimelineSlice } from './case-file.ts';

const path = z.object({ partnerId: partnerId(), tenantId: guid() });
const cursor = z.string().check(z.regex(/^\d{10}\.[A-Za-z0-9_-]{1,32}\.\d{1,6}$/));

/**
 * Finds a case file.
 * @param query `timeline`: where the older timeline goes on, as a case file's `timelineCursor` said
 * @throws HttpProblem 400 for what cannot be a case or cursor, 404 for a case that is not there
 */
export async function findCase(
  params: Readonly<Record<string, string | undefined>>,
  query: Readonly<Record<string, string | undefined>>,
  table: Table,
): Promise<CaseFile> {
  const key = z.safeParse(path, params);
  if (!key.success) {
    throw new HttpProblem({
      status: 400,
      code: 'invalid-path',
      title: 'This cannot be a case',
      faults: faultsOf(key.error.issues),
    });
  }
  const stored = await readWholeCase(table, { ...key.data, subscriptionIds: [], eventKeys: [] });
  if (stored.version === 0) {
    throw new HttpProblem({
      status: 404,
      code: 'unknown-case',
      title: `There is no case ${caseId(key.data)}`,
    });
  }
  const from =
    query.timeline === undefined
      ? { entries: stored.case.recent, before: stored.layout.older }
      : await olderTimeline(table, key.data, query.timeline);
  const timeline = await filledUp(table, key.data, from);
  const statuses = await readMailStatuses(table, mailIdsOf(stored.case, timeline));
  return buildCaseFile(stored.case, statuses, timeline);
}

/**
 * Goes on to older pages until there are some entries to show: an approval of very many subscriptions fills pages of its
 * own, and leaves none in the head.
 */
async function filledUp(
  table: Table,
  of: z.output<typeof path>,
  from: TimelineSlice,
): Promise<TimelineSlice> {
  let { entries, before } = from;
  while (before !== null && entries.filter(isShown).length < KEPT_RECENT) {
    const page: TimelineSlice = await readTimelinePage(table, of, before);
    entries = [...page.entries, ...entries];
    before = page.before;
  }
  return { entries, before };
}

async function olderTimeline(table: Table, of: z.output<typeof path>, at: string) {
  const unknown = new HttpProblem({
    status: 400,
    code: 'invalid-cursor',
    title: 'This is no cursor of this timeline',
  });
  if (!z.safeParse(cursor, at).success) throw unknown;
  try {
    return await readTimelinePage(table, of, at);
  } catch (error) {
    throw error instanceof PageReplaced ? unknown : error;
  }
}
