import type { Subscription } from '../case/subscription.ts';
import { type Buckets, bucketOf, bucketsFor, isCrowded } from './buckets.ts';
import type { PageWriter } from './pages.ts';

/** Up to so many subscriptions are kept in the head. */
export const INLINE_SUBSCRIPTIONS = 24;
/** A page is spread over more when pages hold more than this on average. */
export const SUBSCRIPTIONS_A_PAGE = 32;

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
  const spread = !before || (whole && isCrowded({ ...before, count }, SUBSCRIPTIONS_A_PAGE));
  const base = spread ? bucketsFor(count, SUBSCRIPTIONS_A_PAGE) : before;
  if (spread && before) for (const ref of before.pages) writer.retire('SUBS', ref);
  const dirty = new Set([...(spread ? held.keys() : written)].map((id) => bucketOf(id, base.depth)));
  const contents = new Map<number, Subscription[]>([...dirty].map((bucket) => [bucket, []]));
  for (const subscription of held.values())
    contents.get(bucketOf(subscription.id, base.depth))?.push(subscription);
  const pages = [...base.pages];
  for (const [bucket, content] of contents) {
    writer.retire('SUBS', pages[bucket] ?? '');
    pages[bucket] = writer.add('SUBS', content);
  }
  return { inline: [], subscriptions: { depth: base.depth, count, pages } };
}
