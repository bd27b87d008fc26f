import type { DataOf } from '../../shared/events/catalogue.ts';
import type { Scope } from '../../shared/events/kinds.ts';
import { holds, invite, moveTo, resellerScope } from './invitations.ts';
import { failOnboarding } from './onboarding.ts';
import { type Model, type ModelInvitation, openInvitation } from './state.ts';
import { widestNeeded } from './table.ts';

/** Tells the model's invitation behind a link from the core's id of it. */
export type LinkOf = (invitationId: string) => number | null;

function stale(m: Model): void {
  m.entry.result = 'stale';
}

function ignored(m: Model): void {
  m.entry.result = 'ignored';
}

/** `relationship.requested` (contract §2, §3.3): asks, again if need be. */
export function requestRelationship(m: Model, at: number, data: DataOf<'relationship.requested'>): void {
  if (at < m.askedAt || at < m.factAt || (m.block && at < m.block.since)) return stale(m);
  const scope = data.scope ?? null;
  const to = data.contactEmail ?? null;
  if (!m.customer) {
    m.waitingRequest = { at, scope, to };
    m.askedAt = at;
    m.entry.result = 'parked';
    return;
  }
  ask(m, at, scope, to);
}

/** Asks for what is told, else for what is needed. */
export function ask(m: Model, at: number, told: Scope | null, address: string | null): void {
  const scope = told ?? widestNeeded(m);
  const to = address ?? m.customer?.email ?? '';
  if (holds(m, scope)) return ignored(m);
  if (m.suppressed.has(to)) {
    m.entry.result = 'refused';
    m.entry.outcomes.push('event.refused address-undeliverable');
    return;
  }
  m.askedAt = at;
  m.block = null;
  invite(m, scope, to, 'partner');
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
export function approve(m: Model, at: number, data: DataOf<'relationship.approved'>, linkOf: LinkOf): void {
  const byLink = data.via === 'customer-link';
  const serial = data.invitationId === undefined ? undefined : linkOf(data.invitationId);
  const about = byLink ? answered(m, at, serial) : openInvitation(m);
  if (at < m.factAt) return stale(m);
  if (byLink && !about) return ignored(m);
  const scope = data.scope ?? about?.scope ?? resellerScope(m);
  if (byLink && about && m.world.acceptance === 'partner-center') return consent(m, at, about);
  m.factAt = at;
  if (holds(m, scope)) return ignored(m);
  if (scope === 'delegated-admin') m.block = null;
  const open = openInvitation(m);
  if (open && (scope === 'delegated-admin' || open.scope === scope)) {
    open.status = 'approved';
    open.endedAt = m.clock;
  }
  if (about?.status === 'expired') about.status = 'approved';
  moveTo(m, 'active', scope);
  if (byLink) m.entry.mails.push('receipt');
  m.entry.mails.push('notice');
}

/** The customer said yes; Microsoft's own acceptance is still to come (contract §3.3). */
function consent(m: Model, at: number, about: ModelInvitation): void {
  m.factAt = at;
  if (about.status === 'consented') return ignored(m);
  m.entry.mails.push('receipt');
  if (about !== m.invitation) return;
  about.status = 'consented';
  if (m.status !== 'active') moveTo(m, 'consented', about.scope);
}

/** `relationship.declined` (contract §3.3). */
export function decline(m: Model, at: number, data: DataOf<'relationship.declined'>, linkOf: LinkOf): void {
  const byLink = data.via === 'customer-link';
  const serial = data.invitationId === undefined ? undefined : linkOf(data.invitationId);
  const about = answered(m, at, serial);
  if (at < m.factAt) return stale(m);
  if (at < m.askedAt && (serial === undefined || about !== m.invitation)) return stale(m);
  if (!about) return ignored(m);
  // A no to the old link ends the new one, too, if the product opened that by itself.
  const ended = about === m.invitation ? about : m.invitation?.by === 'product' ? openInvitation(m) : null;
  if (!ended) return ignored(m);
  m.factAt = at;
  ended.status = 'declined';
  ended.endedAt = m.clock;
  m.block = { reason: 'declined', since: at };
  if (m.status !== 'active') moveTo(m, 'declined', null);
  if (byLink) m.entry.mails.push('receipt');
  m.entry.mails.push('notice');
}

/** `relationship.removed` (contract §3.3). */
export function remove(m: Model, at: number, data: DataOf<'relationship.removed'>): void {
  if (at < m.factAt) return stale(m);
  m.factAt = at;
  const all = data.scope === 'all' || m.world.cloud === 'us-government';
  if (m.status !== 'active' || (!all && m.scope !== 'delegated-admin')) return ignored(m);
  const askedSince = m.askedAt > at;
  m.block = askedSince ? null : { reason: 'removed', since: at };
  m.entry.mails.push('notice');
  if (!all) return moveTo(m, 'active', 'reseller-only');
  for (const s of m.subscriptions.values())
    if (s.onboarding?.status === 'under-way') failOnboarding(m, s, at, 'other', 'relationship removed');
  const open = openInvitation(m);
  if (open && askedSince) return moveTo(m, open.status === 'open' ? 'invited' : 'consented', open.scope);
  if (open) {
    open.status = 'replaced';
    open.endedAt = m.clock;
  }
  moveTo(m, 'removed', null);
}

/** A mail to a customer bounced for good, or was complained of (contract §3.3). */
export function mailFailed(m: Model, at: number, serial: number | null): void {
  const about = [m.invitation, m.previous].find((one) => one?.serial === serial);
  if (!about) return ignored(m);
  m.suppressed.add(about.to);
  if (about !== m.invitation || about.status !== 'open') return ignored(m);
  about.status = 'undeliverable';
  about.endedAt = m.clock;
  m.block = { reason: 'undeliverable', since: at };
  if (m.status !== 'active') moveTo(m, 'undeliverable', null);
  m.entry.outcomes.push('invitation.undeliverable');
  m.entry.mails.push('notice');
}
