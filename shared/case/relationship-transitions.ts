import { type Instant, latest } from '../events/instant.ts';
import type { Scope } from '../events/vocabulary.ts';
import { type Draft, updateCase } from './draft.ts';
import {
  type Block,
  type Grant,
  type GrantSource,
  heldScope,
  type InvitationStatus,
  RELATIONSHIP_STATUSES,
  type Relationship,
  type RelationshipStatus,
} from './relationship.ts';

/**
 * The triggers of the state machine, and how the docs describe them (contract §3.3). They are not event types: what one event
 * triggers also depends on the case.
 */
export const RELATIONSHIP_TRIGGERS = {
  'invitation-opened': 'an invitation is opened',
  approved: 'the customer approves delegated-admin',
  'approved-reseller-only': 'the customer approves reseller-only',
  consented: 'the customer approves by the link; the partner’s acceptance is partner-center',
  declined: 'the customer declines',
  expired: 'the invitation expires',
  undeliverable: 'the invitation bounces for good or is complained about',
  removed: 'the permission is removed',
  'removed-before-request': 'the permission is removed; the partner has asked again since',
  'removed-while-invited': 'the permission is removed; a newer invitation is open',
  'removed-while-consented': 'the permission is removed; the customer has consented to a newer invitation',
  'delegated-admin-removed': 'delegated-admin is removed',
  'delegated-admin-removed-before-request': 'delegated-admin is removed; the partner has asked again since',
  erased: 'the customer is erased',
} as const;

export type RelationshipTrigger = keyof typeof RELATIONSHIP_TRIGGERS;

/** A row of the state machine: in one of the states `from`, the event leads to the state `to` and has these effects. */
export interface RelationshipTransition {
  readonly event: RelationshipTrigger;
  readonly from: readonly RelationshipStatus[];
  readonly to: RelationshipStatus;
  /** The scope afterwards: the one the event carries, the one held before, or a fixed one. */
  readonly scope: 'of the event' | 'as held' | 'reseller-only' | 'none';
  /** The status that the newest invitation gets. */
  readonly invitation: InvitationStatus | 'unchanged';
  /** What blocks further requests afterwards (rule `relationship-blocked`). */
  readonly block: Block['reason'] | 'cleared' | 'unchanged';
}

const NOT_ACTIVE = RELATIONSHIP_STATUSES.filter((status) => status !== 'active');
const WAITING = ['invited', 'consented'] as const;

/**
 * The state machine of the relationship (contract §3.3). A state and an event have one row at most; without a row the event
 * changes nothing. An active relationship stays active when an invitation for a wider scope ends unanswered or declined. After a
 * removal, the invitation that led to the relationship counts as replaced: its link shows that it is no longer valid.
 */
export const RELATIONSHIP_TRANSITIONS: readonly RelationshipTransition[] = [
  // trigger, from, to, scope afterwards, status of the newest invitation, block afterwards
  row('invitation-opened', NOT_ACTIVE, 'invited', 'of the event', 'open', 'cleared'),
  row('invitation-opened', ['active'], 'active', 'as held', 'open', 'cleared'),
  row('approved', RELATIONSHIP_STATUSES, 'active', 'of the event', 'approved', 'cleared'),
  row('approved-reseller-only', NOT_ACTIVE, 'active', 'of the event', 'approved', 'unchanged'),
  row('consented', ['invited'], 'consented', 'of the event', 'consented', 'unchanged'),
  row('consented', ['active'], 'active', 'as held', 'consented', 'unchanged'),
  row(
    'declined',
    ['invited', 'expired', 'removed', 'undeliverable'],
    'declined',
    'none',
    'declined',
    'declined',
  ),
  row('declined', ['active'], 'active', 'as held', 'declined', 'declined'),
  row('expired', WAITING, 'expired', 'none', 'expired', 'unchanged'),
  row('expired', ['active'], 'active', 'as held', 'expired', 'unchanged'),
  row('undeliverable', ['invited'], 'undeliverable', 'none', 'undeliverable', 'undeliverable'),
  row('undeliverable', ['active'], 'active', 'as held', 'undeliverable', 'undeliverable'),
  row('removed', ['active'], 'removed', 'none', 'replaced', 'removed'),
  row('removed-before-request', ['active'], 'removed', 'none', 'unchanged', 'unchanged'),
  row('removed-while-invited', ['active'], 'invited', 'of the event', 'unchanged', 'unchanged'),
  row('removed-while-consented', ['active'], 'consented', 'of the event', 'unchanged', 'unchanged'),
  row('delegated-admin-removed', ['active'], 'active', 'reseller-only', 'unchanged', 'removed'),
  row(
    'delegated-admin-removed-before-request',
    ['active'],
    'active',
    'reseller-only',
    'unchanged',
    'unchanged',
  ),
  row('erased', RELATIONSHIP_STATUSES, 'none', 'none', 'unchanged', 'unchanged'),
];

