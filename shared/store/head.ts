import type { Case, CaseKey } from '../case/case.ts';
import type { Subscription } from '../case/subscription.ts';
import type { TimelineEntry } from '../case/timeline.ts';
import type { Buckets } from './buckets.ts';
import { decode, encode } from './codec.ts';
import { partitionOf } from './pages.ts';
import type { Item, ItemKey, Table } from './table.ts';

/** Where the parts of a case are that are not in its head. */
export interface Layout {
  /** Pages of subscriptions; `null` while they are in the head. */
  readonly subscriptions: Buckets | null;
  /** Pages that tell, for each event in the older timeline, the page it is in; `null` while there is none. */
  readonly marks: Buckets | null;
  /** The newest page of the older timeline; each names the one before it. */
  readonly older: string | null;
}

/** The head's body: the case, with as many of its parts as are kept here. */
export interface HeadBody extends Layout {
  readonly case: Omit<Case, 'partnerId' | 'tenantId' | 'subscriptions' | 'recent'>;
  readonly inline: readonly Subscription[];
  readonly recent: readonly TimelineEntry[];
}

export interface Head {
  /** Rises by one with every write; 0 for a case that was never written. */
  readonly version: number;
  readonly body: HeadBody | null;
}

/** Where the head of a case is kept. */
export function headKey(of: CaseKey): ItemKey {
  return { pk: partitionOf(of), sk: 'HEAD' };
}

/** Reads a head item; without one the case is new. */
export function headOf(item: Item | undefined): Head {
  if (!item?.body?.B) return { version: 0, body: null };
  return { version: Number(item.version?.N), body: decode<HeadBody>(item.body.B) };
}

/** Writes the head if it still has the version it was read with: the commit. @returns whether it had. */
export function writeHead(table: Table, of: CaseKey, read: number, body: HeadBody): Promise<boolean> {
  const { pk, sk } = headKey(of);
  const item = { pk: { S: pk }, sk: { S: sk }, version: { N: String(read + 1) }, body: { B: encode(body) } };
  return read === 0
    ? table.putIf(item, { ConditionExpression: 'attribute_not_exists(pk)' })
    : table.putIf(item, {
        ConditionExpression: '#version = :read',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':read': { N: String(read) } },
      });
}
