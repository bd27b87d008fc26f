import { type Case, isSuppressed } from '../case/case.ts';
import { putSubscription, updateCase } from '../case/draft.ts';
import { covers, heldScope } from '../case/relationship.ts';
import { recordRequest } from '../case/relationship-transitions.ts';
import { unknownSubscription } from '../case/subscription.ts';
import type { ChainContext } from '../chains/chain-context.ts';
import { openInvitation } from '../chains/subscription-chains.ts';
import { isStale } from '../events/instant.ts';
import { type ApplyEvent, applied, refusedAsFull, scopeToAsk, unapplied } from './event-result.ts';

/**
 * `subscription.ingested`: stores the subscription and the customer as reported. Each is stored only if the event is not
 * older than what the case has: another subscription's event may have reported the customer more recently.
 */
export const applyIngested: ApplyEvent<'subscription.ingested'> = (context, { data, time }) => {
  const { draft } = context;
  const { id, ...reported } = data.subscription;
  const known = draft.subscriptions.get(id);
  if (!isStale(time, draft.case.customer?.reportedAt)) {
    const { tenantId: _, ...customer } = data.customer;
    updateCase(draft, { customer: { ...customer, reportedAt: time } });
    if (makesCustomerReachable(draft.case, customer.contactEmail)) recordRequest(draft, time);
  }
  if (isStale(time, known?.reported?.at)) return unapplied('stale', null);
  const full = refusedAsFull(context, id);
  if (full) return full;
  putSubscription(draft, {
    ...(known ?? unknownSubscription(id)),
    reported: { ...reported, requestedBy: data.requestedBy, at: time },
  });
  openParkedRequest(context, data.customer.contactEmail);
  return applied(id);
};

/** `subscription.ended`: stores the end, even before the subscription is known, because it may arrive first. */
export const applyEnded: ApplyEvent<'subscription.ended'> = (context, { data, time }) => {
  const { draft } = context;
  const known = draft.subscriptions.get(data.subscriptionId) ?? unknownSubscription(data.subscriptionId);
  if (isStale(time, known.reported?.at) || isStale(time, known.endedAt)) return unapplied('stale', null);
  const full = refusedAsFull(context, data.subscriptionId);
  if (full) return full;
  putSubscription(draft, { ...known, endedAt: time });
  return known.reported ? applied(data.subscriptionId) : unapplied('parked', 'unknown-subscription');
};

/**
 * Carries out a `relationship.requested` that was parked because no customer was known. Drops it if the permission is held
 * by now, or was blocked after the request.
 */
function openParkedRequest(context: ChainContext, address: string): void {
  const { draft, partner } = context;
  const { request, relationship } = draft.case;
  if (!request) return;
  updateCase(draft, { request: null });
  const scope = request.scope ?? scopeToAsk(draft, partner.cloud);
  if (covers(heldScope(relationship), scope) || isStale(request.at, relationship.block?.since)) return;
  openInvitation(context, { scope, contactEmail: request.contactEmail ?? address });
}

/** Whether the customer was undeliverable and this address may be mailed. It counts as a new request (contract §3.1). */
function makesCustomerReachable(known: Case, address: string): boolean {
  return known.relationship.block?.reason === 'undeliverable' && !isSuppressed(known, address);
}