/** The row of the state machine for a state and an event; `null` if the event changes nothing there. */
export function transitionOf(
  status: RelationshipStatus,
  event: RelationshipTrigger,
): RelationshipTransition | null {
  return RELATIONSHIP_TRANSITIONS.find((one) => one.event === event && one.from.includes(status)) ?? null;
}

/** What an event carries into a transition. */
export interface TransitionDetails {
  /** When it happened: the event's time, or the product's clock for what the product does itself. */
  readonly at: Instant;
  /** The scope that is asked for or granted. */
  readonly scope?: Scope;
  /** When the relationship counts as changed, if not `at`. */
  readonly changedAt?: Instant;
  /** When the invitation counts as closed, if not `at`. */
  readonly closedAt?: Instant;
  /** Whether the event ends the newest invitation; `true` unless said otherwise. */
  readonly endsInvitation?: boolean;
  /** What the customer wrote when it declined. */
  readonly comment?: string | undefined;
}

/**
 * Applies an event to the relationship of a draft: its status and scope, the newest invitation and the block. Records the
 * change when status or scope changes.
 */
export function applyTransition(draft: Draft, event: RelationshipTrigger, details: TransitionDetails): void {
  const { at, scope = null, changedAt = at, closedAt = at, endsInvitation = true, comment } = details;
  const { relationship } = draft.case;
  const transition = transitionOf(relationship.status, event);
  if (!transition) return;
  if (endsInvitation && transition.invitation !== 'unchanged' && transition.invitation !== 'open') {
    setInvitationStatus(draft, transition.invitation, closedAt, comment);
  }
  const scopes = {
    'of the event': scope,
    'as held': relationship.scope,
    'reseller-only': 'reseller-only',
    none: null,
  } as const;
  moveRelationship(draft, transition.to, scopes[transition.scope], changedAt);
  if (transition.block === 'unchanged') return;
  const block = transition.block === 'cleared' ? null : { reason: transition.block, since: at };
  updateRelationship(draft, { block });
}

/** Sets the status of the newest invitation. The link of a `consented` invitation still works; any other status ends it. */
export function setInvitationStatus(
  draft: Draft,
  status: InvitationStatus,
  at: Instant,
  comment?: string,
): void {
  const { invitation } = draft.case;
  if (!invitation) return;
  updateCase(draft, { invitation: { ...invitation, status, closedAt: at, ...(comment && { comment }) } });
}

/** Records when the newest approval, refusal or removal happened. Older ones are stale from now on. */
export function recordPermissionTime(draft: Draft, at: Instant): void {
  updateRelationship(draft, { factAt: latest(draft.case.relationship.factAt, at) });
}

/** Grants kept at most, the newest. A GDAP relationship lasts up to two years. */
const GRANTS_KEPT = 50;

/** Records that a source gives the permission. */
export function recordGrant(draft: Draft, by: GrantSource, at: Instant): void {
  setGrant(draft, { by, at, isHeld: true });
}

/**
 * Records that a source gives the permission no more.
 * @param leavesReseller whether the reseller relationship stays where DAP ends
 */
export function endGrant(draft: Draft, by: GrantSource, at: Instant, leavesReseller: boolean): void {
  const wasHeld = draft.case.relationship.grants.some((grant) => grant.by === by && grant.isHeld);
  setGrant(draft, { by, at, isHeld: false });
  if (by === 'dap' && wasHeld && leavesReseller) setGrant(draft, { by: 'reseller', at, isHeld: true });
}

/** Ends all grants, or all of delegated administration, whatever their source. */
export function clearGrants(draft: Draft, scope: 'all' | 'delegated-admin', at: Instant): void {
  const isLeft = scope === 'delegated-admin' && heldScope(draft.case.relationship) !== 'none';
  const grants = isLeft ? [{ by: 'reseller', at, isHeld: true }] : [];
  updateRelationship(draft, { grants, clearedAt: at });
}

function setGrant(draft: Draft, grant: Grant): void {
  const others = draft.case.relationship.grants.filter(({ by }) => by !== grant.by);
  updateRelationship(draft, { grants: [...others, grant].slice(-GRANTS_KEPT) });
}

/** Records that the partner asked. Nothing blocks a request any more. */
export function recordRequest(draft: Draft, at: Instant): void {
  updateRelationship(draft, { askedAt: at, block: null });
}

function moveRelationship(draft: Draft, status: RelationshipStatus, scope: Scope | null, at: Instant): void {
  const { relationship } = draft.case;
  if (relationship.status === status && relationship.scope === scope) return;
  draft.changes.push({ kind: 'relationship', status, previousStatus: relationship.status, scope });
  updateRelationship(draft, { status, scope, changedAt: at });
}

function updateRelationship(draft: Draft, parts: Partial<Relationship>): void {
  updateCase(draft, { relationship: { ...draft.case.relationship, ...parts } });
}

function row(
  event: RelationshipTrigger,
  from: readonly RelationshipStatus[],
  to: RelationshipStatus,
  scope: RelationshipTransition['scope'],
  invitation: RelationshipTransition['invitation'],
  block: RelationshipTransition['block'],
): RelationshipTransition {
  return { event, from, to, scope, invitation, block };
}
