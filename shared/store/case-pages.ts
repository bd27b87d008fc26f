import { createHash } from 'node:crypto';
import type { CaseKey } from '../case/case.ts';
import type { Subscription } from '../case/subscription.ts';
import type { TimelineEntry } from '../case/timeline.ts';
import { type StoredEntry, toStoredEntry, toStoredSubscription } from './stored-names.ts';
import { decode, encode, type Item, type ItemKey, itemName, type Table } from './table.ts';

export type PageKind = 'SUBS' | 'MARK' | 'TIME';

/** The partition that holds everything of a case. */
export function partitionOf({ partnerId, tenantId }: CaseKey): string {
  return `CASE#${partnerId}#${tenantId}`;
}

/** The key of a page. */
export function pageKey(of: CaseKey, kind: PageKind, ref: string): ItemKey {
  return { pk: partitionOf(of), sk: `${kind}#${ref}` };
}

/** A page the head points to was not there: another writer replaced it since the head was read. Read again. */
export class PageReplaced extends Error {
  readonly code = 'page-gone';
  constructor(kind: PageKind) {
    super(`A ${kind} page was replaced while the case was read`);
    this.name = 'PageGone';
  }
}

/** The body of a page among items that were read. @throws PageGone */
export function pageIn<T>(items: ReadonlyMap<string, Item>, key: ItemKey, kind: PageKind): T {
  const body = items.get(itemName(key.pk, key.sk))?.body?.B;
  if (!body) throw new PageReplaced(kind);
  return decode<T>(body);
}

/**
 * Collects the pages of one attempt to write a case. Their keys hold the version they are for and a mark of the attempt,
 * so that two writers never write the same page: the head's condition decides whose pages count.
 */
export class PageWriter {
  readonly #of: CaseKey;
  readonly #attempt: string;
  readonly #puts: Item[] = [];
  readonly #obsolete: ItemKey[] = [];
  #count = 0;

  constructor(of: CaseKey, version: number, mark: string) {
    this.#of = of;
    this.#attempt = `${String(version).padStart(10, '0')}.${mark}`;
  }

  /** Adds a page. @returns its reference, for the head. */
  add(kind: PageKind, body: unknown): string {
    const ref = `${this.#attempt}.${this.#count++}`;
    const { pk, sk } = pageKey(this.#of, kind, ref);
    this.#puts.push({ pk: { S: pk }, sk: { S: sk }, body: { B: encode(body) } });
    return ref;
  }

  /** Names a page that the next head no longer points to. */
  retire(kind: PageKind, ref: string): void {
    if (ref !== '') this.#obsolete.push(pageKey(this.#of, kind, ref));
  }

  /** Writes the pages; nothing points to them yet. */
  async write(table: Table): Promise<void> {
    if (this.#puts.length > 0) await table.write(this.#puts);
  }

  /**
   * Clears away what nothing points to: the retired pages once the head is written, or this attempt's own when it lost.
   * A failure here costs only space, which {@link orphanPages} pages give back later; it must not fail what is committed.
   */
  async clear(table: Table, committed: boolean): Promise<void> {
    const gone = committed
      ? this.#obsolete
      : this.#puts.map((item) => ({ pk: item.pk?.S ?? '', sk: item.sk?.S ?? '' }));
    if (gone.length > 0) await table.write([], gone).catch(() => undefined);
  }
}

/**
 * Pages that nothing points to and nothing ever will: left by a writer that died. One of a version above the head's may
 * belong to a writer that is still at work.
 */
export function orphanPages(
  items: readonly Item[],
  kind: PageKind,
  kept: ReadonlySet<string>,
  version: number,
): ItemKey[] {
  return items.flatMap((item) => {
    const { pk, sk } = { pk: item.pk?.S ?? '', sk: item.sk?.S ?? '' };
    const ref = sk.slice(kind.length + 1);
    return !kept.has(ref) && isUpToVersion({ sk }, version) ? [{ pk, sk }] : [];
  });
}

/** Whether a page was written for this version of the head or an earlier one. */
export function isUpToVersion({ sk }: Pick<ItemKey, 'sk'>, version: number): boolean {
  return Number(sk.split('#')[1]?.slice(0, 10)) <= version;
}

/**
 * A map that is spread over pages: which page an entry is in follows from its key's hash. A page's sort key is new with
 * every write; the list here, kept in the head, says which one counts (design, idea 3).
 */
export interface Buckets {
  /** There are 2^depth buckets. */
  readonly depth: number;
  /** Entries in all of them. */
  readonly count: number;
  /** Each bucket's page: the end of its sort key, `''` while it has none. */
  readonly pages: readonly string[];
}

/** The bucket of a key among 2^depth. */
export function bucketOf(key: string, depth: number): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0) & (2 ** depth - 1);
}

