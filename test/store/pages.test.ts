import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TimelineEntry } from '../../shared/case/timeline.ts';
import { eventKey } from '../../shared/events/event-key.ts';
import {
  bucketOf,
  bucketsFor,
  isCrowded,
  isUpToVersion,
  orphanPages,
  PageWriter,
  pageKey,
  pageRefs,
} from '../../shared/store/case-pages.ts';
import { readWholeCase } from '../../shared/store/case-store.ts';
import { layOutEventIndex, readIndexEntries } from '../../shared/store/event-index.ts';
import { layOutSubscriptions } from '../../shared/store/subscription-pages.ts';
import { itemName, text } from '../../shared/store/table.ts';
import {
  readSealedEntries,
  readTimelinePage,
  readTimePassedSince,
  sealTimeline,
} from '../../shared/store/timeline-pages.ts';
import { DAY, foldEvents, ingested, NOON } from '../fixtures/fold-events.ts';
import { CASE_KEY, caseQuery, processCase, readCase } from './process-case.ts';
import { startTable } from './start-table.ts';

let store: Awaited<ReturnType<typeof startTable>>;
beforeEach(async () => {
  store = await startTable();
});
afterEach(() => store.close());

const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ingested(0, { id: `s-${from + index}` }));
const [template] = foldEvents([ingested(0)]).entries;
if (!template) throw new Error('no entry');
const entries = (count: number, changes: Partial<TimelineEntry> = {}): TimelineEntry[] =>
  Array.from({ length: count }, (_, index) => ({ ...template, key: `key-${index}`, ...changes }));
const newWriter = (version = 1, attemptId = 'attempt') => new PageWriter(CASE_KEY, version, attemptId);
const pagesOf = async (prefix: string) =>
  (await store.table.queryPartition(pageKey(CASE_KEY, 'SUBS', '').pk, prefix)).map(({ sk }) => text(sk));

describe('the reference of a page', () => {
  test('has the version it is written for, the attempt and a number', async () => {
    const writer = newWriter(42);
    expect([writer.add('SUBS', []), writer.add('TIME', {})]).toEqual([
      '0000000042.attempt.0',
      '0000000042.attempt.1',
    ]);
    await writer.write(store.table);
    expect(await pagesOf('')).toEqual(['SUBS#0000000042.attempt.0', 'TIME#0000000042.attempt.1']);
  });

  test('tells pages up to a version from later ones', () => {
    const sk = 'SUBS#0000000042.attempt.0';
    expect([41, 42, 43].map((version) => isUpToVersion({ sk }, version))).toEqual([false, true, true]);
  });

  test('tells what a dead writer left: neither listed nor later than the head', () => {
    const refs = ['0000000001.a.0', '0000000002.b.0', '0000000003.c.0'];
    const items = refs.map((ref) => ({ pk: { S: 'p' }, sk: { S: `SUBS#${ref}` } }));
    expect(orphanPages(items, 'SUBS', new Set(['0000000001.a.0']), 2)).toEqual([
      { pk: 'p', sk: 'SUBS#0000000002.b.0' },
    ]);
  });
});

describe('a writer of pages', () => {
  test('writes nothing and deletes nothing when it has no page', async () => {
    const writer = newWriter();
    await writer.write(store.table);
    await writer.clear(store.table, true);
    await writer.clear(store.table, false);
    expect(store.counters.snapshot().dynamodb).toEqual({});
  });

  test('deletes what it replaced when it won, and its own pages when it lost', async () => {
    const before = newWriter(1, 'before');
    const replaced = before.add('SUBS', []);
    before.add('MARK', {});
    await before.write(store.table);
    for (const committed of [false, true]) {
      const writer = newWriter(2, `next-${committed}`);
      writer.add('SUBS', []);
      writer.retire('SUBS', replaced);
      writer.retire('SUBS', '');
      writer.retire('SUBS', undefined);
      await writer.write(store.table);
      await writer.clear(store.table, committed);
      expect(await pagesOf('SUBS#')).toEqual([
        committed ? 'SUBS#0000000002.next-true.0' : 'SUBS#0000000001.before.0',
      ]);
    }
    expect(await pagesOf('MARK#')).toHaveLength(1);
  });

  test('does not fail when it cannot delete them: what is committed is committed', async () => {
    const writer = newWriter();
    writer.add('SUBS', []);
    await writer.write(store.table);
    store.faults.dynamodb({ operation: 'BatchWriteItem', errorType: 'AccessDeniedException', times: 1 });
    await writer.clear(store.table, false);
    expect(await pagesOf('SUBS#')).toHaveLength(1);
  });
});

