import type { CaseKey } from '../case/case.ts';
import { withoutPersonalData } from '../case/forget.ts';
import { decode, encode } from './codec.ts';
import { type HeadBody, headKey, headOf } from './head.ts';
import { isOfVersionUpTo, PageGone, pageKey, partitionOf } from './pages.ts';
import { type Item, type ItemKey, type Table, text } from './table.ts';
import type { TimelinePage } from './timeline-pages.ts';

/**
 * Clears away what a case's erasure has left beside its head: pages that no head points to, whoever left them and of whatever
 * kind, and what is personal in the sealed timeline. Done again it finds nothing; so it is repeated with every message that
 * comes again, and clears away what a crash has left.
 *
 * A page of a version above the head's belongs to a writer at work, who has read the head that was erased, or a later one.
 * @throws StoreBusy; PageGone when the timeline could not be read whole
 */
export async function clearErased(table: Table, of: CaseKey): Promise<void> {
  const items = new Map((await table.all(partitionOf(of))).map((item) => [text(item.sk), item]));
  const { body, version } = headOf(items.get(headKey(of).sk));
  if (!body || body.erasedIn === null || body.erasedIn === undefined) return;
  const timeline = sealedIn(items, of, body);
  const kept = new Set([
    headKey(of).sk,
    ...refsOf(body, of).map((key) => key.sk),
    ...timeline.map(({ key }) => key.sk),
  ]);
  const gone = [...items.values()].flatMap((item): ItemKey[] => {
    const key = { pk: text(item.pk), sk: text(item.sk) };
    return !kept.has(key.sk) && isOfVersionUpTo(key, version) ? [key] : [];
  });
  const before = body.erasedIn - 1;
  const cleaned = timeline.flatMap(({ key, page }): Item[] => {
    if (!isOfVersionUpTo(key, before)) return [];
    const entries = page.entries.map(withoutPersonalData);
    if (JSON.stringify(entries) === JSON.stringify(page.entries)) return [];
    return [{ pk: { S: key.pk }, sk: { S: key.sk }, body: { B: encode({ ...page, entries }) } }];
  });
  await table.write(cleaned, gone);
}

function refsOf({ subscriptions, marks }: HeadBody, of: CaseKey): ItemKey[] {
  return [
    ...(subscriptions?.pages ?? []).map((ref) => pageKey(of, 'SUBS', ref)),
    ...(marks?.pages ?? []).map((ref) => pageKey(of, 'MARK', ref)),
  ];
}

/** The sealed pages that the head leads to, the newest first. */
function sealedIn(items: ReadonlyMap<string, Item>, of: CaseKey, { older }: HeadBody) {
  const pages: { readonly key: ItemKey; readonly page: TimelinePage }[] = [];
  for (let ref = older; ref !== null; ) {
    const key = pageKey(of, 'TIME', ref);
    const body = items.get(key.sk)?.body?.B;
    // A page that is not seen would be taken for one that nothing leads to.
    if (!body) throw new PageGone('TIME');
    const page = decode<TimelinePage>(body);
    pages.push({ key, page });
    ref = page.before;
  }
  return pages;
}
