import { invite, resellerScope } from './invitations.ts';
import { lookAtParked } from './onboarding.ts';
import { type Model, type ModelSubscription, openInvitation } from './state.ts';
import { blocked, rowOf } from './table.ts';

/**
 * Decides a subscription and runs its chain, then looks at the onboarding that is parked with it, if any.
 * @param mayAsk false after an expiry or a bounce: that is no reason to ask again for what was waited for
 */
export function decide(m: Model, s: ModelSubscription, mayAsk: boolean): void {
  const row = rowOf(m, s);
  if (!row) return;
  const waited = s.status === 'awaiting-approval';
  s.rule = row.rule;
  s.status = row.status;
  s.reason = row.reason ?? null;
  s.path = row.path ?? null;
  s.earliestMoveDate = row.earliestMoveDate ?? null;
  const to = m.customer?.email ?? '';
  if ((mayAsk || !waited) && !m.suppressed.has(to)) {
    if (row.rule === 'license-request') invite(m, 'delegated-admin', to);
    if (row.rule === 'azure-request') invite(m, resellerScope(m), to);
  }
  if (lookAtParked(m, s)) decide(m, s, mayAsk);
}

/** The facts that all subscriptions of the case share (contract §3.1: decided again when these change). */
function factsOfCase(m: Model): string {
  const { customer } = m;
  const held = m.status === 'active' ? m.scope : null;
  const block = blocked(m) ? m.block?.reason : null;
  const reachable = !m.suppressed.has(customer?.email ?? '');
  const { country, isCspPartner } = customer ?? {};
  return JSON.stringify([held, openInvitation(m)?.scope, block, country, isCspPartner, reachable]);
}

/** Licences first: they need the wider scope, and one invitation shall do. */
function inOrder(m: Model): ModelSubscription[] {
  const rank = ({ told, id }: ModelSubscription) => `${told?.billing === 'license-based' ? 0 : 1} ${id}`;
  return [...m.subscriptions.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** Does something, then decides what it is about, and all others when it has changed the facts of the case. */
export function andDecide(m: Model, mayAsk: boolean, change: () => readonly ModelSubscription[]): void {
  const statuses = new Map([...m.subscriptions].map(([id, s]) => [id, s.status]));
  const about = change();
  for (const s of about) decide(m, s, mayAsk);
  let others = inOrder(m).filter((s) => !about.includes(s));
  while (factsOfCase(m) !== m.decidedWith) {
    m.decidedWith = factsOfCase(m);
    for (const s of others) decide(m, s, mayAsk);
    others = inOrder(m);
  }
  for (const [id, { status }] of m.subscriptions)
    if (status !== (statuses.get(id) ?? null))
      m.entry.outcomes.push(`subscription.decided ${id} ${statuses.get(id) ?? null} ${status}`);
}
