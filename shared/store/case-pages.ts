import { createHash } from 'node:crypto';
import type { CaseKey } from '../case/case.ts';
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
export function pageBody<T>(
  items: ReadonlyMap<string, Item>,
  caseKey: CaseKey,
  kind: PageKind,
  ref: string,
): T {
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

  /** Notes a page that the next head no longer lists. A bucket without a page has none. */
  retire(kind: PageKind, ref: string | undefined): void {
    if (ref) this.#retired.push(pageKey(this.#caseKey, kind, ref));
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
      : keys.map((key) => buckets.pages[bucketOf(key, buckets.depth)]);
  return [...new Set(refs)].filter((ref): ref is string => Boolean(ref));
}
