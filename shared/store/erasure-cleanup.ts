import type { Case, CaseKey } from '../case/case.ts';
import { isBeforeErasure, withoutPersonalData } from '../case/erasure.ts';
import type { Instant } from '../events/instant.ts';
import { TtlCache } from '../runtime/ttl-cache.ts';
import { isUpToVersion, PageReplaced, pageKey, partitionOf } from './case-pages.ts';
import { caseId, type HeadBody, headKey, parseHead } from './case-store.ts';
import { fromStoredEntry, toStoredEntry } from './stored-names.ts';
import { decode, encode, type Item, type ItemKey, type Table, text } from './table.ts';
import type { StoredTimelinePage } from './timeline-pages.ts';

/*
 * Erasing a customer (docs/decisions/0011) rewrites the head of the case. Personal data may remain in pages beside it:
 * in the sealed timeline, and in pages of writers that read the case before the erasure and lost the race or died.
 * This file decides when to look for them, and removes them.
 */

/** How long a container remembers that it cleaned up a case, in milliseconds. */
const CLEANUP_TTL = 10 * 60_000;
/** How many cleaned-up cases a container remembers. */
const CLEANUP_ENTRIES = 1_000;

/**
 * Remembers which erased cases this container cleaned up recently. A late event costs its sender nothing, so it starts the
 * cleanup of a whole partition only once in ten minutes.
 */
export function createCleanupCache(): TtlCache {
  return new TtlCache(CLEANUP_TTL, CLEANUP_ENTRIES);
}

/** The cache of recent cleanups, and the clock in epoch milliseconds. */
interface RecentCleanups {
  readonly cleanedUp: TtlCache;
  readonly now: () => number;
}

/**
 * Whether pages of an erased customer may hold personal data: the erasure was just written, or a writer that read the case
 * before the erasure lost the race. That writer is this one, or one that died with a message that now comes again. A late
 * event may be such a message under a new message id.
 * @param received the events of the case in this batch
 * @param lostRaces how often other writers were faster in this invocation
 */
export function needsErasureCleanup(
  theCase: Case,
  received: readonly {
    readonly redelivered?: boolean;
    readonly event: { readonly type: string; readonly time: Instant };
  }[],
  lostRaces: number,
  { cleanedUp, now }: RecentCleanups,
): boolean {
  if (theCase.erasedAt === null) return false;
  if (lostRaces > 0) return true;
  if (received.some(({ redelivered, event }) => redelivered || event.type === 'customer.erased')) return true;
  const hasLateEvent = received.some(({ event }) => isBeforeErasure(theCase, event.time));
  return hasLateEvent && !cleanedUp.has(caseId(theCase), now());
}

/** Cleans up a case and remembers that it did. @throws TableBusy, PageReplaced */
export async function cleanUpErasure(
  caseKey: CaseKey,
  { table, cleanedUp, now }: RecentCleanups & { readonly table: Table },
): Promise<void> {
  await clearErasedCase(table, caseKey);
  cleanedUp.add(caseId(caseKey), now());
}

/**
 * Deletes all pages that the head does not point to, and removes personal data from the sealed timeline.
 *
 * It is idempotent: each redelivery repeats it, and completes what a crash left. It cleans pages as it reads them, so it
 * holds one megabyte of them at a time, and a repeat continues where a crash ended it. It keeps pages of a version above the
 * head's: they belong to a writer at work that read the erased head, or a later one.
 * @throws TableBusy; PageReplaced when the timeline could not be read completely
 */
export async function clearErasedCase(table: Table, caseKey: CaseKey): Promise<void> {
  const headSk = headKey(caseKey).sk;
  const seen: SeenItems = { keys: [], previousPages: new Map() };
  let head: ErasedHead | null = null;
  // In order of their sort keys: the head comes before every page.
  for await (const items of table.queryPartitionPages(partitionOf(caseKey))) {
    const erasedHead: ErasedHead | null = head ?? findErasedHead(items, headSk);
    if (!erasedHead) return;
    head = erasedHead;
    await table.write(items.flatMap((item) => cleanItem(item, erasedHead, seen)));
  }
  if (!head) return;
  const { version, body } = head;
  const kept = new Set([headSk, ...pagesInHead(body, caseKey), ...sealedPages(body.older, caseKey, seen)]);
  const orphans = seen.keys.filter((key) => !kept.has(key.sk) && isUpToVersion(key, version));
  await table.write([], orphans);
}

/** What is kept of the items read: keys, and the order of the timeline's pages. No bodies. */
interface SeenItems {
  readonly keys: ItemKey[];
  /** For each timeline page, by its sort key: the reference of the page before it. */
  readonly previousPages: Map<string, string | null>;
}

interface ErasedHead {
  readonly body: HeadBody;
  readonly version: number;
  /** The version of the head that erased the customer last. */
  readonly erasedIn: number;
}

/** The head, if its customer was ever erased. */
function findErasedHead(items: readonly Item[], headSk: string): ErasedHead | null {
  const { body, version } = parseHead(items.find((item) => text(item.sk) === headSk));
  const erasedIn = body?.erasedIn ?? null;
  return body && erasedIn !== null ? { body, version, erasedIn } : null;
}

/** Notes an item as seen. @returns the item to write instead, if it is a timeline page that holds personal data */
function cleanItem(item: Item, { erasedIn }: Pick<ErasedHead, 'erasedIn'>, seen: SeenItems): Item[] {
  const key = { pk: text(item.pk), sk: text(item.sk) };
  seen.keys.push(key);
  if (!key.sk.startsWith('TIME#') || !item.body?.B) return [];
  const page = decode<StoredTimelinePage>(item.body.B);
  seen.previousPages.set(key.sk, page.before);
  if (!isUpToVersion(key, erasedIn - 1)) return [];
  const entries = page.entries.map(fromStoredEntry).map(withoutPersonalData).map(toStoredEntry);
  if (JSON.stringify(entries) === JSON.stringify(page.entries)) return [];
  return [{ pk: { S: key.pk }, sk: { S: key.sk }, body: { B: encode({ ...page, entries }) } }];
}

/** Sort keys of the pages that the head lists. */
function pagesInHead({ subscriptions, eventIndex }: HeadBody, caseKey: CaseKey): string[] {
  return [
    ...(subscriptions?.pages ?? []).map((ref) => pageKey(caseKey, 'SUBS', ref).sk),
    ...(eventIndex?.pages ?? []).map((ref) => pageKey(caseKey, 'MARK', ref).sk),
  ];
}

/** Sort keys of the timeline pages that the head leads to. @throws PageReplaced */
function sealedPages(newest: string | null, caseKey: CaseKey, { previousPages }: SeenItems): string[] {
  const pages: string[] = [];
  for (let ref = newest; ref !== null; ) {
    const { sk } = pageKey(caseKey, 'TIME', ref);
    const previous = previousPages.get(sk);
    // Without this check, the pages before a missing one would look like orphans.
    if (previous === undefined) throw new PageReplaced('TIME');
    pages.push(sk);
    ref = previous;
  }
  return pages;
}
