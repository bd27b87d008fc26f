import type { CaseEvent } from '../../shared/events/catalogue.ts';
import { fromMillis } from '../../shared/events/instant.ts';
import { checkEvent } from '../../shared/events/parse.ts';
import type { CaseInput } from '../../shared/process/noticed.ts';
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
  readonly delivered: readonly CaseInput[];
}

/** The event a move stands for, or `null` when there is nothing yet that it could repeat or be about. */
export function eventOf(move: Move, id: string, sofar: Sofar): CaseInput | null {
  if (move.type === 'repeat') return sofar.delivered[move.index] ?? null;
  const time = fromMillis(sofar.clock - move.ago);
  if (move.type === 'mail.failed') {
    const invitationId = linkOf(move.link, sofar);
    if (!invitationId) return null;
    const data = { partnerId: 'contoso', customer, invitationId, why: move.why };
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
        subscription: { id, name: 'Something', billing, channel, seller, termEndsAt },
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
    case 'azure-onboarding.requested': {
      const { id, role, offer, retire } = move;
      return { subscriptionId: id, requestedBy: { role }, offer, retire: { scope: retire } };
    }
    case 'azure-onboarding.step-completed':
      return { subscriptionId: move.id, step: stepOf(move.step, move.id, sofar.model) };
    case 'azure-onboarding.failed':
      return { subscriptionId: move.id, reason: move.reason };
  }
}

/** A step by its place beside the one that is due. */
function stepOf(step: number | string, id: string, model: Model): string {
  if (typeof step === 'string') return step;
  const steps = model.subscriptions.get(id)?.onboarding?.steps ?? [];
  const due = steps.findIndex(({ status }) => status === 'due');
  return steps[due + step]?.name ?? 'create-subscription';
}