describe('buckets', () => {
  test('are as many as make their pages at most half full', () => {
    expect([0, 1, 16, 17, 32, 33, 64, 65].map((count) => bucketsFor(count, 32).depth)).toEqual([
      0, 0, 0, 1, 1, 2, 2, 3,
    ]);
    expect(bucketsFor(33, 32)).toEqual({ depth: 2, count: 0, pages: ['', '', '', ''] });
  });

  test('are crowded when their pages are more than full on average', () => {
    const buckets = (count: number) => ({ depth: 1, count, pages: [] });
    expect([isCrowded(buckets(64), 32), isCrowded(buckets(65), 32)]).toEqual([false, true]);
  });

  test('take every key, about evenly', () => {
    const counts = [0, 0, 0, 0];
    for (let index = 0; index < 4_000; index++) {
      const bucket = bucketOf(`key-${index}`, 2);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    for (const count of counts) expect(count).toBeGreaterThan(900);
    expect(counts.reduce((a, b) => a + b)).toBe(4_000);
    expect(bucketOf('any', 0)).toBe(0);
  });

  test('give the pages of keys once each, and all pages when the next write splits them', () => {
    const pages = ['a', '', 'c', 'd'];
    const buckets = { depth: 2, count: 10, pages };
    const keyIn = (bucket: number) =>
      Array.from({ length: 100 }, (_, index) => `key-${index}`).find((key) => bucketOf(key, 2) === bucket) ??
      '';
    expect(pageRefs(null, ['key'])).toEqual([]);
    expect(pageRefs(buckets, [])).toEqual([]);
    expect(pageRefs(buckets, [keyIn(0), keyIn(2), keyIn(0)])).toEqual(['a', 'c']);
    expect(pageRefs(buckets, [keyIn(1)])).toEqual([]);
    expect(pageRefs(buckets, [keyIn(0)], 2)).toEqual(['a', 'c', 'd']);
    expect(pageRefs(buckets, [keyIn(0)], 3)).toEqual(['a']);
    expect(pageRefs(buckets, [], 2)).toEqual([]);
  });
});

describe('subscriptions', () => {
  const { subscriptions } = foldEvents(many(25)).case;
  const some = (count: number) => new Map([...subscriptions].slice(0, count));

  test('stay in the head up to 24', () => {
    expect(layOutSubscriptions(null, some(24), 0, new Set(), newWriter())).toEqual({
      inline: [...some(24).values()],
      subscriptions: null,
    });
    const paged = layOutSubscriptions(null, some(25), 0, new Set(), newWriter());
    expect([paged.inline, paged.subscriptions?.count, paged.subscriptions?.depth]).toEqual([[], 25, 1]);
  });

  test('that did not change keep their pages', async () => {
    await processCase(store.table, many(100));
    const before = (await readCase(store.table)).layout.subscriptions?.pages ?? [];
    await processCase(store.table, [ingested(1, { id: 's-0' })]);
    const after = (await readCase(store.table)).layout.subscriptions?.pages ?? [];
    expect(after.filter((ref, bucket) => ref !== before[bucket])).toHaveLength(1);
    expect(after[bucketOf('s-0', 3)]).not.toBe(before[bucketOf('s-0', 3)]);
  });

  test('are spread over more pages once these are crowded, and only then', async () => {
    await processCase(store.table, many(25));
    const depth = async () => (await readCase(store.table)).layout.subscriptions?.depth;
    expect(await depth()).toBe(1);
    await processCase(store.table, many(39, 25));
    expect(await depth()).toBe(1);
    await processCase(store.table, many(1, 64));
    const before = (await readCase(store.table)).layout.subscriptions?.pages ?? [];
    await processCase(store.table, many(1, 65));
    const { layout, version } = await readCase(store.table);
    expect([layout.subscriptions?.depth, layout.subscriptions?.count]).toEqual([3, 66]);
    expect(before).toHaveLength(2);
    expect((await pagesOf('SUBS#')).every((sk) => Number(sk.slice(5, 15)) === version)).toBe(true);
    expect((await readWholeCase(store.table, caseQuery([]))).case.subscriptions.size).toBe(66);
  });
});

describe('the timeline', () => {
  test('stays in the head up to 32 entries; then all but the newest 8 are sealed', () => {
    const writer = newWriter();
    const short = sealTimeline(entries(32), 'older', writer);
    expect(short).toEqual({ recent: entries(32), older: 'older', sealedPages: new Map() });
    const long = sealTimeline(entries(33), 'older', writer);
    expect(long.recent.map(({ key }) => key)).toEqual(
      entries(33)
        .slice(25)
        .map(({ key }) => key),
    );
    expect([long.older, long.sealedPages.size]).toEqual(['0000000001.attempt.0', 25]);
    expect(new Set(long.sealedPages.values())).toEqual(new Set(['0000000001.attempt.0']));
  });

  test('is sealed whole when its bytes are the reason', () => {
    const [big] = entries(1, { extensions: { tag: 'x'.repeat(48 * 1024) } });
    if (!big) throw new Error('no entry');
    const sealed = sealTimeline([big], null, newWriter());
    expect([sealed.recent, sealed.older]).toEqual([[], '0000000001.attempt.0']);
    const bytes = Buffer.byteLength(JSON.stringify([big]));
    const fits = { ...big, extensions: { tag: 'x'.repeat(48 * 1024 - (bytes - 48 * 1024)) } };
    expect(Buffer.byteLength(JSON.stringify([fits]))).toBe(48 * 1024);
    expect(sealTimeline([fits], null, newWriter()).recent).toEqual([fits]);
  });

  test('has pages of at most 192 KB that lead from each to the one before', async () => {
    const writer = newWriter();
    const large = entries(40, { extensions: { tag: 'x'.repeat(20 * 1024) } });
    const sealed = sealTimeline(large, null, writer);
    await writer.write(store.table);
    const pages: (readonly TimelineEntry[])[] = [];
    for (let ref = sealed.older; ref; ) {
      const page = await readTimelinePage(store.table, CASE_KEY, ref);
      pages.unshift(page.entries);
      ref = page.before;
    }
    expect(pages.flat()).toEqual(large);
    expect(pages.map(({ length }) => length)).toEqual([9, 9, 9, 9, 4]);
    const found = await readSealedEntries(
      store.table,
      CASE_KEY,
      new Map([...sealed.sealedPages].slice(7, 11)),
    );
    expect(found).toEqual(large.slice(7, 11));
  });

  test('has an entry with very many decisions in several parts, of which the first has the changes', async () => {
    const decision = template.decisions[0] ?? { subscriptionId: 'none' };
    const decisions = Array.from({ length: 1_001 }, (_, index) => ({
      ...decision,
      subscriptionId: `s-${index}`,
    }));
    const [large] = entries(1, { decisions: decisions as never });
    if (!large) throw new Error('no entry');
    const writer = newWriter();
    const sealed = sealTimeline([large], null, writer);
    await writer.write(store.table);
    const parts: TimelineEntry[] = [];
    for (let ref = sealed.older; ref; ) {
      const page = await readTimelinePage(store.table, CASE_KEY, ref);
      parts.unshift(...page.entries);
      ref = page.before;
    }
    expect(parts.map((one) => [one.decisions.length, one.changes.length > 0, one.part])).toEqual([
      [500, true, undefined],
      [500, false, 1],
      [1, false, 2],
    ]);
    expect(await readSealedEntries(store.table, CASE_KEY, sealed.sealedPages)).toEqual([large]);
  });

  test('of exactly 500 decisions has them in one part', () => {
    const [decision] = template.decisions;
    const [one] = entries(1, {
      decisions: Array.from({ length: 500 }, () => decision) as never,
      extensions: { tag: 'x'.repeat(50_000) },
    });
    if (!one) throw new Error('no entry');
    const writer = newWriter();
    sealTimeline([one], null, writer);
    expect(writer.add('TIME', {})).toMatch(/\.1$/);
  });

  test('gives the time that passed since an instant, from the head and from pages as far back as needed', async () => {
    const at = (day: number) => new Date(NOON + day * DAY).toISOString();
    const passed = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({
        ...template,
        key: `passed-${from + index}`,
        type: (from + index) % 2 === 0 ? ('time.passed' as const) : ('subscription.ingested' as const),
        at: at(from + index),
        recordedAt: at(from + index),
      }));
    const writer = newWriter();
    const first = sealTimeline(passed(0, 33), null, writer);
    const second = sealTimeline([...first.recent, ...passed(33, 25)], first.older, writer);
    await writer.write(store.table);
    expect([second.older, second.recent.length]).toEqual(['0000000001.attempt.1', 8]);
    const theCase = { ...CASE_KEY, recent: second.recent };
    const read = async (day: number) => {
      store.counters.reset();
      const found = await readTimePassedSince(store.table, theCase, second.older, at(day));
      return [found.map((entry) => entry.at), store.counters.snapshot().dynamodb.BatchGetItem ?? 0];
    };
    const even = (from: number) =>
      Array.from({ length: 58 }, (_, day) => day)
        .filter((day) => day >= from && day % 2 === 0)
        .map(at);
    expect(await read(52)).toEqual([even(52), 0]);
    expect(await read(50)).toEqual([even(50), 1]);
    expect(await read(30)).toEqual([even(30), 1]);
    expect(await read(24)).toEqual([even(24), 2]);
    expect(await read(0)).toEqual([even(0), 2]);
    const nothing = { ...CASE_KEY, recent: [] };
    expect(await readTimePassedSince(store.table, nothing, null, at(0))).toEqual([]);
    expect(
      (await readTimePassedSince(store.table, nothing, second.older, at(50))).map((entry) => entry.at),
    ).toEqual(even(50).filter((one) => one < at(50)));
  });
});

