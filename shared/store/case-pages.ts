import { createHash } from 'node:crypto';
import type { CaseKey } from '../case/case.ts';
import type { Subscription } from '../case/subscription.ts';
import type { TimelineEntry } from '../case/timeline.ts';
import {
  fromStoredEntry,
  fromStoredSubscription,
  type StoredEntry,
  type StoredSubscription,
  toStoredEntry,
  toStoredSubscription,
} from './stored-names.ts';
import { decode, encode, type Item, type ItemKey, itemName, type Table, text } from './table.ts';

/*
 * The pages of large cases (docs/decisions/0002-one-case-one-conditional-write.md).
 *
 * A case is one partition of the table. Its head holds everything while the case is small. A large case has pages beside it:
 *   SUBS#…  subscriptions, once there are more than 24; spread over buckets by the hash of their ids.
 *   TIME#…  the older timeline, sealed: a chain of pages that never change, each with a reference to the one before.
 *   MARK#…  the event index: for each event of the sealed timeline, the page that holds its entry; in buckets by event key.
 * The head lists the pages that count. A page's reference is `<version>.<attempt id>.<number>`: the version of the head it is
 * written for, and the random id of the attempt. So two writers never write the same page, and no page is overwritten.
 * A writer first writes new pages, then the head, on condition that its version is unchanged. That write is the commit.
 * Afterwards the winner deletes the pages it replaced and a loser deletes its own. Pages of a writer that died are orphans:
 * nothing points to them, and the next read of the whole case deletes those up to the head's version.
 * A reader that finds a page missing has read an old head: it reads again ({@link PageReplaced}).
 */

/** Subscriptions, event index, and sealed timeline. The stored names stay as they are. */
export type PageKind = 'SUBS' | 'MARK' | 'TIME';

/** Where the parts of a case are that its head does not hold. */
export interface CaseLayout {
  /** Pages of subscriptions; `null` while the head holds them. */
  readonly subscriptions: Buckets | null;
  /** Pages of the event index; `null` while nothing is sealed. */
  readonly eventIndex: Buckets | null;
  /** The newest page of the sealed timeline. */
  readonly older: string | null;
  /** The version of the head that erased the customer last: pages of earlier versions may hold personal data. */
  readonly erasedIn: number | null;
}

/** The partition that holds a case. */
export function partitionOf({ partnerId, tenantId }: CaseKey): string {
  return `CASE#${partnerId}#${tenantId}`;
}

/** The key of a page. */
export function pageKey(caseKey: CaseKey, kind: PageKind, ref: string): ItemKey {
  return { pk: partitionOf(caseKey), sk: `${kind}#${ref}` };
}

/** A page that the head lists is missing: another writer replaced it after the head was read. Read again. */
export class PageReplaced extends Error {
  readonly code = 'page-gone';
  constructor(kind: PageKind) {
    super(`A ${kind} page was replaced while the case was read`);
    this.name = 'PageReplaced';
  }
}

/** The body of a page among items that were read. @throws PageReplaced */
function pageBody<T>(items: ReadonlyMap<string, Item>, caseKey: CaseKey, kind: PageKind, ref: string): T {
  const { pk, sk } = pageKey(caseKey, kind, ref);
  const body = items.get(itemName(pk, sk))?.body?.B;
  if (!body) throw new PageReplaced(kind);
  return decode<T>(body);
}

/** The pages of one attempt to write a case. */
export class PageWriter {
  readonly #caseKey: CaseKey;
  readonly #refPrefix: string;
  readonly #puts: Item[] = [];
  readonly #retired: ItemKey[] = [];
  #count = 0;

  /** @param version the version of the head that this attempt writes */
  constructor(caseKey: CaseKey, version: number, attemptId: string) {
    this.#caseKey = caseKey;
    this.#refPrefix = `${String(version).padStart(10, '0')}.${attemptId}`;
  }

