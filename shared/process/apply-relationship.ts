import { change } from '../case/draft.ts';
import { isOpen } from '../case/invitation.ts';
import { closeInvitation, covers, heldScope, moveRelationship, noteFact } from '../case/permission.ts';
import { openInvitation } from '../chains/open-invitation.ts';
import { leastScope } from '../rules/facts.ts';
import { type Apply, applied, unapplied } from './applied.ts';
import { isStale } from './decide-subscriptions.ts';
import { scopeToAsk } from './scope-to-ask.ts';

/** `relationship.requested`: ask (again). Lifts what blocked, replaces an open invitation. */
export const applyRequested: Apply<'relationship.requested'> = (context, { data, time }) => {
  const { draft, partner } = context;
  const { relationship, customer } = draft.case;
  if (isStale(time, relationship.factAt)) return unapplied('stale', null);
  const scope = data.scope ?? scopeToAsk(draft, partner.cloud);
  if (covers(heldScope(relationship), scope)) return unapplied('ignored', 'already-held');
  noteFact(draft, time, null);
  const contactEmail = data.contactEmail ?? customer?.contactEmail;
  if (!customer || !contactEmail) {
    const { scope: asked, contactEmail: to } = data;
    change(draft, { request: { at: time, ...(asked && { scope: asked }), ...(to && { contactEmail: to }) } });
    return unapplied('parked', 'unknown-customer');
  }
  openInvitation(context, { scope, contactEmail });
  return applied();
};

/** `relationship.approved`: by the link, or known from Microsoft or upstream, which needs no invitation. */
export const applyApproved: Apply<'relationship.approved'> = (context, { data, time }) => {
  const { draft, partner } = context;
  const { relationship } = draft.case;
  if (isStale(time, relationship.factAt)) return unapplied('stale', null);
  const byLink = data.via === 'customer-link';
  const invitation = byLink ? answered(context, data.invitationId, time) : draft.case.invitation;
  if (byLink && !invitation) return unapplied('ignored', 'invitation-not-open');
  const open = isOpen(draft.case.invitation) ? draft.case.invitation : null;
  const scope = data.scope ?? (byLink ? invitation?.scope : open?.scope) ?? leastScope(partner.cloud);
  const covered = covers(heldScope(relationship), scope);
  if (byLink && partner.acceptance === 'partner-center' && !covered) {
    if (invitation?.status === 'consented') return unapplied('ignored', 'already-consented');
    closeInvitation(draft, 'consented', time);
    if (relationship.status !== 'active') moveRelationship(draft, { status: 'consented', scope, at: time });
    noteFact(draft, time, null);
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
  if (open && covers(scope, open.scope)) closeInvitation(draft, 'approved', time);
  if (covered) return unapplied('ignored', 'already-held');
  moveRelationship(draft, { status: 'active', scope, at: time });
  noteFact(draft, time, null);
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
export const applyDeclined: Apply<'relationship.declined'> = (context, { data, time }) => {
  const { draft } = context;
  const { relationship, invitation } = draft.case;
  if (isStale(time, relationship.factAt)) return unapplied('stale', null);
  const isThisOne = data.invitationId === undefined || data.invitationId === invitation?.id;
  if (invitation?.status !== 'open' || !isThisOne) return unapplied('ignored', 'invitation-not-open');
  const byLink = data.via === 'customer-link';
  closeInvitation(draft, 'declined', time, data.comment);
  if (relationship.status !== 'active')
    moveRelationship(draft, { status: 'declined', scope: null, at: time });
  noteFact(draft, time, { reason: 'declined', since: time });
  draft.changes.push({
    kind: 'answered',
    invitationId: invitation.id,
    answer: 'declined',
    scope: invitation.scope,
    byLink,
  });
  return applied();
};

/** `relationship.removed`: wholly, or its delegated administration only. Remembered even when nothing is held. */
export const applyRemoved: Apply<'relationship.removed'> = (context, { data, time }) => {
  const { draft } = context;
  const { relationship } = draft.case;
  if (isStale(time, relationship.factAt)) return unapplied('stale', null);
  const held = heldScope(relationship);
  const partly = data.scope === 'delegated-admin';
  if (held === 'none' || (partly && held !== 'delegated-admin')) {
    // An approval that is older than this removal and comes later must not bring the permission back.
    change(draft, { relationship: { ...relationship, factAt: time } });
    return unapplied('ignored', 'nothing-held');
  }
  if (partly) moveRelationship(draft, { status: 'active', scope: 'reseller-only', at: time });
  else {
    if (isOpen(draft.case.invitation)) closeInvitation(draft, 'replaced', time);
    moveRelationship(draft, { status: 'removed', scope: null, at: time });
  }
  noteFact(draft, time, { reason: 'removed', since: time });
  draft.changes.push({ kind: 'answered', invitationId: null, answer: 'removed', scope: held, byLink: false });
  return applied();
};

/** The invitation that a click answers: the open one, or the one before if it was replaced after the click. */
function answered(
  { draft }: Parameters<typeof applyApproved>[0],
  invitationId: string | undefined,
  at: string,
) {
  const { invitation, replaced } = draft.case;
  if (isOpen(invitation) && invitation.id === invitationId) return invitation;
  if (replaced && replaced.id === invitationId && isStale(at, replaced.closedAt)) return replaced;
  return null;
}
