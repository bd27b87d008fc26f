import { isSuppressed } from '../case/case.ts';
import {
  closeInvitation,
  moveRelationship,
  recordPermissionFact,
  recordRequest,
  updateCase,
} from '../case/draft.ts';
import { covers, heldScope, isOpen } from '../case/relationship.ts';
import { leastScope } from '../case/subscription.ts';
import { failOnboarding } from '../chains/onboarding-chains.ts';
import { openInvitation } from '../chains/subscription-chains.ts';
import { fromMillis, isStale } from '../events/instant.ts';
import { type ApplyEvent, applied, scopeToAsk, unapplied } from './event-result.ts';

/** `relationship.requested`: ask (again). Lifts what blocked, replaces an open invitation. */
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

/** `relationship.approved`: by the link, or known from Microsoft or upstream, which needs no invitation. */
export const applyApproved: ApplyEvent<'relationship.approved'> = (context, { data, time }) => {
  const { draft, partner } = context;
  const { relationship } = draft.case;
  if (isStale(time, relationship.factAt)) return unapplied('stale', null);
  const byLink = data.via === 'customer-link';
  const invitation = byLink ? invitationAnswered(context, data.invitationId, time) : draft.case.invitation;
  if (byLink && !invitation) return unapplied('ignored', 'invitation-not-open');
  const open = isOpen(draft.case.invitation) ? draft.case.invitation : null;
  const scope = data.scope ?? (byLink ? invitation?.scope : open?.scope) ?? leastScope(partner.cloud);
  const held = heldScope(relationship);
  const covered = covers(held, scope);
  if (byLink && partner.acceptance === 'partner-center' && !covered) {
    if (invitation?.status === 'consented') return unapplied('ignored', 'already-consented');
    // Yes to an invitation that was replaced meanwhile is no yes to the one that replaced it.
    // Nor is it one to an invitation that has expired since: what is consented to expires all the same.
    if (invitation?.id === draft.case.invitation?.id && invitation?.status === 'open') {
      closeInvitation(draft, 'consented', time);
      if (relationship.status !== 'active') moveRelationship(draft, { status: 'consented', scope, at: time });
    }
    recordPermissionFact(draft, time, relationship.block);
    draft.changes.push({
      kind: 'answered',
      invitationId: invitation?.id ?? null,
      answer: 'consented',
      scope,
      byLink,
    });
    return applied();
  }
  // An invitation for more than was given goes on (contract §3.3).
  const ended = byLink && invitation?.id === draft.case.invitation?.id ? invitation : open;
  if (ended && covers(scope, ended.scope)) closeInvitation(draft, 'approved', time);
  if (covered) {
    // Said again it is a newer fact: a removal from between the two, coming late, is stale.
    if (scope === held) recordPermissionFact(draft, time, relationship.block);
    return unapplied('ignored', 'already-held');
  }
  moveRelationship(draft, { status: 'active', scope, at: time });
  // Who grants less than was refused or removed has not taken that back.
  recordPermissionFact(draft, time, scope === 'delegated-admin' ? null : relationship.block);
  draft.changes.push({
    kind: 'answered',
    invitationId: invitation?.id ?? null,
    answer: 'approved',
    scope,
    byLink,
  });
  return applied();
};

/** `relationship.declined`: the open invitation is over and nobody is asked for a while. */
export const applyDeclined: ApplyEvent<'relationship.declined'> = (context, { data, time }) => {
  const { draft } = context;
  const { relationship, invitation } = draft.case;
  if (isStale(time, relationship.factAt)) return unapplied('stale', null);
  const meant = invitationAnswered(context, data.invitationId, time);
  const waits = invitation?.status === 'open' || (invitation?.status === 'expired' && meant === invitation);
  if (!invitation || !meant || !waits) return unapplied('ignored', 'invitation-not-open');
  // Somebody asked since: this is no answer to that, unless it names that very invitation.
  const namesIt = data.invitationId === invitation.id;
  if (!namesIt && isStale(time, relationship.askedAt)) return unapplied('stale', null);
  const byLink = data.via === 'customer-link';
  closeInvitation(draft, 'declined', time, data.comment);
  if (relationship.status !== 'active')
    moveRelationship(draft, { status: 'declined', scope: null, at: time });
  recordPermissionFact(draft, time, { reason: 'declined', since: time });
  draft.changes.push({
    kind: 'answered',
    invitationId: invitation.id,
    answer: 'declined',
    scope: meant.scope,
    byLink,
  });
  return applied();
};

/** `relationship.removed`: wholly, or its delegated administration only. Remembered even when nothing is held. */
export const applyRemoved: ApplyEvent<'relationship.removed'> = (context, { data, time }) => {
  const { draft } = context;
  const { relationship, invitation } = draft.case;
  if (isStale(time, relationship.factAt)) return unapplied('stale', null);
  const held = heldScope(relationship);
  // US Government has no reseller-only that could be left (domain §2.1).
  const partly = data.scope === 'delegated-admin' && leastScope(context.partner.cloud) === 'reseller-only';
  if (held === 'none' || (partly && held !== 'delegated-admin')) {
    // An approval that is older than this removal and comes later must not bring the permission back.
    updateCase(draft, { relationship: { ...relationship, factAt: time } });
    return unapplied('ignored', 'nothing-held');
  }
  const askedSince = isStale(time, relationship.askedAt);
  if (!partly) failAllUnderWay(context, time);
  if (partly) moveRelationship(draft, { status: 'active', scope: 'reseller-only', at: time });
  else if (askedSince && isOpen(invitation)) {
    const status = invitation.status === 'consented' ? 'consented' : 'invited';
    moveRelationship(draft, { status, scope: invitation.scope, at: time });
  } else {
    // Closed now: who clicked since the removal, while the page still asked, has said yes after it.
    if (isOpen(invitation)) closeInvitation(draft, 'replaced', fromMillis(context.now));
    moveRelationship(draft, { status: 'removed', scope: null, at: time });
  }
  recordPermissionFact(draft, time, askedSince ? relationship.block : { reason: 'removed', since: time });
  draft.changes.push({ kind: 'answered', invitationId: null, answer: 'removed', scope: held, byLink: false });
  return applied();
};

/** Removal fails what is under way (contract §3.3). */
function failAllUnderWay(context: Parameters<typeof applyRemoved>[0], at: string): void {
  for (const subscription of [...context.draft.subscriptions.values()]) {
    if (subscription.onboarding?.status !== 'under-way') continue;
    failOnboarding(context, subscription, { reason: 'other', detail: 'relationship removed', at });
  }
}

/** The invitation that is answered: the open one, or the one named if it was replaced or expired after the answer was given. */
function invitationAnswered(
  { draft }: Parameters<typeof applyApproved>[0],
  invitationId: string | undefined,
  at: string,
) {
  const { invitation, previous } = draft.case;
  if (isOpen(invitation) && (invitationId === undefined || invitation.id === invitationId)) return invitation;
  const named = invitationId && [invitation, previous].find((one) => one?.id === invitationId);
  if (!named) return null;
  const endedAt = named.status === 'expired' ? named.expiresAt : named.closedAt;
  const countsInTime = named.status === 'replaced' || named.status === 'expired';
  return countsInTime && isStale(at, endedAt) ? named : null;
}