  /** Adds a page. @returns its reference, for the head */
  add(kind: PageKind, body: unknown): string {
    const ref = `${this.#refPrefix}.${this.#count++}`;
    const { pk, sk } = pageKey(this.#caseKey, kind, ref);
    this.#puts.push({ pk: { S: pk }, sk: { S: sk }, body: { B: encode(body) } });
    return ref;
  }

  /** Notes a page that the next head no longer lists. */
  retire(kind: PageKind, ref: string): void {
    if (ref !== '') this.#retired.push(pageKey(this.#caseKey, kind, ref));
  }

  /** Writes the added pages. Nothing points to them yet. */
  async write(table: Table): Promise<void> {
    if (this.#puts.length > 0) await table.write(this.#puts);
  }

  /**
   * Deletes the retired pages once the head is written, or the added pages when the attempt lost. A failure costs only
   * space ({@link orphanPages}) and must not fail what is committed.
   */
  async clear(table: Table, committed: boolean): Promise<void> {
    const added = this.#puts.map(({ pk, sk }) => ({ pk: text(pk), sk: text(sk) }));
    const obsolete = committed ? this.#retired : added;
    if (obsolete.length > 0) await table.write([], obsolete).catch(() => undefined);
  }
}

/**
 * The pages that a dead writer left. A page of a version above the head's is not among them: its writer may still be at work.
 * @param listed references in the head
 */
export function orphanPages(
  items: readonly Item[],
  kind: PageKind,
  listed: ReadonlySet<string>,
  version: number,
): ItemKey[] {
  return items
    .map((item) => ({ pk: text(item.pk), sk: text(item.sk) }))
    .filter((key) => !listed.has(key.sk.slice(kind.length + 1)) && isUpToVersion(key, version));
}

/** Whether a page was written for this version of the head or an earlier one. */
export function isUpToVersion({ sk }: Pick<ItemKey, 'sk'>, version: number): boolean {
  return Number(sk.split('#')[1]?.slice(0, 10)) <= version;
}

/** A map spread over pages. The hash of an entry's key gives its bucket; the head lists the current page of each bucket. */
export interface Buckets {
  /** There are 2^depth buckets. */
  readonly depth: number;
  /** Entries in all buckets. */
  readonly count: number;
  /** The reference of each bucket's page; `''` while it has none. */
  readonly pages: readonly string[];
}

/** The bucket of a key among 2^depth. */
export function bucketOf(key: string, depth: number): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0) & (2 ** depth - 1);
}

/** Empty buckets for `count` entries, each about half full at `size` entries a page. */
export function bucketsFor(count: number, size: number): Buckets {
  let depth = 0;
  while (count > (size / 2) * 2 ** depth) depth++;
  return { depth, count: 0, pages: new Array<string>(2 ** depth).fill('') };
}

/** Whether pages hold more than `size` entries on average and need to be split. */
export function isCrowded(buckets: Buckets, size: number): boolean {
  return buckets.count > size * 2 ** buckets.depth;
}

/** The pages that may hold these keys; all pages when they are crowded, because the next write splits them. */
export function pageRefs(
  buckets: Buckets | null,
  keys: readonly string[],
  pageSize = Number.POSITIVE_INFINITY,
): string[] {
  if (!buckets) return [];
  const refs =
    keys.length > 0 && isCrowded(buckets, pageSize)
      ? buckets.pages
      : keys.map((key) => buckets.pages[bucketOf(key, buckets.depth)] ?? '');
  return [...new Set(refs)].filter((ref) => ref !== '');
}

/** The head holds up to this many subscriptions. */
export const INLINE_SUBSCRIPTIONS = 24;
/** Subscription pages are split when they hold more than this on average. */
export const SUBSCRIPTIONS_PER_PAGE = 32;

/** The subscriptions that the head holds, or the pages that hold all of them. */
export interface SubscriptionLayout {
  readonly inline: readonly Subscription[];
  readonly subscriptions: Buckets | null;
}

/**
 * Lays out subscriptions for the next write.
 * @param before the current pages; `null` while the head holds all
 * @param loaded the subscriptions that were loaded
 * @param others how many were not loaded
 * @param written ids of the subscriptions that changed
 * @param replaceAll whether to retire all current pages and begin again
 */
