import { type Buckets, bucketOf, bucketsFor, isCrowded } from './buckets.ts';
import type { PageWriter } from './pages.ts';

/** For each event of the older timeline: the page its entry ends in, and the day it was recorded. */
export type Marks = Readonly<Record<string, readonly [ref: string, day: number]>>;

/** A page of marks is spread over more when pages hold more than this on average. */
export const MARKS_A_PAGE = 256;

/** Source queue and dead-letter queue together hold a message for 27 days; a mark outlives it by a week. */
const KEPT_DAYS = 35;

/** The day of an epoch time in milliseconds. */
export function dayOf(now: number): number {
  return Math.floor(now / 86_400_000);
}

/**
 * Adds marks to their pages.
 * @param before the pages there are
 * @param held the marks of the pages that are touched (of all of them, when they are to be spread)
 */
export function layOutMarks(
  before: Buckets | null,
  held: ReadonlyMap<string, readonly [string, number]>,
  added: ReadonlyMap<string, string>,
  now: number,
  writer: PageWriter,
): Buckets | null {
  if (added.size === 0) return before;
  const today = dayOf(now);
  const spread = !before || isCrowded(before, MARKS_A_PAGE);
  const base = spread ? bucketsFor((before?.count ?? 0) + added.size, MARKS_A_PAGE) : before;
  const all = new Map([...held, ...[...added].map(([key, ref]) => [key, [ref, today] as const] as const)]);
  const contents = new Map<number, Record<string, readonly [string, number]>>();
  let dropped = 0;
  for (const [key, mark] of all) {
    const bucket = bucketOf(key, base.depth);
    const content = contents.get(bucket) ?? Object.create(null);
    if (mark[1] >= today - KEPT_DAYS) content[key] = mark;
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
