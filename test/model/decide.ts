import { invite, resellerScope } from './invitations.ts';
import { retryParked } from './onboarding.ts';
import { type Model, type ModelSubscription, openInvitation } from './state.ts';
import { blocked, rowOf } from './table.ts';

/**
 * Decides a subscription and runs its chain, then retries a parked onboarding request.
 * @param mayAsk false after an expiry or a bounce: neither is a reason to ask the customer again
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
  if (retryParked(m, s)) decide(m, s, mayAsk);
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

/** Puts licences first: they need the wider scope, and one invitation then covers all. */
function inDecisionOrder(m: Model): ModelSubscription[] {
  const rank = ({ reported, id }: ModelSubscription) =>
    `${reported?.billing === 'license-based' ? 0 : 1} ${id}`;
  return [...m.subscriptions.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** Runs a change, then decides the subscriptions it is about, and all others when it changed the facts of the case. */
export function changeAndDecide(m: Model, mayAsk: boolean, change: () => readonly ModelSubscription[]): void {
  const statuses = new Map([...m.subscriptions].map(([id, s]) => [id, s.status]));
  const about = change();
  for (const s of about) decide(m, s, mayAsk);
  let others = inDecisionOrder(m).filter((s) => !about.includes(s));
  while (factsOfCase(m) !== m.decidedWith) {
    m.decidedWith = factsOfCase(m);
    for (const s of others) decide(m, s, mayAsk);
    others = inDecisionOrder(m);
  }
  for (const [id, { status }] of m.subscriptions)
    if (status !== (statuses.get(id) ?? null))
      m.entry.outcomes.push(`subscription.decided ${id} ${statuses.get(id) ?? null} ${status}`);
}