export function layOutSubscriptions(
  before: Buckets | null,
  loaded: ReadonlyMap<string, Subscription>,
  others: number,
  written: ReadonlySet<string>,
  writer: PageWriter,
  replaceAll = false,
): SubscriptionLayout {
  const retireAll = () => {
    for (const ref of before?.pages ?? []) writer.retire('SUBS', ref);
  };
  if (replaceAll) {
    retireAll();
    return layOutSubscriptions(null, loaded, 0, written, writer);
  }
  if (!before && loaded.size <= INLINE_SUBSCRIPTIONS)
    return { inline: [...loaded.values()], subscriptions: null };
  const count = loaded.size + others;
  const split = !before || (others === 0 && isCrowded({ ...before, count }, SUBSCRIPTIONS_PER_PAGE));
  if (split) retireAll();
  const base = split ? bucketsFor(count, SUBSCRIPTIONS_PER_PAGE) : before;
  const changed = split ? loaded.keys() : written;
  const contents = new Map<number, Subscription[]>();
  for (const id of changed) contents.set(bucketOf(id, base.depth), []);
  for (const subscription of loaded.values())
    contents.get(bucketOf(subscription.id, base.depth))?.push(subscription);
  const pages = [...base.pages];
  for (const [bucket, content] of contents) {
    writer.retire('SUBS', pages[bucket] ?? '');
    pages[bucket] = writer.add('SUBS', content.map(toStoredSubscription));
  }
  return { inline: [], subscriptions: { depth: base.depth, count, pages } };
}

/** The subscriptions in these pages, by id. @throws PageReplaced */
export function parseSubscriptionPages(
  items: ReadonlyMap<string, Item>,
  caseKey: CaseKey,
  refs: readonly string[],
): Map<string, Subscription> {
  const subscriptions = refs
    .filter((ref) => ref !== '')
    .flatMap((ref) => pageBody<StoredSubscription[]>(items, caseKey, 'SUBS', ref))
    .map(fromStoredSubscription);
  return new Map(subscriptions.map((subscription) => [subscription.id, subscription]));
}

/** Entries that stay in the head when the timeline is sealed. Repeats are looked for there first. */
export const KEPT_RECENT = 8;
/** Entries in the head before the timeline is sealed. */
const MOST_RECENT = 32;
/** Bytes of JSON in the head's timeline before it is sealed, and in one page. An item has at most 400 KB. */
const RECENT_BYTES = 48 * 1024;
const PAGE_BYTES = 192 * 1024;
/** Decisions of one entry in one page. An approval may decide 10,000 subscriptions. */
const PAGE_DECISIONS = 500;

/** A page of the sealed timeline. */
export interface TimelinePage {
  /** Oldest first. An entry with very many decisions continues in the next page, as an entry with the same key. */
  readonly entries: readonly TimelineEntry[];
  /** The page before this one. */
  readonly before: string | null;
}

/** {@link TimelinePage} under its stored names. */
export interface StoredTimelinePage extends Omit<TimelinePage, 'entries'> {
  readonly entries: readonly StoredEntry[];
}

/** The timeline after sealing. */
export interface SealedTimeline {
  /** The entries that stay in the head. */
  readonly recent: readonly TimelineEntry[];
  /** The newest sealed page. */
  readonly older: string | null;
  /** For each entry sealed now, by its key: the page in which it ends. */
  readonly sealedPages: ReadonlyMap<string, string>;
}

/** Moves older entries into new pages when the timeline is too long for the head. */
export function sealTimeline(
  recent: readonly TimelineEntry[],
  older: string | null,
  writer: PageWriter,
): SealedTimeline {
  const bytes = Buffer.byteLength(JSON.stringify(recent));
  if (recent.length <= MOST_RECENT && bytes <= RECENT_BYTES) return { recent, older, sealedPages: new Map() };
  // When bytes are the reason, a few entries may have all of them.
  const kept = bytes > RECENT_BYTES ? 0 : KEPT_RECENT;
  const sealedPages = new Map<string, string>();
  let before = older;
  for (const entries of pagesOf(recent.slice(0, recent.length - kept))) {
    const ref = writer.add('TIME', {
      entries: entries.map(toStoredEntry),
      before,
    } satisfies StoredTimelinePage);
    for (const entry of entries) sealedPages.set(entry.key, ref);
    before = ref;
  }
  return { recent: recent.slice(recent.length - kept), older: before, sealedPages };
}

