import type { Instant } from '../events/instant.ts';
import type { Scope } from '../events/kinds.ts';
import { change, type Draft } from './draft.ts';
import type { InvitationStatus } from './invitation.ts';
import type { Block, Relationship, RelationshipStatus } from './relationship.ts';

/**
 * Moves the relationship to a status and scope and notes the move when there is one.
 * @param at when it came to be so: the event's time, or the product's clock for what the product does itself
 */
export function moveRelationship(
  draft: Draft,
  to: { readonly status: RelationshipStatus; readonly scope: Scope | null; readonly at: Instant },
): void {
  const { relationship } = draft.case;
  if (relationship.status === to.status && relationship.scope === to.scope) return;
  draft.changes.push({
    kind: 'relationship',
    status: to.status,
    previousStatus: relationship.status,
    scope: to.scope,
  });
  change(draft, { relationship: { ...relationship, status: to.status, scope: to.scope, changedAt: to.at } });
}

/** Notes a fact about the permission: older ones are stale from now on, and the block is as told. */
export function noteFact(draft: Draft, at: Instant, block: Block | null): void {
  change(draft, { relationship: { ...draft.case.relationship, factAt: at, block } });
}

/** Notes that somebody asks: nothing blocks any more. */
export function noteAsking(draft: Draft, at: Instant): void {
  change(draft, { relationship: { ...draft.case.relationship, askedAt: at, block: null } });
}

/** Ends the newest invitation in the given way, or lets it go on as `consented`. */
export function closeInvitation(draft: Draft, status: InvitationStatus, at: Instant, comment?: string): void {
  const { invitation } = draft.case;
  if (!invitation) return;
  change(draft, { invitation: { ...invitation, status, closedAt: at, ...(comment ? { comment } : {}) } });
}

/** The scope that is held now: that of the active relationship. */
export function heldScope(relationship: Relationship): 'none' | Scope {
  return relationship.status === 'active' ? (relationship.scope ?? 'none') : 'none';
}

/** Whether one scope includes another: delegated administration includes reselling. */
export function covers(scope: 'none' | Scope, needed: Scope): boolean {
  return scope === 'delegated-admin' || scope === needed;
}
