import type { DataOf } from '../../shared/events/catalogue.ts';
import type { Scope } from '../../shared/events/vocabulary.ts';
import { holds, invite, moveTo, resellerScope } from './invitations.ts';
import { failOnboarding } from './onboarding.ts';
import { type Model, type ModelInvitation, openInvitation } from './state.ts';
import { widestNeeded } from './table.ts';

/** Maps the core's invitation id to the model's number of that invitation. */
export type InvitationNumberOf = (invitationId: string) => number | null;

/** `relationship.requested` (contract §2, §3.3): opens an invitation, also a second time. A request older than the last one changes nothing. */
export function requestRelationship(m: Model, at: number, data: DataOf<'relationship.requested'>): string {
  if (at < m.askedAt || at < m.factAt) return 'stale';
  const scope = data.scope ?? null;
  const to = data.contactEmail ?? null;
  if (m.customer) return requestApproval(m, at, scope, to);
  if (holds(m, scope ?? widestNeeded(m))) return 'ignored';
  m.waitingRequest = { at, scope, to };
  m.askedAt = at;
  m.block = null;
  return 'parked';
}

/** Opens an invitation for the given scope, or for the widest scope that is needed. */
export function requestApproval(
  m: Model,
  at: number,
  requested: Scope | null,
  address: string | null,
): string {
  const scope = requested ?? widestNeeded(m);
  const to = address ?? m.customer?.email ?? '';
  if (holds(m, scope)) return 'ignored';
  if (m.suppressed.has(to)) {
    m.entry.outcomes.push('event.refused address-undeliverable');
    return 'refused';
  }
  m.askedAt = at;
  m.block = null;
  invite(m, scope, to);
  return 'applied';
}

/** Finds the invitation that a link answers, or `null` when the answer no longer counts. */
function answeredInvitation(m: Model, at: number, number: number | null | undefined): ModelInvitation | null {
  const open = openInvitation(m);
  if (number === undefined) return open;
  const about = [m.invitation, m.previous].find((one) => one?.number === number);
  if (!about) return null;
  if (about === open) return about;
  // An answer given in time counts, however late it is processed.
  const inTime = about.endedAt !== null && at < about.endedAt;
  const unanswered = ['replaced', 'expired', 'undeliverable'].includes(about.status);
  return inTime && unanswered ? about : null;
}

/** `relationship.approved` (contract §3.3). */
export function approve(
  m: Model,
  at: number,
  data: DataOf<'relationship.approved'>,
  linkOf: InvitationNumberOf,
): string {
  const byLink = data.via === 'customer-link';
  const about = byLink ? answeredInvitation(m, at, serialOf(data, linkOf)) : openInvitation(m);
  if (at < m.factAt) return 'stale';
  if (byLink && !about) return 'ignored';
  const scope = data.scope ?? about?.scope ?? resellerScope(m);
  const held = holds(m, scope);
  if (byLink && about && !held && m.partner.acceptance === 'partner-center')
    return consent(m, at, about, scope);
  const approved = byLink && about === m.invitation ? about : openInvitation(m);
  // An approval narrower than the request leaves the invitation open.
  if (approved && (scope === 'delegated-admin' || approved.scope === scope)) approved.status = 'approved';
  if (held) {
    // A repeated approval is a newer fact.
    if (m.scope === scope) m.factAt = at;
    return 'ignored';
  }
  m.factAt = at;
  if (scope === 'delegated-admin') m.block = null;
  moveTo(m, 'active', scope);
  if (byLink) m.entry.mails.push('receipt');
  m.entry.mails.push('notice');
  return 'applied';
}

function serialOf(
  data: { invitationId?: string | undefined },
  linkOf: InvitationNumberOf,
): number | null | undefined {
  return data.invitationId === undefined ? undefined : linkOf(data.invitationId);
}

/** Records the customer's consent; Microsoft's own acceptance is still missing (contract §3.3). */
function consent(m: Model, at: number, about: ModelInvitation, scope: Scope): string {
  if (about.status === 'consented') return 'ignored';
  m.factAt = at;
  m.entry.mails.push('receipt');
  // An invitation that was replaced or expired meanwhile stays so; only the consent is recorded.
  if (about === m.invitation && about.status === 'open') {
    about.status = 'consented';
    if (m.status !== 'active') moveTo(m, 'consented', scope);
  }
  return 'applied';
}

/** `relationship.declined` (contract §3.3). */
export function decline(
  m: Model,
  at: number,
  data: DataOf<'relationship.declined'>,
  linkOf: InvitationNumberOf,
): string {
  if (at < m.factAt) return 'stale';
  const about = answeredInvitation(m, at, serialOf(data, linkOf));
  const newest = m.invitation;
  if (!about || !newest) return 'ignored';
  if (about !== newest && newest.status !== 'open') return 'ignored';
  if (about === newest && !['open', 'expired', 'undeliverable'].includes(newest.status)) return 'ignored';
  // The partner asked again after this refusal, so the refusal does not apply unless it names the new invitation.
  const named = data.invitationId !== undefined && about === newest;
  if (!named && at < m.askedAt) return 'stale';
  // A refusal by the old link also ends the new invitation, unless the partner asked again.
  m.factAt = at;
  newest.status = 'declined';
  newest.endedAt = m.clock;
  m.block = { reason: 'declined', since: at };
  if (m.status !== 'active') moveTo(m, 'declined', null);
  if (data.via === 'customer-link') m.entry.mails.push('receipt');
  m.entry.mails.push('notice');
  return 'applied';
}

/** `relationship.removed` (contract §3.3). */
export function remove(m: Model, at: number, data: DataOf<'relationship.removed'>): string {
  if (at < m.factAt) return 'stale';
  m.factAt = at;
  const all = data.scope === 'all' || m.partner.cloud === 'us-government';
  if (m.status !== 'active' || (!all && m.scope !== 'delegated-admin')) return 'ignored';
  const askedSince = m.askedAt > at;
  if (!askedSince) m.block = { reason: 'removed', since: at };
  m.entry.mails.push('notice');
  if (!all) {
    moveTo(m, 'active', 'reseller-only');
    return 'applied';
  }
  for (const s of m.subscriptions.values())
    if (s.onboarding?.status === 'under-way') failOnboarding(m, s, at, 'other', 'relationship removed');
  const open = openInvitation(m);
  if (open && askedSince) moveTo(m, open.status === 'open' ? 'invited' : 'consented', open.scope);
  else {
    if (open) {
      open.status = 'replaced';
      open.endedAt = m.clock;
    }
    moveTo(m, 'removed', null);
  }
  return 'applied';
}

/** `mail.failed`: a permanent bounce or a complaint (contract §3.3). */
export function mailFailed(m: Model, at: number, number: number | null, letterTo?: string): string {
  if (letterTo !== undefined) {
    if (m.customer?.email !== letterTo) return 'ignored';
    m.suppressed.add(letterTo);
    return 'applied';
  }
  const about = [m.invitation, m.previous].find((one) => one?.number === number);
  if (!about) return 'ignored';
  m.suppressed.add(about.to);
  if (about !== m.invitation || about.status !== 'open') return 'ignored';
  about.status = 'undeliverable';
  about.endedAt = m.clock;
  m.block = { reason: 'undeliverable', since: at };
  if (m.status !== 'active') moveTo(m, 'undeliverable', null);
  m.entry.outcomes.push('invitation.undeliverable');
  m.entry.mails.push('notice');
  return 'applied';
}
