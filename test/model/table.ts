import { sameMarket } from '../../shared/rules/markets.ts';
import { holds, resellerScope } from './invitations.ts';
import { DAY, type Model, type ModelSubscription, openInvitation } from './state.ts';

const ROLES = ['global-admin', 'user-admin', 'sales-agent'];

interface Row {
  rule: string;
  status: string;
  reason?: string | null;
  path?: string;
  earliestMoveDate?: number | null;
}

/** Whether the role may act (contract §3.1, §3.2). */
export function rolePermitted(role: string): boolean {
  return ROLES.includes(role);
}

/** The path of an Azure subscription (contract §3.1, below the table). */
export function pathOf(channel: string): 'switch-partner' | 'new-subscription' {
  return channel === 'csp' || channel === 'syndication' ? 'switch-partner' : 'new-subscription';
}

/** Whether the relationship is blocked; a refusal blocks for 30 days (contract §3.1). */
export function blocked(m: Model): boolean {
  if (!m.block) return false;
  return m.block.reason !== 'declined' || m.clock < m.block.since + 30 * DAY;
}

/** The table of contract §3.1, row by row; the first match wins. */
export function rowOf(m: Model, s: ModelSubscription): Row | null {
  const { reported } = s;
  const { customer } = m;
  if (!reported || !customer) return null;
  const license = reported.billing === 'license-based';
  const path = pathOf(reported.channel);
  if (s.endedAt !== null && s.endedAt >= reported.at) return { rule: 'subscription-ended', status: 'ended' };
  if (m.partner.cloud !== 'commercial' && m.partner.cloud !== 'us-government')
    return { rule: 'unsupported-cloud', status: 'rejected', reason: 'unsupported-cloud' };
  if (!rolePermitted(reported.role))
    return { rule: 'role-not-permitted', status: 'rejected', reason: 'role-not-permitted' };
  if (customer.isCspPartner) return { rule: 'csp-to-csp', status: 'rejected', reason: 'csp-to-csp-resale' };
  if (!sameMarket('US', customer.country))
    return { rule: 'other-market', status: 'rejected', reason: 'other-market' };
  if (reported.sellerId === 'contoso')
    return { rule: 'own-subscription', status: 'not-applicable', reason: 'own-subscription' };
  const termOver = reported.termEndsAt !== null && reported.termEndsAt <= m.clock;
  if (license && path === 'switch-partner' && !termOver)
    return {
      rule: 'license-locked',
      status: 'deferred',
      reason: 'locked-until-term-end',
      earliestMoveDate: reported.termEndsAt,
    };
  // Azure needs any active relationship, whatever scope the cloud's invitations have.
  const needed = license ? 'delegated-admin' : 'reseller-only';
  const open = openInvitation(m);
  const awaited = license ? open?.scope === 'delegated-admin' : open !== null;
  if (!holds(m, needed) && !blocked(m) && m.suppressed.has(customer.email) && !awaited)
    return { rule: 'relationship-blocked', status: 'not-permitted', reason: 'undeliverable' };
  if (!holds(m, needed) && blocked(m))
    return { rule: 'relationship-blocked', status: 'not-permitted', reason: m.block?.reason ?? null };
  if (license) {
    if (holds(m, 'delegated-admin')) return { rule: 'license-supported', status: 'supported' };
    if (open?.scope === 'delegated-admin') return { rule: 'license-awaiting', status: 'awaiting-approval' };
    return { rule: 'license-request', status: 'awaiting-approval' };
  }
  if (s.onboarding?.status === 'done') return { rule: 'azure-onboarded', status: 'onboarded', path };
  if (s.onboarding?.status === 'under-way') return { rule: 'azure-onboarding', status: 'onboarding', path };
  if (m.status === 'active') return { rule: 'azure-ready', status: 'ready-to-onboard', path };
  if (open) return { rule: 'azure-awaiting', status: 'awaiting-approval', path };
  return { rule: 'azure-request', status: 'awaiting-approval', path };
}

/** The widest scope that any subscription of the case needs: the default of `relationship.requested`. */
export function widestNeeded(m: Model): 'reseller-only' | 'delegated-admin' {
  const all = [...m.subscriptions.values()];
  if (all.length === 0) return 'delegated-admin';
  return all.some(({ reported }) => reported?.billing === 'license-based')
    ? 'delegated-admin'
    : resellerScope(m);
}
