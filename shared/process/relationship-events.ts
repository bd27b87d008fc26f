import { isSuppressed } from '../case/case.ts';
import { updateCase } from '../case/draft.ts';
import {
  covers,
  heldScope,
  type Invitation,
  type InvitationStatus,
  isOpen,
  type Relationship,
  scopeOfGrants,
} from '../case/relationship.ts';
import {
  applyTransition,
  clearGrants,
  endGrant,
  recordGrant,
  recordPermissionTime,
  recordRequest,
  setInvitationStatus,
} from '../case/relationship-transitions.ts';
import { leastScope } from '../case/subscription.ts';
import type { ChainContext } from '../chains/chain-context.ts';
import { failOnboarding } from '../chains/onboarding-chains.ts';
import { openInvitation } from '../chains/subscription-chains.ts';
import { fromMillis, type Instant, isStale } from '../events/instant.ts';
import { type ApplyEvent, applied, type EventResult, scopeToAsk, unapplied } from './event-result.ts';

/*
 * The relationship events of contract §3.3. Each function checks whether the event counts (is it stale, which invitation
 * does it answer) and then applies a row of the state machine in `case/relationship-transitions.ts`.
 */

/** `relationship.requested`: asks the customer (again). Clears a block and replaces an open invitation. */
export const applyRequested: ApplyEvent<'relationship.requested'> = (context, { data, time }) => {
  const { draft, partner } = context;
  const { relationship, customer } = draft.case;
  if (isStale(time, relationship.factAt) || isStale(time, relationship.askedAt)) {
    return unapplied('stale', null);
  }
  const scope = data.scope ?? scopeToAsk(draft, partner.cloud);
  if (covers(heldScope(relationship), scope)) return unapplied('ignored', 'already-held');
  const contactEmail = data.contactEmail ?? customer?.contactEmail;
  if (contactEmail && isSuppressed(draft.case, contactEmail)) {
    draft.changes.push({ kind: 'refused', subscriptionId: null, reason: 'address-undeliverable' });
    return unapplied('refused', 'address-undeliverable');
  }
  recordRequest(draft, time);
  if (!customer || !contactEmail) {
    const { scope: asked, contactEmail: to } = data;
    updateCase(draft, {
      request: { at: time, ...(asked && { scope: asked }), ...(to && { contactEmail: to }) },
    });
    return unapplied('parked', 'unknown-customer');
  }
  openInvitation(context, { scope, contactEmail });
  return applied();
};

/**
 * `relationship.approved`: by the link, or as Microsoft or an upstream system reports it. An approval that does not come by
 * the link needs no invitation.
 */
export const applyApproved: ApplyEvent<'relationship.approved'> = (context, { data, time }) => {
  const { draft, partner } = context;
  const { relationship, invitation: newest } = draft.case;
  if (data.earlierAnswer) return unapplied('ignored', 'answered-before');
  if (isStaleFact(relationship, data.grant, time)) return unapplied('stale', null);
  const byLink = data.via === 'customer-link';
  const invitation = byLink ? invitationAnswered(context, data.invitationId, time) : newest;
  if (byLink && !invitation) return unapplied('ignored', 'invitation-not-open');
  const open = isOpen(newest) ? newest : null;
  const scope = data.scope ?? (byLink ? invitation?.scope : open?.scope) ?? leastScope(partner.cloud);
  const held = heldScope(relationship);
  const alreadyHeld = covers(held, scope);
  const isNewest = invitation?.id === newest?.id;
  const invitationId = invitation?.id ?? null;

  if (byLink && partner.acceptance === 'partner-center' && !alreadyHeld) {
    if (invitation?.status === 'consented') return unapplied('ignored', 'already-consented');
    // Consent to a replaced invitation is no consent to the one that replaced it. Consent to an expired one stays expired.
    if (isNewest && invitation?.status === 'open') applyTransition(draft, 'consented', { at: time, scope });
    recordPermissionTime(draft, time);
    draft.changes.push({ kind: 'answered', invitationId, answer: 'consented', scope, byLink });
    return applied();
  }

  // An open invitation for a wider scope than the one granted stays open (contract §3.3).
  const answered = byLink && isNewest ? invitation : open;
  const endsInvitation = answered !== null && covers(scope, answered.scope);
  recordGrant(draft, data.grant ?? (scope === 'delegated-admin' ? 'dap' : 'reseller'), time);
  if (alreadyHeld) {
    if (endsInvitation) setInvitationStatus(draft, 'approved', time);
    // A repeated approval is a newer fact: a removal from between the two that arrives late is stale.
    if (scope === held) recordPermissionTime(draft, time);
    return unapplied('ignored', 'already-held');
  }
  const event = scope === 'delegated-admin' ? 'approved' : 'approved-reseller-only';
  applyTransition(draft, event, { at: time, scope, endsInvitation });
  recordPermissionTime(draft, time);
  draft.changes.push({ kind: 'answered', invitationId, answer: 'approved', scope, byLink });
  return applied();
};

/** `relationship.declined`: closes the invitation. The partner may not ask again for a while. */
export const applyDeclined: ApplyEvent<'relationship.declined'> = (context, { data, time }) => {
  const { draft } = context;
  const { relationship, invitation } = draft.case;
  if (data.earlierAnswer) return unapplied('ignored', 'answered-before');
  if (isStale(time, relationship.factAt)) return unapplied('stale', null);
  const answered = invitationAnswered(context, data.invitationId, time);
  const endedUnanswered = invitation?.status === 'expired' || invitation?.status === 'undeliverable';
  const mayDecline = invitation?.status === 'open' || (endedUnanswered && answered === invitation);
  if (!invitation || !answered || !mayDecline) return unapplied('ignored', 'invitation-not-open');
  // The partner asked again after this refusal, so the refusal counts only if it names the new invitation.
  const namesInvitation = data.invitationId === invitation.id;
  if (!namesInvitation && isStale(time, relationship.askedAt)) return unapplied('stale', null);
  applyTransition(draft, 'declined', { at: time, comment: data.comment });
  recordPermissionTime(draft, time);
  draft.changes.push({
    kind: 'answered',
    invitationId: invitation.id,
    answer: 'declined',
    scope: answered.scope,
    byLink: data.via === 'customer-link',
  });
  return applied();
};

