import type { Instant } from '../events/instant.ts';
import type { Scope } from '../events/vocabulary.ts';
import type { Case } from './case.ts';
import type { Block, InvitationStatus, RelationshipStatus } from './relationship.ts';
import type { Subscription } from './subscription.ts';
import type { Change, DecisionMade } from './timeline.ts';

/**
 * A working copy of a case while one event is folded in. Its parts are replaced, never changed in place, so the case it
 * was made from stays as it was; only the fold that made it holds it.
 */
export interface Draft {
  case: Case;
  /** Copied on the first write, not before: a case may have 10,000 subscriptions. */
  readonly subscriptions: Map<string, Subscription>;
  /** Subscriptions that were written, for the store. */
  readonly written: Set<string>;
  readonly changes: Change[];
  readonly decisions: DecisionMade[];
}

/** Starts a draft over a case; `subscriptions` is the fold's own map. */
export function createDraft(
  from: Case,
  subscriptions: Map<string, Subscription>,
  written: Set<string>,
): Draft {
  return { case: { ...from, subscriptions }, subscriptions, written, changes: [], decisions: [] };
}

/** Replaces a subscription of the draft. */
export function putSubscription(draft: Draft, subscription: Subscription): void {
  draft.subscriptions.set(subscription.id, subscription);
  draft.written.add(subscription.id);
}

/** Replaces parts of the case. */
export function updateCase(draft: Draft, parts: Partial<Omit<Case, 'subscriptions'>>): void {
  draft.case = { ...draft.case, ...parts };
}

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
  updateCase(draft, {
    relationship: { ...relationship, status: to.status, scope: to.scope, changedAt: to.at },
  });
}

/** Notes a fact about the permission: older ones are stale from now on, and the block is as told. */
export function recordPermissionFact(draft: Draft, at: Instant, block: Block | null): void {
  updateCase(draft, { relationship: { ...draft.case.relationship, factAt: at, block } });
}

/** Notes that somebody asks: nothing blocks any more. */
export function recordRequest(draft: Draft, at: Instant): void {
  updateCase(draft, { relationship: { ...draft.case.relationship, askedAt: at, block: null } });
}

/** Ends the newest invitation in the given way, or lets it go on as `consented`. */
export function closeInvitation(draft: Draft, status: InvitationStatus, at: Instant, comment?: string): void {
  const { invitation } = draft.case;
  if (!invitation) return;
  updateCase(draft, { invitation: { ...invitation, status, closedAt: at, ...(comment ? { comment } : {}) } });
}
