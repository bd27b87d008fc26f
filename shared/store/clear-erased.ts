import type { CaseKey } from '../case/case.ts';
import { withoutPersonalData } from '../case/erasure.ts';
import type { StoredTimelinePage } from './case-pages.ts';
import { isUpToVersion, PageReplaced, pageKey, partitionOf } from './case-pages.ts';
import { type HeadBody, headKey, headOf } from './case-store.ts';
import { fromStoredEntry, toStoredEntry } from './stored-names.ts';
import { decode, encode, type Item, type ItemKey, type Table, text } from './table.ts';

/** What is remembered of a partition while it is read: keys, and how the sealed timeline hangs together. No bodies. */
interface Seen {
  readonly keys: ItemKey[];
  /** By a timeline page's sort key, the page before it. */
  readonly before: Map<string, string | null>;
}

/**
 * Clears away what a case's erasure has left beside its head: pages that no head points to, whoever left them and of whatever
 * kind, and what is personal in the sealed timeline. Done again it finds nothing; so it is repeated with every message that
 * comes again, and clears away what a crash has left. Pages are cleaned as they are found, so that it holds a megabyte of them
 * at a time, and a repeat goes on where a crash ended it.
 *
 * A page of a version above the head's belongs to a writer at work, who has read the head that was erased, or a later one.
 * @throws StoreBusy; PageGone when the timeline could not be read whole
 */
export async function clearErased(table: Table, of: CaseKey): Promise<void> {
  const headSk = headKey(of).sk;
  const seen: Seen = { keys: [], before: new Map() };
  let head: ErasedHead | null = null;
  // In order of their sort keys: the head comes before every page.
  for await (const items of table.pages(partitionOf(of))) {
    const erased: ErasedHead | null = head ?? erasedHeadIn(items, headSk);
    if (!erased) return;
    head = erased;
    await table.write(items.flatMap((item) => cleaned(item, erased, seen)));
  }
  if (!head) return;
  const kept = new Set([headSk, ...refsOf(head.body, of), ...sealedFrom(head.body.older, of, seen)]);
  const { version } = head;
  await table.write(
    [],
    seen.keys.filter((key) => !kept.has(key.sk) && isUpToVersion(key, version)),
  );
}

interface ErasedHead {
  readonly body: HeadBody;
  readonly version: number;
  /** The version in which the customer was erased last. */
  readonly erasedIn: number;
}

/** The head, if its customer was ever erased. */
function erasedHeadIn(items: readonly Item[], headSk: string): ErasedHead | null {
  const { body, version } = headOf(items.find((item) => text(item.sk) === headSk));
  const erasedIn = body?.erasedIn ?? null;
  return body && erasedIn !== null ? { body, version, erasedIn } : null;
}

/** Notes an item as seen. @returns it without what is personal, if it is a page of the timeline that holds something */
function cleaned(item: Item, { erasedIn }: Pick<ErasedHead, 'erasedIn'>, seen: Seen): Item[] {
  const key = { pk: text(item.pk), sk: text(item.sk) };
  seen.keys.push(key);
  if (!key.sk.startsWith('TIME#') || !item.body?.B) return [];
  const page = decode<StoredTimelinePage>(item.body.B);
  seen.before.set(key.sk, page.before);
  if (!isUpToVersion(key, erasedIn - 1)) return [];
  const entries = page.entries.map(fromStoredEntry).map(withoutPersonalData).map(toStoredEntry);
  if (JSON.stringify(entries) === JSON.stringify(page.entries)) return [];
  return [{ pk: { S: key.pk }, sk: { S: key.sk }, body: { B: encode({ ...page, entries }) } }];
}

function refsOf({ subscriptions, eventIndex }: HeadBody, of: CaseKey): string[] {
  return [
    ...(subscriptions?.pages ?? []).map((ref) => pageKey(of, 'SUBS', ref).sk),
    ...(eventIndex?.pages ?? []).map((ref) => pageKey(of, 'MARK', ref).sk),
  ];
}

/** The sealed pages that the head leads to. @throws PageGone */
function sealedFrom(older: string | null, of: CaseKey, { before }: Seen): string[] {
  const pages: string[] = [];
  for (let ref = older; ref !== null; ) {
    const { sk } = pageKey(of, 'TIME', ref);
    const next = before.get(sk);
    // A page that is not seen would be taken for one that nothing leads to.
    if (next === undefined) throw new PageReplaced('TIME');
    pages.push(sk);
    ref = next;
  }
  return pages;
}
