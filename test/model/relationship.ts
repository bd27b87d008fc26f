import type { DataOf } from '../../shared/events/catalogue.ts';
import type { Scope } from '../../shared/events/vocabulary.ts';
import { holds, invite, moveTo, resellerScope } from './invitations.ts';
import { failOnboarding } from './onboarding.ts';
import { type Model, type ModelInvitation, openInvitation } from './state.ts';
import { widestNeeded } from './table.ts';

/** Tells the model's invitation behind a link from the core's id of it. */
export type LinkOf = (invitationId: string) => number | null;

/** `relationship.requested` (contract §2, §3.3): asks, again if need be. One older than the last changes nothing. */
export function requestRelationship(m: Model, at: number, data: DataOf<'relationship.requested'>): string {
  if (at < m.askedAt || at < m.factAt) return 'stale';
  const scope = data.scope ?? null;
  const to = data.contactEmail ?? null;
  if (m.customer) return ask(m, at, scope, to);
  if (holds(m, scope ?? widestNeeded(m))) return 'ignored';
  m.waitingRequest = { at, scope, to };
  m.askedAt = at;
  m.block = null;
  return 'parked';
}

/** Asks for what is told, else for what is needed. */
export function ask(m: Model, at: number, told: Scope | null, address: string | null): string {
  const scope = told ?? widestNeeded(m);
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

/** Which invitation an answer by a link is to, or `null` when its answer does not count any more. */
function answered(m: Model, at: number, serial: number | null | undefined): ModelInvitation | null {
  const open = openInvitation(m);
  if (serial === undefined) return open;
  const about = [m.invitation, m.previous].find((one) => one?.serial === serial);
  if (!about) return null;
  if (about === open) return about;
  // Given in time it counts, however late it is taken.
  const inTime = about.endedAt !== null && at < about.endedAt;
  return inTime && (about.status === 'replaced' || about.status === 'expired') ? about : null;
}

/** `relationship.approved` (contract §3.3). */
export function approve(m: Model, at: number, data: DataOf<'relationship.approved'>, linkOf: LinkOf): string {
  const byLink = data.via === 'customer-link';
  const about = byLink ? answered(m, at, serialOf(data, linkOf)) : openInvitation(m);
  if (at < m.factAt) return 'stale';
  if (byLink && !about) return 'ignored';
  const scope = data.scope ?? about?.scope ?? resellerScope(m);
  const held = holds(m, scope);
  if (byLink && about && !held && m.world.acceptance === 'partner-center')
    return consent(m, at, about, scope);
  const meant = byLink && about === m.invitation ? about : openInvitation(m);
  // An approval narrower than asked leaves the invitation as it is.
  if (meant && (scope === 'delegated-admin' || meant.scope === scope)) meant.status = 'approved';
  if (held) {
    // An approval said again is a newer fact.
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

function serialOf(data: { invitationId?: string | undefined }, linkOf: LinkOf): number | null | undefined {
  return data.invitationId === undefined ? undefined : linkOf(data.invitationId);
}

/** The customer said yes; Microsoft's own acceptance is still to come (contract §3.3). */
function consent(m: Model, at: number, about: ModelInvitation, scope: Scope): string {
  if (about.status === 'consented') return 'ignored';
  m.factAt = at;
  m.entry.mails.push('receipt');
  // What was replaced or has expired since stays so: the yes is recorded.
  if (about === m.invitation && about.status === 'open') {
    about.status = 'consented';
    if (m.status !== 'active') moveTo(m, 'consented', scope);
  }
  return 'applied';
}

/** `relationship.declined` (contract §3.3). */
export function decline(m: Model, at: number, data: DataOf<'relationship.declined'>, linkOf: LinkOf): string {
  if (at < m.factAt) return 'stale';
  const about = answered(m, at, serialOf(data, linkOf));
  const newest = m.invitation;
  if (!about || !newest) return 'ignored';
  if (about !== newest && newest.status !== 'open') return 'ignored';
  if (about === newest && newest.status !== 'open' && newest.status !== 'expired') return 'ignored';
  // A refusal from before somebody asked again is no answer to that, unless it names that very invitation.
  const named = data.invitationId !== undefined && about === newest;
  if (!named && at < m.askedAt) return 'stale';
  // A no to the old link ends the new one, too, unless the partner asked since.
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
  const all = data.scope === 'all' || m.world.cloud === 'us-government';
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

/** A mail to a customer bounced for good, or was complained of (contract §3.3). */
export function mailFailed(m: Model, at: number, serial: number | null, letterTo?: string): string {
  if (letterTo !== undefined) {
    if (m.customer?.email !== letterTo) return 'ignored';
    m.suppressed.add(letterTo);
    return 'applied';
  }
  const about = [m.invitation, m.previous].find((one) => one?.serial === serial);
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
