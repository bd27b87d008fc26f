import type { Case } from '../case/case.ts';
import { isSuppressed } from '../case/case.ts';
import { putSubscription, recordRequest, updateCase } from '../case/draft.ts';
import { covers, heldScope } from '../case/relationship.ts';
import { unknownSubscription } from '../case/subscription.ts';
import type { ChainContext } from '../chains/chain-context.ts';
import { openInvitation } from '../chains/subscription-chains.ts';
import { isStale } from '../events/instant.ts';
import { type ApplyEvent, applied, refusedAsFull, scopeToAsk, unapplied } from './event-result.ts';

/** `subscription.ingested`: the subscription and the customer as told; whichever is older than what is known is kept out. */
export const applyIngested: ApplyEvent<'subscription.ingested'> = (context, { data, time }) => {
  const { draft } = context;
  const { id, ...told } = data.subscription;
  const known = draft.subscriptions.get(id);
  // Two different things with two different ages: the customer may be told newer by another subscription's event.
  if (!isStale(time, draft.case.customer?.reportedAt)) {
    const { tenantId: _, ...customer } = data.customer;
    updateCase(draft, { customer: { ...customer, reportedAt: time } });
    if (givesAnotherAddress(draft.case, customer.contactEmail)) recordRequest(draft, time);
  }
  if (isStale(time, known?.reported?.at)) return unapplied('stale', null);
  const full = refusedAsFull(context, id);
  if (full) return full;
  putSubscription(draft, {
    ...(known ?? unknownSubscription(id)),
    reported: { ...told, requestedBy: data.requestedBy, at: time },
  });
  carryOutRequest(context, data.customer.contactEmail);
  return applied(id);
};

/** Asks what was asked for before any customer was known, unless that is held by now or was removed since. */
function carryOutRequest(context: ChainContext, address: string): void {
  const { draft, partner } = context;
  const { request, relationship } = draft.case;
  if (!request) return;
  updateCase(draft, { request: null });
  const scope = request.scope ?? scopeToAsk(draft, partner.cloud);
  if (covers(heldScope(relationship), scope) || isStale(request.at, relationship.block?.since)) return;
  openInvitation(context, { scope, contactEmail: request.contactEmail ?? address });
}

/** Nobody could be reached; now there is another address to try (contract §3.1: somebody asked again). */
export function givesAnotherAddress(of: Case, address: string): boolean {
  return of.relationship.block?.reason === 'undeliverable' && !isSuppressed(of, address);
}

/** `subscription.ended`: remembered even before the subscription is known, because it may come first. */
export const applyEnded: ApplyEvent<'subscription.ended'> = (context, { data, time }) => {
  const { draft } = context;
  const known = draft.subscriptions.get(data.subscriptionId) ?? unknownSubscription(data.subscriptionId);
  if (isStale(time, known.reported?.at) || isStale(time, known.endedAt)) return unapplied('stale', null);
  const full = refusedAsFull(context, data.subscriptionId);
  if (full) return full;
  putSubscription(draft, { ...known, endedAt: time });
  return known.reported ? applied(data.subscriptionId) : unapplied('parked', 'unknown-subscription');
};
