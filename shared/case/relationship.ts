import type { Instant } from '../events/instant.ts';
import type { Scope } from '../events/kinds.ts';

/** Every status a relationship may have (contract §3.3). */
export const RELATIONSHIP_STATUSES = [
  'none',
  'invited',
  'consented',
  'active',
  'declined',
  'expired',
  'removed',
  'undeliverable',
] as const;

export type RelationshipStatus = (typeof RELATIONSHIP_STATUSES)[number];

/** Why nobody may be asked now, since when (rule `relationship-blocked`). */
export interface Block {
  readonly reason: 'declined' | 'removed' | 'undeliverable';
  readonly since: Instant;
}

/** The customer's permission for the partner. */
export interface Relationship {
  readonly status: RelationshipStatus;
  /** What is held while active, what is asked for while invited or consented, else `null`. */
  readonly scope: Scope | null;
  /** When the status or scope changed last; `null` when it never did. */
  readonly changedAt: Instant | null;
  /** Time of the newest fact about the permission (approved, declined, removed); older ones are stale. */
  readonly factAt: Instant | null;
  /** When somebody asked last. Asking gives and takes nothing, so an older approval or removal is not stale by it. */
  readonly askedAt: Instant | null;
  /** Cleared when somebody asks again, or the customer grants all there is. */
  readonly block: Block | null;
}
