import { createHash } from 'node:crypto';

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
