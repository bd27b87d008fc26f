import type { Instant } from '../events/instant.ts';
import type { Scope } from '../events/vocabulary.ts';

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

export type InvitationStatus =
  | 'open'
  | 'consented'
  | 'approved'
  | 'declined'
  | 'expired'
  | 'replaced'
  | 'undeliverable';

/** One request for the customer's permission. At most one of a case is open (`open` or `consented`). */
export interface Invitation {
  readonly id: string;
  readonly scope: Scope;
  readonly status: InvitationStatus;
  readonly openedAt: Instant;
  readonly expiresAt: Instant;
  readonly contactEmail: string;
  readonly reminders: number;
  /** When it was answered, replaced or given up; `null` while open. */
  readonly closedAt: Instant | null;
  /** What the customer wrote with a refusal. */
  readonly comment?: string | undefined;
}

/** Whether it still awaits its end: until approved and active, declined, expired, replaced or undeliverable (contract §3). */
export function isOpen(invitation: Invitation | null): invitation is Invitation {
  return invitation !== null && (invitation.status === 'open' || invitation.status === 'consented');
}

/** The scope that is held now: that of the active relationship. */
export function heldScope(relationship: Relationship): 'none' | Scope {
  return relationship.status === 'active' ? (relationship.scope ?? 'none') : 'none';
}

/** Whether one scope includes another: delegated administration includes reselling. */
export function covers(scope: 'none' | Scope, needed: Scope): boolean {
  return scope === 'delegated-admin' || scope === needed;
}
