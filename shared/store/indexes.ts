import { createHash } from 'node:crypto';
import type { CaseKey } from '../case/case.ts';
import type { Relationship } from '../case/relationship.ts';
import type { Item, ItemKey } from './table.ts';

/** Partitions of the index `due`. Several, because one partition could not take every write. */
export const DUE_SHARDS = 8;

/** The keys of a head in the sparse index `due`, which holds only cases that time will change. */
export function dueKeys({ partnerId, tenantId }: CaseKey, dueAt: number): Item {
  const shard = createHash('sha256').update(`${partnerId}#${tenantId}`).digest().readUInt8(0) % DUE_SHARDS;
  return { dueShard: { S: dueShard(shard) }, dueAt: { S: new Date(dueAt).toISOString() } };
}

/** The partition key of a shard of the index `due`. */
export function dueShard(shard: number): string {
  return `DUE#${shard}`;
}

/**
 * The keys of a head in the index `customers`: a partner's cases by the status of their relationship, then by the time of its
 * last change. The index projects keys only, so an event that does not change the relationship costs no index write.
 */
export function listKeys({ partnerId, tenantId }: CaseKey, { status, changedAt }: Relationship): Item {
  return {
    listPartition: { S: listPartition(partnerId) },
    listOrder: { S: `${status}#${changedAt ?? ''}#${tenantId}` },
  };
}

/** The partition key of a partner in the index `customers`. */
export function listPartition(partnerId: string): string {
  return `LIST#${partnerId}`;
}

/** Parses the partition key of a case; `null` for another item's. */
export function caseKeyOf({ pk }: Pick<ItemKey, 'pk'>): CaseKey | null {
  const [, partnerId, tenantId] = /^CASE#([^#]+)#([^#]+)$/.exec(pk) ?? [];
  return partnerId && tenantId ? { partnerId, tenantId } : null;
}
