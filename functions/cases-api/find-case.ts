import * as z from 'zod/mini';
import type { CaseKey } from '../../shared/case/case.ts';
import { faultsOf } from '../../shared/events/faults.ts';
import { guid, partnerId } from '../../shared/events/fields.ts';
import { HttpProblem } from '../../shared/runtime/http.ts';
import { PageReplaced } from '../../shared/store/case-pages.ts';
import { caseId, readWholeCase } from '../../shared/store/case-store.ts';
import { readMailStatuses } from '../../shared/store/mail-store.ts';
import type { Table } from '../../shared/store/table.ts';
import { KEPT_RECENT, readTimelinePage } from '../../shared/store/timeline-pages.ts';
import { buildCaseFile, type CaseFile, isShown, mailIdsOf, type TimelineSlice } from './case-file.ts';

const path = z.object({ partnerId: partnerId(), tenantId: guid() });
const cursor = z.string().check(z.regex(/^\d{10}\.[A-Za-z0-9_-]{1,32}\.\d{1,6}$/));

/**
 * Reads a case file.
 * @param query `timeline`: the `timelineCursor` of a case file
 * @throws HttpProblem 400 for an invalid path or cursor, 404 for an unknown case
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
  const timeline = await extendTimeline(table, key.data, from);
  const statuses = await readMailStatuses(table, mailIdsOf(stored.case, timeline));
  return buildCaseFile(stored.case, statuses, timeline);
}

/**
 * Adds older pages until there are some entries to show. An approval of very many subscriptions fills pages of its own and leaves
 * no entry in the head.
 */
async function extendTimeline(table: Table, caseKey: CaseKey, from: TimelineSlice): Promise<TimelineSlice> {
  let { entries, before } = from;
  while (before !== null && entries.filter(isShown).length < KEPT_RECENT) {
    const page: TimelineSlice = await readTimelinePage(table, caseKey, before);
    entries = [...page.entries, ...entries];
    before = page.before;
  }
  return { entries, before };
}

async function olderTimeline(table: Table, caseKey: CaseKey, ref: string) {
  const unknown = new HttpProblem({
    status: 400,
    code: 'invalid-cursor',
    title: 'This is no cursor of this timeline',
  });
  if (!z.safeParse(cursor, ref).success) throw unknown;
  try {
    return await readTimelinePage(table, caseKey, ref);
  } catch (error) {
    throw error instanceof PageReplaced ? unknown : error;
  }
}
