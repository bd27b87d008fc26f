import type { Instant } from '../events/instant.ts';
import type { Scope } from '../events/vocabulary.ts';

/** Every status of a relationship (contract §3.3). */
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

/** Why the partner may not ask the customer now, and since when (rule `relationship-blocked`). */
export interface Block {
  readonly reason: 'declined' | 'removed' | 'undeliverable';
  readonly since: Instant;
}

/**
 * What gives a permission: the reseller relationship, DAP, or one GDAP relationship (`gdap:<id>`). A customer may have several
 * GDAP relationships beside DAP. Our link and upstream systems say no more than the scope: they count as DAP or reseller.
 */
export type GrantSource = string;

/** The newest fact about one source of the permission. */
export interface Grant {
  readonly by: GrantSource;
  readonly at: Instant;
  /** Whether it was given, or ended. */
  readonly isHeld: boolean;
}

/** The customer's permission for the partner. */
export interface Relationship {
  readonly status: RelationshipStatus;
  /** The scope held while active, the scope asked for while invited or consented, otherwise `null`. */
  readonly scope: Scope | null;
  /** When the status or scope last changed; `null` if it never did. */
  readonly changedAt: Instant | null;
  /** The sources that gave the permission, and those that ended. The scope that is held follows from them. */
  readonly grants: readonly Grant[];
  /** When the permission was last removed whatever its source. Older facts about any source are stale. */
  readonly clearedAt: Instant | null;
  /** Time of the newest approval, refusal or removal. An older one is stale. */
  readonly factAt: Instant | null;
  /**
   * When the partner last asked. A request neither gives nor takes a permission, so it makes no older approval or removal
   * stale.
   */
  readonly askedAt: Instant | null;
  /** Cleared when the partner asks again or the customer grants delegated administration. */
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

/** One request for the customer's permission. At most one invitation of a case is open (`open` or `consented`). */
export interface Invitation {
  readonly id: string;
  readonly scope: Scope;
  readonly status: InvitationStatus;
  readonly openedAt: Instant;
  readonly expiresAt: Instant;
  readonly contactEmail: string;
  /** Reminders sent so far. */
  readonly reminders: number;
  /** When it left `open`; `null` while open. */
  readonly closedAt: Instant | null;
  /** What the customer wrote when it declined. */
  readonly comment?: string | undefined;
}

/** Whether an invitation is still open: `open`, or `consented` and not yet accepted at Microsoft (contract §3). */
export function isOpen(invitation: Invitation | null): invitation is Invitation {
  return invitation !== null && (invitation.status === 'open' || invitation.status === 'consented');
}

/** The scope of the active relationship; `none` without one. */
export function heldScope(relationship: Relationship): 'none' | Scope {
  return relationship.status === 'active' ? (relationship.scope ?? 'none') : 'none';
}

/** The scope that the grants give together. Only GDAP gives no reseller relationship that could remain. */
export function scopeOfGrants(grants: readonly Grant[]): 'none' | Scope {
  const held = grants.filter(({ isHeld }) => isHeld);
  if (held.some(({ by }) => by !== 'reseller')) return 'delegated-admin';
  return held.length > 0 ? 'reseller-only' : 'none';
}

/** Whether one scope includes another. Delegated administration includes reselling. */
export function covers(scope: 'none' | Scope, needed: Scope): boolean {
  return scope === 'delegated-admin' || scope === needed;
}