describe('the event index', () => {
  const sealed = (from: number, count: number) =>
    new Map(Array.from({ length: count }, (_, index) => [`key-${from + index}`, 'page'] as const));

  test('keeps an entry for 35 days after it was sealed, and no longer', async () => {
    const writer = newWriter();
    const first = layOutEventIndex(null, new Map(), sealed(0, 3), NOON, writer);
    await writer.write(store.table);
    const loaded = await readIndexEntries(store.table, CASE_KEY, first, ['key-9']);
    if (!loaded) throw new Error('lost');
    expect(loaded.size).toBe(3);
    const countAfter = (days: number) =>
      layOutEventIndex(first, loaded, sealed(9, 1), NOON + days * DAY, newWriter(2))?.count;
    expect([countAfter(35), countAfter(36)]).toEqual([4, 1]);
  });

  test('counts an event once that is sealed again', async () => {
    const writer = newWriter();
    const first = layOutEventIndex(null, new Map(), sealed(0, 3), NOON, writer);
    await writer.write(store.table);
    const loaded = (await readIndexEntries(store.table, CASE_KEY, first, ['key-0'])) ?? new Map();
    expect(layOutEventIndex(first, loaded, sealed(2, 2), NOON, newWriter(2))?.count).toBe(4);
  });

  test('is not touched when nothing is sealed', () => {
    const writer = newWriter();
    const buckets = { depth: 0, count: 1, pages: ['page'] };
    expect(layOutEventIndex(buckets, new Map(), new Map(), NOON, writer)).toBe(buckets);
    expect(layOutEventIndex(null, new Map(), new Map(), NOON, writer)).toBeNull();
  });

  test('is spread over more pages once these are crowded; the old ones go', async () => {
    const writer = newWriter();
    const first = layOutEventIndex(null, new Map(), sealed(0, 100), NOON, writer);
    await writer.write(store.table);
    expect(first?.depth).toBe(0);
    const grown = newWriter(2);
    const full = layOutEventIndex(
      { depth: 0, count: 257, pages: first?.pages ?? [] },
      new Map(),
      sealed(0, 1),
      NOON,
      grown,
    );
    expect([full?.depth, full?.count]).toEqual([2, 258]);
    await grown.write(store.table);
    await grown.clear(store.table, true);
    expect((await pagesOf('MARK#')).map((sk) => sk.slice(5, 15))).toEqual(['0000000002']);
  });

  test('of a writer whose pages another one replaced has lost, and it writes no head', async () => {
    expect(
      await readIndexEntries(store.table, CASE_KEY, { depth: 0, count: 1, pages: ['gone'] }, ['key']),
    ).toBeNull();
    for (const one of many(34)) await processCase(store.table, [one]);
    const late = many(30, 100);
    const slow = await readCase(store.table, late);
    for (const one of many(40, 200)) await processCase(store.table, [one]);
    const { version } = await readCase(store.table);
    expect(await processCase(store.table, late, slow)).toBe(false);
    expect((await readCase(store.table)).version).toBe(version);
  });

  test('finds an event under a key that every object has', async () => {
    const writer = newWriter();
    const odd = new Map([['__proto__', 'page']]);
    const index = layOutEventIndex(null, new Map(), odd, NOON, writer);
    await writer.write(store.table);
    const read = await readIndexEntries(store.table, CASE_KEY, index, ['__proto__']);
    expect([...(read ?? [])]).toEqual([['__proto__', ['page', Math.floor(NOON / DAY)]]]);
  });
});