/** Empty buckets, enough of them that `count` entries fill each to about half of `size`. */
export function bucketsFor(count: number, size: number): Buckets {
  let depth = 0;
  while (count > (size / 2) * 2 ** depth) depth++;
  return { depth, count: 0, pages: new Array<string>(2 ** depth).fill('') };
}

/** Whether the pages hold more than `size` entries on average and should be spread over more. */
export function isCrowded(buckets: Buckets, size: number): boolean {
  return buckets.count > size * 2 ** buckets.depth;
}

/** Up to so many subscriptions are kept in the head. */
export const INLINE_SUBSCRIPTIONS = 24;
/** A page is spread over more when pages hold more than this on average. */
export const SUBSCRIPTIONS_PER_PAGE = 32;

/** What goes into the head, and the pages beside it. */
export interface SubscriptionLayout {
  readonly inline: readonly Subscription[];
  readonly subscriptions: Buckets | null;
}

/**
 * Lays out subscriptions for the next write.
 * @param before the pages there are; `null` while all are in the head
 * @param held the subscriptions that were loaded
 * @param others how many were not
 * @param written ids of those that changed
 * @param afresh whether none of the pages there are counts any more: all are retired
 */
export function layOutSubscriptions(
  before: Buckets | null,
  held: ReadonlyMap<string, Subscription>,
  others: number,
  written: ReadonlySet<string>,
  writer: PageWriter,
  afresh = false,
): SubscriptionLayout {
  if (afresh && before) for (const ref of before.pages) writer.retire('SUBS', ref);
  if (afresh) return layOutSubscriptions(null, held, 0, written, writer);
  if (!before && held.size <= INLINE_SUBSCRIPTIONS)
    return { inline: [...held.values()], subscriptions: null };
  const count = held.size + others;
  const whole = others === 0;
  const spread = !before || (whole && isCrowded({ ...before, count }, SUBSCRIPTIONS_PER_PAGE));
  const base = spread ? bucketsFor(count, SUBSCRIPTIONS_PER_PAGE) : before;
  if (spread && before) for (const ref of before.pages) writer.retire('SUBS', ref);
  const dirty = new Set([...(spread ? held.keys() : written)].map((id) => bucketOf(id, base.depth)));
  const contents = new Map<number, Subscription[]>([...dirty].map((bucket) => [bucket, []]));
  for (const subscription of held.values())
    contents.get(bucketOf(subscription.id, base.depth))?.push(subscription);
  const pages = [...base.pages];
  for (const [bucket, content] of contents) {
    writer.retire('SUBS', pages[bucket] ?? '');
    pages[bucket] = writer.add('SUBS', content.map(toStoredSubscription));
  }
  return { inline: [], subscriptions: { depth: base.depth, count, pages } };
}

/** So many entries stay in the head; it is what repeats are looked for in first. */
export const KEPT_RECENT = 8;
const MOST_RECENT = 32;
/** Bytes of JSON in the head's timeline before it is sealed, and in one page; an item may have 400 KB. */
const RECENT_BYTES = 48 * 1024;
const PAGE_BYTES = 192 * 1024;
/** Decisions of one entry in one page; an approval may decide 10,000 subscriptions. */
const PAGE_DECISIONS = 500;

/** A sealed page of the older timeline: never changed again. */
export interface TimelinePage {
  /** Oldest first. An entry with very many decisions goes on in the next page as another entry with the same key. */
  readonly entries: readonly TimelineEntry[];
  /** The page before this one. */
  readonly before: string | null;
}

