import type { CaseEvent } from '../../shared/events/catalogue.ts';
import { fromMillis } from '../../shared/events/instant.ts';
import type { CaseFoldEvent } from '../../shared/events/internal-events.ts';
import { checkEvent } from '../../shared/events/parse-event.ts';
import type { Move } from './moves.ts';
import type { Model } from './state.ts';

const customer = { tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039' };

/** What a move is resolved against: the walk as far as it has gone. */
export interface Sofar {
  readonly clock: number;
  readonly model: Model;
  /** The core's ids of invitations. */
  readonly current: string | undefined;
  readonly previous: string | undefined;
  readonly delivered: readonly CaseFoldEvent[];
}

/** The event a move stands for, or `null` when there is nothing yet that it could repeat or be about. */
export function eventOf(move: Move, id: string, sofar: Sofar): CaseFoldEvent | null {
  if (move.type === 'repeat') return sofar.delivered[move.index] ?? null;
  const time = fromMillis(sofar.clock - move.ago);
  if (move.type === 'mail.failed') {
    const isLetter = move.link === 'letter';
    const invitationId = isLetter ? null : linkOf(move.link, sofar);
    if (invitationId === undefined) return null;
    const address = isLetter ? { address: move.email } : {};
    const data = { partnerId: 'contoso', customer, invitationId, ...address, why: move.why };
    return { id, source: '/model', type: 'mail.failed', time, extensions: {}, data };
  }
  const data = { partnerId: 'contoso', customer, ...dataOf(move, sofar) };
  const parsed = checkEvent({ specversion: '1.0', id, source: '/model', type: move.type, time, data });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.event as CaseEvent;
}

function linkOf(link: string, { current, previous }: Sofar): string | undefined {
  if (link === 'current') return current;
  if (link === 'previous') return previous;
  return link === 'unknown' ? 'no-such-invitation' : undefined;
}

function dataOf(move: Exclude<Move, { type: 'repeat' | 'mail.failed' }>, sofar: Sofar): object {
  switch (move.type) {
    case 'subscription.ingested': {
      const { id, billing, channel, sellerId, termEnds, role, email, country, isCspPartner } = move;
      const seller = { name: 'Seller', partnerId: sellerId };
      const termEndsAt = termEnds === undefined ? undefined : fromMillis(sofar.clock + termEnds);
      return {
        customer: { ...customer, name: 'Fabrikam', contactEmail: email, country, isCspPartner },
        subscription: { id, name: 'Something', billing: billing ?? usual(id), channel, seller, termEndsAt },
        requestedBy: { role },
      };
    }
    case 'subscription.ended':
      return { subscriptionId: move.id };
    case 'relationship.requested':
      return { requestedBy: { role: 'sales-agent' }, contactEmail: move.email, scope: move.scope };
    case 'relationship.approved':
      return { scope: move.scope, via: move.via, invitationId: linkOf(move.link, sofar) };
    case 'relationship.declined':
      return { via: move.via, invitationId: linkOf(move.link, sofar) };
    case 'relationship.removed':
      return { by: move.by, scope: move.scope };
    case 'customer.erased':
      return {};
    case 'azure-onboarding.requested': {
      const { role, offer, retire } = move;
      return {
        subscriptionId: idOf(move.about, sofar.model),
        requestedBy: { role },
        offer,
        retire: { scope: retire },
      };
    }
    case 'azure-onboarding.step-completed':
      return stepOf(move.step, idOf(move.about, sofar.model), sofar.model);
    case 'azure-onboarding.failed':
      return { subscriptionId: idOf(move.about, sofar.model), reason: move.reason };
  }
}

function usual(id: string): 'license-based' | 'usage-based' {
  return id === 's-1' || id === 's-2' ? 'license-based' : 'usage-based';
}

/** The subscription that is under way, or one for Azure, or the one that is named. */
function idOf(about: string, model: Model): string {
  const all = [...model.subscriptions.values()];
  const underWay = all.find(({ onboarding }) => onboarding?.status === 'under-way');
  if (about === 'under-way' && underWay) return underWay.id;
  const azure = all.find(({ told, onboarding }) => told?.billing === 'usage-based' && onboarding === null);
  return about === 'under-way' || about === 'azure' ? (azure?.id ?? 's-3') : about;
}

/** A step by its place beside the one that is due. */
function stepOf(step: number | string, subscriptionId: string, model: Model): object {
  if (typeof step === 'string') return { subscriptionId, step };
  const steps = model.subscriptions.get(subscriptionId)?.onboarding?.steps ?? [];
  const due = steps.findIndex(({ status }) => status === 'due');
  return { subscriptionId, step: steps[due + step]?.name ?? 'create-subscription' };
}
