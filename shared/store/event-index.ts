import type { CaseKey } from '../case/case.ts';
import {
  type Buckets,
  bucketOf,
  bucketsFor,
  isCrowded,
  type PageWriter,
  pageBody,
  pageKey,
  pageRefs,
} from './case-pages.ts';
import type { Item, Table } from './table.ts';

/** An event of the sealed timeline: the page in which its entry ends, and the day it was sealed. */
type IndexEntry = readonly [ref: string, day: number];

/** A page of the event index: entries by event key. */
type EventIndexPage = Readonly<Record<string, IndexEntry>>;

/** Pages of the event index are split when they hold more than this on average. */
const EVENTS_PER_INDEX_PAGE = 256;

/** Source queue and dead-letter queue together hold a message for 27 days. An index entry outlives it by a week. */
const INDEX_ENTRY_DAYS = 35;

/**
 * Adds the entries sealed now to the event index, and drops those that are too old.
 * @param before the current pages
 * @param loaded the entries of the pages that change, as {@link readIndexEntries} gives them
 * @param sealedPages by an entry's key, the page in which it ends
 * @param now epoch milliseconds
 */
export function layOutEventIndex(
  before: Buckets | null,
  loaded: ReadonlyMap<string, IndexEntry>,
  sealedPages: ReadonlyMap<string, string>,
  now: number,
  writer: PageWriter,
): Buckets | null {
  if (sealedPages.size === 0) return before;
  const today = Math.floor(now / 86_400_000);
  const split = !before || isCrowded(before, EVENTS_PER_INDEX_PAGE);
  const countBefore = before?.count ?? 0;
  const base = split ? bucketsFor(countBefore + sealedPages.size, EVENTS_PER_INDEX_PAGE) : before;
  const entries = new Map(loaded);
  for (const [key, ref] of sealedPages) entries.set(key, [ref, today]);
  const contents = new Map<number, Record<string, IndexEntry>>();
  let dropped = 0;
  for (const [key, entry] of entries) {
    const bucket = bucketOf(key, base.depth);
    const content = contents.get(bucket) ?? Object.create(null);
    const [, day] = entry;
    if (day >= today - INDEX_ENTRY_DAYS) content[key] = entry;
    else dropped++;
    contents.set(bucket, content);
  }
  if (split) for (const ref of before?.pages ?? []) writer.retire('MARK', ref);
  const pages = [...base.pages];
  for (const [bucket, content] of contents) {
    writer.retire('MARK', pages[bucket]);
    pages[bucket] = writer.add('MARK', content);
  }
  const added = [...sealedPages.keys()].filter((key) => !loaded.has(key)).length;
  return { depth: base.depth, count: countBefore + added - dropped, pages };
}

/** The entries in these pages of the event index, by event key. @throws PageReplaced */
export function parseIndexPages(
  items: ReadonlyMap<string, Item>,
  caseKey: CaseKey,
  refs: readonly string[],
): Map<string, IndexEntry> {
  return new Map(
    refs.flatMap((ref) => Object.entries(pageBody<EventIndexPage>(items, caseKey, 'MARK', ref))),
  );
}

/** Reads the index pages that sealing these events changes; `null` when another writer replaced a page: the attempt has lost. */
export async function readIndexEntries(
  table: Table,
  caseKey: CaseKey,
  eventIndex: Buckets | null,
  eventKeys: readonly string[],
): Promise<Map<string, IndexEntry> | null> {
  const refs = pageRefs(eventIndex, eventKeys, EVENTS_PER_INDEX_PAGE);
  const items = await table.get(refs.map((ref) => pageKey(caseKey, 'MARK', ref)));
  return items.size < refs.length ? null : parseIndexPages(items, caseKey, refs);
}
