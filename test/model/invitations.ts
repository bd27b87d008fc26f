import type { Scope } from '../../shared/events/vocabulary.ts';
import { DAY, type Model, openInvitation } from './state.ts';

/** Changes the relationship's status and scope; a difference produces an outcome (contract §7). */
export function moveTo(m: Model, status: string, scope: Scope | null): void {
  if (m.status === status && m.scope === scope) return;
  m.status = status;
  m.scope = scope;
  m.entry.outcomes.push(`relationship.changed ${status} ${scope}`);
}

/** Opens an invitation; an open one is replaced. The caller checks that the address can be mailed. */
export function invite(m: Model, scope: Scope, to: string): void {
  const open = openInvitation(m);
  if (open) {
    open.status = 'replaced';
    open.endedAt = m.clock;
  }
  m.previous = m.invitation;
  m.opened += 1;
  m.invitation = {
    number: m.opened,
    scope,
    status: 'open',
    openedAt: m.clock,
    expiresAt: m.clock + 30 * DAY,
    to,
    reminders: 0,
    endedAt: null,
  };
  m.entry.mails.push(`invitation ${m.opened}`);
  if (m.status !== 'active') moveTo(m, 'invited', scope);
}

/** Whether a scope is held (contract §1: the customer's permission). */
export function holds(m: Model, scope: Scope): boolean {
  if (m.status !== 'active') return false;
  return m.scope === 'delegated-admin' || scope === 'reseller-only';
}

/** What an Azure subscription needs: us-government has no reseller-only (contract §3.1). */
export function resellerScope(m: Model): Scope {
  return m.partner.cloud === 'us-government' ? 'delegated-admin' : 'reseller-only';
}
