import type { Case, CaseKey } from '../case/case.ts';
import type { Subscription } from '../case/subscription.ts';
import type { TimelineEntry } from '../case/timeline.ts';
import type { Buckets } from './buckets.ts';
import { decode, encode } from './codec.ts';
import { dueKeys, listKeys } from './indexes.ts';
import { partitionOf } from './pages.ts';
import { type Item, type ItemKey, nameOf, type Table, text } from './table.ts';

/** Where the parts of a case are that are not in its head. */
export interface Layout {
  /** Pages of subscriptions; `null` while they are in the head. */
  readonly subscriptions: Buckets | null;
  /** Pages that tell, for each event in the older timeline, the page it is in; `null` while there is none. */
  readonly marks: Buckets | null;
  /** The newest page of the older timeline; each names the one before it. */
  readonly older: string | null;
  /** The version of the head in which the customer was erased last: pages of before may hold personal data. */
  readonly erasedIn: number | null;
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
  /** When time brings about something for the case next, in epoch milliseconds. */
  readonly dueAt: number | null;
}

/** Where the head of a case is kept. */
export function headKey(of: CaseKey): ItemKey {
  return { pk: partitionOf(of), sk: 'HEAD' };
}

/** Reads a head item; without one the case is new. */
export function headOf(item: Item | undefined): Head {
  if (!item?.body?.B) return { version: 0, body: null, dueAt: null };
  const dueAt = item.dueAt?.S ? Date.parse(item.dueAt.S) : null;
  return { version: Number(item.version?.N), body: decode<HeadBody>(item.body.B), dueAt };
}

/**
 * How an attempt to write a head ended. `overtaken`: others wrote more than once since, so that nobody can tell whether
 * this attempt was one of those.
 */
export type HeadWrite = 'written' | 'lost' | 'overtaken';

/**
 * Writes the head if it still has the version it was read with: the commit.
 *
 * When a write's answer is lost on its way, the SDK sends it again, and the condition then fails for what we wrote
 * ourselves. So a head carries its attempt's mark, and is read back before the attempt is given up.
 * @param index.mark tells this attempt from any other
 * @param index.dueAt when the case is to be looked at again because of time, in epoch milliseconds
 */
export async function writeHead(
  table: Table,
  of: CaseKey,
  read: number,
  body: HeadBody,
  { mark, dueAt }: { readonly mark: string; readonly dueAt: number | null },
): Promise<HeadWrite> {
  const key = headKey(of);
  const item = {
    pk: { S: key.pk },
    sk: { S: key.sk },
    version: { N: String(read + 1) },
    mark: { S: mark },
    body: { B: encode(body) },
    ...listKeys(of, body.case.relationship),
    ...(dueAt !== null && dueKeys(of, dueAt)),
  };
  const held =
    read === 0
      ? await table.putIf(item, { ConditionExpression: 'attribute_not_exists(pk)' })
      : await table.putIf(item, {
          ConditionExpression: '#version = :read',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':read': { N: String(read) } },
        });
  if (held) return 'written';
  const there = (await table.get([key])).get(nameOf(key.pk, key.sk));
  if (text(there?.mark) === mark) return 'written';
  return Number(there?.version?.N) === read + 1 ? 'lost' : 'overtaken';
}