/** The same under its stored names. */
export interface StoredTimelinePage extends Omit<TimelinePage, 'entries'> {
  readonly entries: readonly StoredEntry[];
}

/** What stays in the head, what was sealed, and where each sealed entry begins. */
export interface Sealed {
  readonly recent: readonly TimelineEntry[];
  readonly older: string | null;
  readonly places: ReadonlyMap<string, string>;
}

/** Moves the older part of a timeline that has grown too long for the head into new pages. */
export function sealTimeline(
  recent: readonly TimelineEntry[],
  older: string | null,
  writer: PageWriter,
): Sealed {
  const bytes = Buffer.byteLength(JSON.stringify(recent));
  if (recent.length <= MOST_RECENT && bytes <= RECENT_BYTES) return { recent, older, places: new Map() };
  // Where bytes are the reason, a few entries may be all of them.
  const kept = bytes > RECENT_BYTES ? 0 : KEPT_RECENT;
  const places = new Map<string, string>();
  let before = older;
  for (const entries of pagesOf(recent.slice(0, recent.length - kept))) {
    const ref = writer.add('TIME', {
      entries: entries.map(toStoredEntry),
      before,
    } satisfies StoredTimelinePage);
    for (const entry of entries) places.set(entry.key, ref);
    before = ref;
  }
  return { recent: recent.slice(recent.length - kept), older: before, places };
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

/** An entry in parts of bearable size; only the first has the changes, so that none leaves twice. */
function entryParts(entry: TimelineEntry): TimelineEntry[] {
  if (entry.decisions.length <= PAGE_DECISIONS) return [entry];
  const all: TimelineEntry[] = [];
  for (let start = 0; start < entry.decisions.length; start += PAGE_DECISIONS) {
    const decisions = entry.decisions.slice(start, start + PAGE_DECISIONS);
    all.push(
      start === 0
        ? { ...entry, decisions }
        : { ...entry, decisions, changes: [], part: start / PAGE_DECISIONS },
    );
  }
  return all;
}

/** For each event of the older timeline: the page its entry ends in, and the day it was recorded. */
export type EventIndexPage = Readonly<Record<string, readonly [ref: string, day: number]>>;

/** A page of marks is spread over more when pages hold more than this on average. */
export const EVENTS_PER_INDEX_PAGE = 256;

/** Source queue and dead-letter queue together hold a message for 27 days; a mark outlives it by a week. */
const INDEX_ENTRY_DAYS = 35;

/** The day of an epoch time in milliseconds. */
export function dayOf(now: number): number {
  return Math.floor(now / 86_400_000);
}

/**
 * Adds marks to their pages.
 * @param before the pages there are
 * @param held the marks of the pages that are touched (of all of them, when they are to be spread)
 */
export function layOutEventIndex(
  before: Buckets | null,
  held: ReadonlyMap<string, readonly [string, number]>,
  added: ReadonlyMap<string, string>,
  now: number,
  writer: PageWriter,
): Buckets | null {
  if (added.size === 0) return before;
  const today = dayOf(now);
  const spread = !before || isCrowded(before, EVENTS_PER_INDEX_PAGE);
  const base = spread ? bucketsFor((before?.count ?? 0) + added.size, EVENTS_PER_INDEX_PAGE) : before;
  const all = new Map([...held, ...[...added].map(([key, ref]) => [key, [ref, today] as const] as const)]);
  const contents = new Map<number, Record<string, readonly [string, number]>>();
  let dropped = 0;
  for (const [key, mark] of all) {
    const bucket = bucketOf(key, base.depth);
    const content = contents.get(bucket) ?? Object.create(null);
    if (mark[1] >= today - INDEX_ENTRY_DAYS) content[key] = mark;
    else dropped++;
    contents.set(bucket, content);
  }
  if (spread && before) for (const ref of before.pages) writer.retire('MARK', ref);
  const pages = [...base.pages];
  for (const [bucket, content] of contents) {
    writer.retire('MARK', pages[bucket] ?? '');
    pages[bucket] = writer.add('MARK', content);
  }
  const news = [...added.keys()].filter((key) => !held.has(key)).length;
  return { depth: base.depth, count: (before?.count ?? 0) + news - dropped, pages };
}