/**
 * `relationship.removed`: the whole permission, its delegated administration, or one grant of it. Delegated administration is
 * held while one grant of it is.
 */
export const applyRemoved: ApplyEvent<'relationship.removed'> = (context, { data, time }) => {
  const { draft, partner, now } = context;
  const { relationship, invitation } = draft.case;
  const { grant } = data;
  if (isStaleFact(relationship, grant, time)) return unapplied('stale', null);
  const held = heldScope(relationship);
  // US Government has no reseller-only relationship that could remain (docs/references.md, relationships).
  const hasResellerOnly = leastScope(partner.cloud) === 'reseller-only';
  if (grant === undefined) clearGrants(draft, hasResellerOnly ? data.scope : 'all', time);
  else endGrant(draft, grant, time, hasResellerOnly);
  const left = scopeOfGrants(draft.case.relationship.grants);
  if (grant !== undefined && held !== 'none' && covers(left, held)) {
    recordPermissionTime(draft, time);
    return unapplied('ignored', 'still-held');
  }
  // A customer with GDAP only has no reseller relationship that could remain.
  const mayLeaveReseller = grant === undefined || held === 'none' || left === 'reseller-only';
  const delegatedAdminOnly = data.scope === 'delegated-admin' && mayLeaveReseller && hasResellerOnly;
  if (held === 'none' || (delegatedAdminOnly && held !== 'delegated-admin')) {
    // An older approval that arrives later must not bring the permission back.
    recordPermissionTime(draft, time);
    return unapplied('ignored', 'nothing-held');
  }
  const askedSince = isStale(time, relationship.askedAt);
  if (delegatedAdminOnly) {
    const event = askedSince ? 'delegated-admin-removed-before-request' : 'delegated-admin-removed';
    applyTransition(draft, event, { at: time });
  } else {
    failOnboardingsUnderWay(context, time);
    if (!askedSince) {
      // The invitation closes by our clock: a click between the removal and now still counts as an approval after it.
      const closedAt = fromMillis(now);
      applyTransition(draft, 'removed', { at: time, closedAt, endsInvitation: isOpen(invitation) });
    } else if (!isOpen(invitation)) {
      applyTransition(draft, 'removed-before-request', { at: time });
    } else {
      const { scope } = invitation;
      const isConsented = invitation.status === 'consented';
      const event = isConsented ? 'removed-while-consented' : 'removed-while-invited';
      applyTransition(draft, event, { at: time, scope });
    }
  }
  recordPermissionTime(draft, time);
  draft.changes.push({ kind: 'answered', invitationId: null, answer: 'removed', scope: held, byLink: false });
  return applied();
};

/**
 * Whether an approval or removal is older than what is known. A fact about one grant is compared with facts about that grant: an
 * older removal of one GDAP relationship still counts after the approval of another.
 */
function isStaleFact(relationship: Relationship, grant: string | undefined, time: Instant): boolean {
  if (grant === undefined) return isStale(time, relationship.factAt);
  const known = relationship.grants.find(({ by }) => by === grant);
  return isStale(time, known?.at ?? null) || isStale(time, relationship.clearedAt);
}

/** Ends the newest invitation because it expired or its mail failed, and records that it ended without an answer. */
export function endInvitation(
  { draft, cause, now }: ChainContext,
  invitation: Invitation,
  end: 'expired' | 'undeliverable',
): EventResult {
  // After a bounce the page stays open until we hear of it: a click until then counts.
  applyTransition(draft, end, {
    at: cause.at,
    ...(end === 'undeliverable' && { closedAt: fromMillis(now) }),
  });
  const { id: invitationId, scope } = invitation;
  draft.changes.push({ kind: 'invitation-ended', invitationId, end, scope });
  return applied();
}

/** How an invitation ends without an answer. One that was given before still counts. */
const ENDED_UNANSWERED: ReadonlySet<InvitationStatus> = new Set(['replaced', 'expired', 'undeliverable']);

/** A removal fails the onboardings under way (contract §3.3). */
function failOnboardingsUnderWay(context: ChainContext, at: Instant): void {
  // In order of the ids, so that the timeline does not depend on the order of arrival.
  const subscriptions = [...context.draft.subscriptions.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const subscription of subscriptions) {
    const { onboarding } = subscription;
    if (onboarding?.status !== 'under-way') continue;
    failOnboarding(context, subscription, onboarding, {
      reason: 'other',
      detail: 'relationship removed',
      at,
    });
  }
}

/**
 * The invitation that an answer belongs to: the open one, or the one it names, if that was replaced, expired or became
 * undeliverable only after the customer had answered.
 */
function invitationAnswered(
  { draft }: ChainContext,
  invitationId: string | undefined,
  answeredAt: Instant,
): Invitation | null {
  const { invitation, previous } = draft.case;
  if (isOpen(invitation) && (invitationId === undefined || invitation.id === invitationId)) return invitation;
  const named = invitationId && [invitation, previous].find((known) => known?.id === invitationId);
  if (!named || !ENDED_UNANSWERED.has(named.status)) return null;
  const endedAt = named.status === 'expired' ? named.expiresAt : named.closedAt;
  return isStale(answeredAt, endedAt) ? named : null;
}
