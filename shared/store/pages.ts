import type { CaseKey } from '../case/case.ts';
import { decode, encode } from './codec.ts';
import { type Item, type ItemKey, nameOf, type Table } from './table.ts';

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
export class PageGone extends Error {
  readonly code = 'page-gone';
  constructor(kind: PageKind) {
    super(`A ${kind} page was replaced while the case was read`);
    this.name = 'PageGone';
  }
}

/** The body of a page among items that were read. @throws PageGone */
export function pageIn<T>(items: ReadonlyMap<string, Item>, key: ItemKey, kind: PageKind): T {
  const body = items.get(nameOf(key.pk, key.sk))?.body?.B;
  if (!body) throw new PageGone(kind);
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
   * A failure here costs only space, which {@link sweepable} pages give back later; it must not fail what is committed.
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
export function sweepable(
  items: readonly Item[],
  kind: PageKind,
  kept: ReadonlySet<string>,
  version: number,
): ItemKey[] {
  return items.flatMap((item) => {
    const { pk, sk } = { pk: item.pk?.S ?? '', sk: item.sk?.S ?? '' };
    const ref = sk.slice(kind.length + 1);
    return !kept.has(ref) && isOfVersionUpTo({ sk }, version) ? [{ pk, sk }] : [];
  });
}

/** Whether a page was written for this version of the head or an earlier one. */
export function isOfVersionUpTo({ sk }: Pick<ItemKey, 'sk'>, version: number): boolean {
  return Number(sk.split('#')[1]?.slice(0, 10)) <= version;
}