describe('a page that the head lists but is gone', () => {
  test('ends a read after four attempts', async () => {
    await processCase(store.table, many(100));
    const [gone = ''] = (await readCase(store.table)).layout.subscriptions?.pages ?? [];
    await store.table.write([], [pageKey(CASE_KEY, 'SUBS', gone)]);
    store.counters.reset();
    await expect(readWholeCase(store.table, caseQuery([]))).rejects.toMatchObject({
      name: 'PageReplaced',
      code: 'page-gone',
      message: 'A SUBS page was replaced while the case was read',
    });
    expect(store.counters.snapshot().dynamodb.Query).toBe(4);
  });

  test('is found by a reader that reads again, because another writer had replaced it', async () => {
    await processCase(store.table, many(100));
    const { queryPartition } = store.table;
    store.table.queryPartition = async function replaceFirst(pk, prefix) {
      this.queryPartition = queryPartition;
      await processCase(this, [ingested(1, { id: 's-0' })]);
      return this.queryPartition(pk, prefix);
    };
    const whole = await readWholeCase(store.table, caseQuery([]));
    expect([whole.case.subscriptions.size, whole.version]).toEqual([100, 2]);
  });

  test('and orphans that cannot be deleted do not end a read', async () => {
    await processCase(store.table, many(100));
    const orphan = { pk: { S: pageKey(CASE_KEY, 'SUBS', '').pk }, sk: { S: 'SUBS#0000000001.dead.0' } };
    await store.table.write([{ ...orphan, body: { B: new Uint8Array() } }]);
    const seen: string[] = [];
    const whole = await readWholeCase(store.table, caseQuery([]), {
      deleteOrphans: async (orphans) => {
        seen.push(...orphans.map(({ sk }) => sk));
        throw new Error('denied');
      },
    });
    expect([seen, whole.case.subscriptions.size]).toEqual([[orphan.sk.S], 100]);
  });
});

test('a repeat of a sealed event is told with the page that has its entry', async () => {
  const events = many(40);
  for (const one of events) await processCase(store.table, [one]);
  const [first] = events;
  if (!first) throw new Error('no event');
  const read = await readWholeCase(store.table, caseQuery([first]));
  expect(read.loaded.sealed).toEqual(new Set([eventKey(first)]));
  const ref = read.sealedPages.get(eventKey(first)) ?? '';
  const page = pageKey(CASE_KEY, 'TIME', ref);
  expect((await store.table.get([page])).has(itemName(page.pk, page.sk))).toBe(true);
});
