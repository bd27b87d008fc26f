import { afterEach, beforeEach, expect, test } from 'vitest';
import { findCase } from '../../functions/cases-api/find-case.ts';
import { event, ingested } from '../fixtures/fold-events.ts';
import { CASE_KEY, processCase } from '../store/process-case.ts';
import { startTable } from '../store/start-table.ts';

let store: Awaited<ReturnType<typeof startTable>>;
beforeEach(async () => {
  store = await startTable();
});
afterEach(() => store.close());

test('the newest event comes first, even if its decisions fill pages of their own', async () => {
  const events = Array.from({ length: 1_200 }, (_, index) => ingested(0, { id: `s-${index}` }));
  await processCase(store.table, events);
  await processCase(store.table, [
    event('relationship.approved', 1, { via: 'upstream', scope: 'delegated-admin' }),
  ]);
  const file = await findCase(CASE_KEY, {}, store.table);
  expect(file.timeline[0]).toMatchObject({ type: 'relationship.approved', result: 'applied' });
});

test('the pages together are the whole timeline, newest first', async () => {
  const events = Array.from({ length: 90 }, (_, index) => ingested(index, { id: `s-${index}` }));
  for (const one of events) await processCase(store.table, [one]);
  const ids: string[] = [];
  let cursor: string | null | undefined;
  do {
    const file = await findCase(CASE_KEY, cursor ? { timeline: cursor } : {}, store.table);
    ids.push(...file.timeline.map(({ id }) => id));
    cursor = file.timelineCursor;
  } while (cursor);
  expect(ids).toEqual(events.map(({ id }) => id).toReversed());
});
