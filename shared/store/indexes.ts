import { createHash } from 'node:crypto';
import type { CaseKey } from '../case/case.ts';
import type { Relationship } from '../case/relationship.ts';
import type { Item, ItemKey } from './table.ts';

/** Parts the index of due cases is spread over, so that no one partition takes every write. */
export const DUE_SHARDS = 8;

/** Index `due`, sparse: only cases for which time will bring about something are in it. */
export function dueKeys({ partnerId, tenantId }: CaseKey, dueAt: number): Item {
  const shard = createHash('sha256').update(`${partnerId}#${tenantId}`).digest().readUInt8(0) % DUE_SHARDS;
  return { dueShard: { S: dueShard(shard) }, dueAt: { S: new Date(dueAt).toISOString() } };
}

/** The name of a part of index `due`. */
export function dueShard(shard: number): string {
  return `DUE#${shard}`;
}

/**
 * Index `customers`: a partner's cases by the status of their relationship, then by when it changed. Keys only: an event
 * that leaves the relationship as it is costs the index nothing.
 */
export function listKeys({ partnerId, tenantId }: CaseKey, { status, changedAt }: Relationship): Item {
  return {
    listPartition: { S: listPartition(partnerId) },
    listOrder: { S: `${status}#${changedAt ?? ''}#${tenantId}` },
  };
}

/** The part of index `customers` that is a partner's. */
export function listPartition(partnerId: string): string {
  return `LIST#${partnerId}`;
}

/** The case that a head's partition key names. */
export function caseKeyOf({ pk }: Pick<ItemKey, 'pk'>): CaseKey | null {
  const [, partnerId, tenantId] = /^CASE#([^#]+)#([^#]+)$/.exec(pk) ?? [];
  return partnerId && tenantId ? { partnerId, tenantId } : null;
}
