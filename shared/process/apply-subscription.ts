import type { Case } from '../case/case.ts';
import { change, putSubscription } from '../case/draft.ts';
import { covers, heldScope, noteAsking } from '../case/permission.ts';
import { unknownSubscription } from '../case/subscription.ts';
import { isSuppressed } from '../case/suppression.ts';
import { openInvitation } from '../chains/open-invitation.ts';
import type { ChainContext } from '../chains/step.ts';
import { type Apply, applied, unapplied } from './applied.ts';
import { refusedAsFull } from './case-limit.ts';
import { isStale } from './decide-subscriptions.ts';
import { scopeToAsk } from './scope-to-ask.ts';

/** `subscription.ingested`: the subscription and the customer as told; whichever is older than what is known is kept out. */
export const applyIngested: Apply<'subscription.ingested'> = (context, { data, time }) => {
  const { draft } = context;
  const { id, ...told } = data.subscription;
  const known = draft.subscriptions.get(id);
  // Two different things with two different ages: the customer may be told newer by another subscription's event.
  if (!isStale(time, draft.case.customer?.toldAt)) {
    const { tenantId: _, ...customer } = data.customer;
    change(draft, { customer: { ...customer, toldAt: time } });
    if (givesAnotherAddress(draft.case, customer.contactEmail)) noteAsking(draft, time);
  }
  if (isStale(time, known?.told?.at)) return unapplied('stale', null);
  const full = refusedAsFull(context, id);
  if (full) return full;
  putSubscription(draft, {
    ...(known ?? unknownSubscription(id)),
    told: { ...told, requestedBy: data.requestedBy, at: time },
  });
  carryOutRequest(context, data.customer.contactEmail);
  return applied(id);
};

/** Asks what was asked for before any customer was known, unless that is held by now or was removed since. */
function carryOutRequest(context: ChainContext, address: string): void {
  const { draft, partner } = context;
  const { request, relationship } = draft.case;
  if (!request) return;
  change(draft, { request: null });
  const scope = request.scope ?? scopeToAsk(draft, partner.cloud);
  if (covers(heldScope(relationship), scope) || isStale(request.at, relationship.block?.since)) return;
  openInvitation(context, { scope, contactEmail: request.contactEmail ?? address });
}

/** Nobody could be reached; now there is another address to try (contract §3.1: somebody asked again). */
export function givesAnotherAddress(of: Case, address: string): boolean {
  return of.relationship.block?.reason === 'undeliverable' && !isSuppressed(of, address);
}

/** `subscription.ended`: remembered even before the subscription is known, because it may come first. */
export const applyEnded: Apply<'subscription.ended'> = (context, { data, time }) => {
  const { draft } = context;
  const known = draft.subscriptions.get(data.subscriptionId) ?? unknownSubscription(data.subscriptionId);
  if (isStale(time, known.told?.at) || isStale(time, known.endedAt)) return unapplied('stale', null);
  const full = refusedAsFull(context, data.subscriptionId);
  if (full) return full;
  putSubscription(draft, { ...known, endedAt: time });
  return known.told ? applied(data.subscriptionId) : unapplied('parked', 'unknown-subscription');
};
