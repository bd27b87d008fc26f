import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TimelineEntry } from '../../shared/case/timeline.ts';
import { eventKey } from '../../shared/events/event-key.ts';
import { partitionOf } from '../../shared/store/case-pages.ts';
import { readWholeCase } from '../../shared/store/case-store.ts';
import { readSealedEntries, readTimelinePage } from '../../shared/store/timeline-pages.ts';
import { azure, event, foldEvents, ingested } from '../fixtures/fold-events.ts';
import { CASE_KEY, caseQuery, processCase, readCase } from './process-case.ts';
import { startTable } from './start-table.ts';

let store: Awaited<ReturnType<typeof startTable>>;
beforeEach(async () => {
  store = await startTable();
});
afterEach(() => store.close());

const approved = () => event('relationship.approved', 30, { via: 'upstream', scope: 'delegated-admin' });
const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ingested(0, { id: `s-${from + index}` }));

describe('a small case', () => {
  test('is read and written as it was folded', async () => {
    const events = [ingested(0), ingested(1, { id: 'sub-2' }), approved()];
    await processCase(store.table, events);
    expect((await readCase(store.table)).case).toEqual(foldEvents(events).case);
  });

  test('costs one read and one write for any number of its events', async () => {
    await processCase(store.table, [ingested(0)]);
    store.counters.reset();
    await processCase(store.table, many(9));
    expect(store.counters.snapshot().dynamodb).toEqual({ BatchGetItem: 1, PutItem: 1 });
  });

  test('a slower writer loses and leaves no pages', async () => {
    const slow = await readCase(store.table);
    expect(await processCase(store.table, [ingested(0)])).toBe(true);
    expect(await processCase(store.table, [ingested(1, { id: 'sub-2' })], slow)).toBe(false);
    expect([...(await readCase(store.table)).case.subscriptions.keys()]).toEqual(['sub-1']);
  });
});