function* pagesOf(entries: readonly TimelineEntry[]): Generator<TimelineEntry[]> {
  let page: TimelineEntry[] = [];
  let size = 0;
  for (const entry of entries.flatMap(entryParts)) {
    const bytes = Buffer.byteLength(JSON.stringify(entry));
    if (page.length > 0 && size + bytes > PAGE_BYTES) {
      yield page;
      page = [];
      size = 0;
    }
    page.push(entry);
    size += bytes;
  }
  if (page.length > 0) yield page;
}

/** Splits an entry with many decisions. Only the first part has the changes, because each change has effects. */
function entryParts(entry: TimelineEntry): TimelineEntry[] {
  if (entry.decisions.length <= PAGE_DECISIONS) return [entry];
  const parts: TimelineEntry[] = [];
  for (let start = 0; start < entry.decisions.length; start += PAGE_DECISIONS) {
    const decisions = entry.decisions.slice(start, start + PAGE_DECISIONS);
    parts.push(
      start === 0
        ? { ...entry, decisions }
        : { ...entry, decisions, changes: [], part: start / PAGE_DECISIONS },
    );
  }
  return parts;
}

/** Reads one sealed page. @throws PageReplaced for a reference that does not exist */
export async function readTimelinePage(table: Table, caseKey: CaseKey, ref: string): Promise<TimelinePage> {
  const items = await table.get([pageKey(caseKey, 'TIME', ref)]);
  const { entries, before } = pageBody<StoredTimelinePage>(items, caseKey, 'TIME', ref);
  return { entries: entries.map(fromStoredEntry), before };
}

/**
 * Reads sealed entries, each with all its parts.
 * @param sealedPages by an entry's key, the page in which it ends
 */
export async function readSealedEntries(
  table: Table,
  caseKey: CaseKey,
  sealedPages: ReadonlyMap<string, string>,
): Promise<TimelineEntry[]> {
  const entries: TimelineEntry[] = [];
  for (const [key, lastPage] of sealedPages) {
    let parts: TimelineEntry[] = [];
    for (let ref: string | null = lastPage; ref; ) {
      const page: TimelinePage = await readTimelinePage(table, caseKey, ref);
      const partsInPage = page.entries.filter((entry) => entry.key === key);
      if (partsInPage.length === 0) break;
      parts = [...partsInPage, ...parts];
      ref = page.before;
    }
    const [first] = parts;
    if (first) entries.push({ ...first, decisions: parts.flatMap(({ decisions }) => decisions) });
  }
  return entries;
}

/**
 * Reads the entries of time that passed at or after an instant, as they were recorded before the case was read: from the head
 * and, where that does not reach back far enough, from sealed pages.
 * @param older the newest sealed page
 */
export async function readTimePassedSince(
  table: Table,
  theCase: CaseKey & { readonly recent: readonly TimelineEntry[] },
  older: string | null,
  since: string,
): Promise<TimelineEntry[]> {
  let entries = [...theCase.recent];
  for (let ref = older; ref && (entries[0]?.recordedAt ?? since) >= since; ) {
    const page = await readTimelinePage(table, theCase, ref);
    entries = [...page.entries, ...entries];
    ref = page.before;
  }
  return entries.filter((entry) => entry.type === 'time.passed' && entry.at >= since);
}

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
    writer.retire('MARK', pages[bucket] ?? '');
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
  try {
    return parseIndexPages(items, caseKey, refs);
  } catch (error) {
    if (error instanceof PageReplaced) return null;
    throw error;
  }
}
