import type { CaseKey } from '../case/case.ts';
import type { Subscription } from '../case/subscription.ts';
import { type Buckets, bucketOf, bucketsFor, isCrowded, type PageWriter, pageBody } from './case-pages.ts';
import { fromStoredSubscription, type StoredSubscription, toStoredSubscription } from './stored-names.ts';
import type { Item } from './table.ts';

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
    writer.retire('SUBS', pages[bucket]);
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