describe('a large case', { timeout: 60_000 }, () => {
  test('keeps its subscriptions in pages and decides all of them again when its facts change', async () => {
    const events = many(300);
    for (let start = 0; start < 300; start += 50)
      await processCase(store.table, events.slice(start, start + 50));
    const whole = await readWholeCase(store.table, caseQuery([]));
    expect(whole.case.subscriptions.size).toBe(300);
    expect(whole.layout.subscriptions?.count).toBe(300);
    await processCase(store.table, [approved()]);
    const statuses = [...(await readWholeCase(store.table, caseQuery([]))).case.subscriptions.values()].map(
      ({ decision }) => decision?.status,
    );
    expect(new Set(statuses)).toEqual(new Set(['supported']));
  });

  test('gets an invitation for the scope that all its subscriptions need', async () => {
    const all = Array.from({ length: 30 }, (_, index) => ingested(0, { ...azure, id: `az-${index}` }));
    await processCase(store.table, all);
    await processCase(store.table, [event('relationship.requested', 1, { scope: 'delegated-admin' })]);
    await processCase(store.table, [event('relationship.requested', 2)]);
    expect((await readCase(store.table)).case.invitation?.scope).toBe('reseller-only');
  });

  test('costs two reads and two or three writes for an event, with 1,000 and with 10,000 subscriptions', async () => {
    const cost = async (next: string) => {
      store.counters.reset();
      await processCase(store.table, [ingested(1, { id: next })]);
      return store.counters.snapshot().dynamodb;
    };
    await processCase(store.table, many(1_000));
    const small = await cost('one');
    await processCase(store.table, many(8_900, 1_000));
    await processCase(store.table, many(50, 9_900));
    const large = await cost('other');
    expect(small).toEqual({ BatchGetItem: 2, BatchWriteItem: 2, PutItem: 1 });
    expect(large).toEqual(small);
  });

  test('finds repeats in its older timeline, with their effects', async () => {
    const events = many(120);
    for (const one of events) await processCase(store.table, [one]);
    const first = events[0];
    if (!first) throw new Error('no events');
    const before = await readCase(store.table, [first]);
    expect(before.case.recent.map(({ key }) => key)).not.toContain(eventKey(first));
    expect(before.loaded.sealed).toEqual(new Set([eventKey(first)]));
    const [entry] = await readSealedEntries(store.table, before.case, before.sealedPages);
    expect(entry).toMatchObject({
      id: first.id,
      decisions: [{ subscriptionId: 's-0', status: 'awaiting-approval' }],
    });
    await processCase(store.table, [first]);
    expect((await readCase(store.table)).version).toBe(before.version);
  });

  test('keeps its whole timeline', async () => {
    const events = many(120);
    for (let start = 0; start < 120; start += 7)
      await processCase(store.table, events.slice(start, start + 7));
    expect((await wholeTimeline()).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  test('stores an approval of 3,000 subscriptions and can send all its effects again', async () => {
    await processCase(store.table, many(3_000));
    const yes = approved();
    await processCase(store.table, [yes]);
    await processCase(store.table, [ingested(40, { id: 'later' })]);
    const stored = await readCase(store.table, [yes]);
    const [entry] = await readSealedEntries(store.table, stored.case, stored.sealedPages);
    expect(entry?.decisions.length).toBe(3_000);
    expect(entry?.changes.filter(({ kind }) => kind === 'relationship').length).toBe(1);
  });

  test('of two writers at once one wins; the pages of the other are deleted', async () => {
    await processCase(store.table, many(100));
    const [a, b] = [ingested(1, { id: 'a' }), ingested(1, { id: 'b' })];
    const [readA, readB] = [await readCase(store.table, [a]), await readCase(store.table, [b])];
    const held = await Promise.all([
      processCase(store.table, [a], readA),
      processCase(store.table, [b], readB),
    ]);
    expect(held.toSorted()).toEqual([false, true]);
    const whole = await readWholeCase(store.table, caseQuery([]));
    expect(whole.case.subscriptions.size).toBe(101);
    await expectNoLeftovers();
  });

  test('the next read of the whole case deletes the pages of a writer that died', async () => {
    await processCase(store.table, many(100));
    const orphan = {
      pk: { S: partitionOf(CASE_KEY) },
      sk: { S: 'SUBS#0000000001.dead.0' },
      body: { B: new Uint8Array() },
    };
    await store.table.write([orphan]);
    await processCase(store.table, [approved()]);
    await expectNoLeftovers();
  });
});

describe('a lost response of DynamoDB', () => {
  test('does not make a writer delete the pages of its own head', async () => {
    await processCase(store.table, many(100));
    store.loseAnswer('PutItem');
    expect(await processCase(store.table, [ingested(1, { id: 'next' })])).toBe(true);
    const whole = await readWholeCase(store.table, caseQuery([]));
    expect(whole.case.subscriptions.size).toBe(101);
    await expectNoLeftovers();
  });

  test('keeps the pages if others have written since', async () => {
    await processCase(store.table, many(100));
    const slow = await readCase(store.table, [ingested(1, { id: 'slow' })]);
    await processCase(store.table, [ingested(1, { id: 'a' })]);
    await processCase(store.table, [ingested(1, { id: 'b' })]);
    store.counters.reset();
    expect(await processCase(store.table, [ingested(1, { id: 'slow' })], slow)).toBe(false);
    // Its own pages only: nothing is deleted.
    expect(store.counters.snapshot().dynamodb).toMatchObject({ BatchWriteItem: 1 });
    expect((await readWholeCase(store.table, caseQuery([]))).case.subscriptions.size).toBe(102);
  });
});

describe('the item limit of 400 KB', () => {
  test('allows 24 subscriptions of the largest size in a head, and 48 in pages', async () => {
    // Hardly compressible, three bytes each.
    const text = (length: number) =>
      Array.from({ length }, (_, index) => String.fromCharCode(0x4e00 + (hash(index) % 20_000))).join('');
    let seed = 1;
    const hash = (index: number) => (seed = (seed * 48_271 + index) % 2_147_483_647);
    const big = (count: number, from: number) =>
      Array.from({ length: count }, (_, index) => index + from).flatMap((index) => {
        const id = `az-${index}`;
        const seller = { name: text(256), partnerId: undefined };
        return [
          ingested(0, { ...azure, id, name: text(256), seller }),
          event('azure-onboarding.requested', 0, {
            subscriptionId: id,
            requestedBy: { role: 'global-admin', name: text(256) },
            currentPartner: { name: text(256), domain: `${'a'.repeat(60)}.example` },
            retire: { scope: 'services', services: Array.from({ length: 20 }, () => text(100)) },
          }),
        ];
      });
    for (const events of [big(24, 0), big(24, 24)]) expect(await processCase(store.table, events)).toBe(true);
    expect((await readWholeCase(store.table, caseQuery([]))).case.subscriptions.size).toBe(48);
  });
});

describe('a busy DynamoDB', () => {
  test('gets unprocessed and throttled items again', async () => {
    store.faults.dynamodb({ errorType: 'ProvisionedThroughputExceededException', times: 2 });
    expect(await processCase(store.table, [ingested(0)])).toBe(true);
    expect((await readCase(store.table)).case.subscriptions.size).toBe(1);
  });
});

async function wholeTimeline(): Promise<TimelineEntry[]> {
  const stored = await readCase(store.table);
  let entries = [...stored.case.recent];
  for (let ref = stored.layout.older; ref; ) {
    const page = await readTimelinePage(store.table, CASE_KEY, ref);
    entries = [...page.entries, ...entries];
    ref = page.before;
  }
  return entries;
}

async function expectNoLeftovers(): Promise<void> {
  const { layout } = await readCase(store.table);
  const pages = (await store.table.queryPartition(partitionOf(CASE_KEY), 'SUBS#')).map(({ sk }) => sk?.S);
  const kept = layout.subscriptions?.pages.filter((ref) => ref !== '').map((ref) => `SUBS#${ref}`) ?? [];
  expect(pages.toSorted()).toEqual(kept.toSorted());
}
