import type { CaseEvent } from '../../shared/events/catalogue.ts';
import { fromMillis } from '../../shared/events/instant.ts';
import type { CaseFoldEvent } from '../../shared/events/internal-events.ts';
import { checkEvent } from '../../shared/events/parse-event.ts';
import type { GeneratedEvent } from './event-sequence.ts';
import type { Model } from './state.ts';

const customer = { tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039' };

/** The state of a sequence that the next generated event is resolved against. */
export interface SequenceState {
  readonly clock: number;
  readonly model: Model;
  /** The core's ids of invitations. */
  readonly current: string | undefined;
  readonly previous: string | undefined;
  readonly delivered: readonly CaseFoldEvent[];
}

/** Builds the event from its generated form. Returns `null` when the event it repeats, or the invitation it names, does not exist yet. */
export function toEvent(event: GeneratedEvent, id: string, state: SequenceState): CaseFoldEvent | null {
  if (event.type === 'repeat') return state.delivered[event.index] ?? null;
  const time = fromMillis(state.clock - event.ago);
  if (event.type === 'mail.failed') {
    const isLetter = event.link === 'letter';
    const invitationId = isLetter ? null : invitationIdOf(event.link, state);
    if (invitationId === undefined) return null;
    const address = isLetter ? { address: event.email } : {};
    const data = { partnerId: 'contoso', customer, invitationId, ...address, why: event.why };
    return { id, source: '/model', type: 'mail.failed', time, extensions: {}, data };
  }
  const data = { partnerId: 'contoso', customer, ...dataOf(event, state) };
  const parsed = checkEvent({ specversion: '1.0', id, source: '/model', type: event.type, time, data });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.event as CaseEvent;
}

function invitationIdOf(link: string, { current, previous }: SequenceState): string | undefined {
  if (link === 'current') return current;
  if (link === 'previous') return previous;
  return link === 'unknown' ? 'no-such-invitation' : undefined;
}

function dataOf(
  event: Exclude<GeneratedEvent, { type: 'repeat' | 'mail.failed' }>,
  state: SequenceState,
): object {
  switch (event.type) {
    case 'subscription.ingested': {
      const { id, billing, channel, sellerId, termEnds, role, email, country, isCspPartner } = event;
      const seller = { name: 'Seller', partnerId: sellerId };
      const termEndsAt = termEnds === undefined ? undefined : fromMillis(state.clock + termEnds);
      return {
        customer: { ...customer, name: 'Fabrikam', contactEmail: email, country, isCspPartner },
        subscription: { id, name: 'Something', billing: billing ?? usual(id), channel, seller, termEndsAt },
        requestedBy: { role },
      };
    }
    case 'subscription.ended':
      return { subscriptionId: event.id };
    case 'relationship.requested':
      return { requestedBy: { role: 'sales-agent' }, contactEmail: event.email, scope: event.scope };
    case 'relationship.approved':
      return { scope: event.scope, via: event.via, invitationId: invitationIdOf(event.link, state) };
    case 'relationship.declined':
      return { via: event.via, invitationId: invitationIdOf(event.link, state) };
    case 'relationship.removed':
      return { by: event.by, scope: event.scope };
    case 'customer.erased':
      return {};
    case 'azure-onboarding.requested': {
      const { role, offer, retire } = event;
      return {
        subscriptionId: subscriptionIdOf(event.about, state.model),
        requestedBy: { role },
        offer,
        retire: { scope: retire },
      };
    }
    case 'azure-onboarding.step-completed':
      return stepOf(event.step, subscriptionIdOf(event.about, state.model), state.model);
    case 'azure-onboarding.failed':
      return { subscriptionId: subscriptionIdOf(event.about, state.model), reason: event.reason };
  }
}

function usual(id: string): 'license-based' | 'usage-based' {
  return id === 's-1' || id === 's-2' ? 'license-based' : 'usage-based';
}

/** Finds the subscription whose onboarding is under way, an Azure subscription, or the named one. */
function subscriptionIdOf(about: string, model: Model): string {
  const all = [...model.subscriptions.values()];
  const underWay = all.find(({ onboarding }) => onboarding?.status === 'under-way');
  if (about === 'under-way' && underWay) return underWay.id;
  const azure = all.find(
    ({ reported, onboarding }) => reported?.billing === 'usage-based' && onboarding === null,
  );
  return about === 'under-way' || about === 'azure' ? (azure?.id ?? 's-3') : about;
}

/** Finds a step by its offset from the step that is due. */
function stepOf(step: number | string, subscriptionId: string, model: Model): object {
  if (typeof step === 'string') return { subscriptionId, step };
  const steps = model.subscriptions.get(subscriptionId)?.onboarding?.steps ?? [];
  const due = steps.findIndex(({ status }) => status === 'due');
  return { subscriptionId, step: steps[due + step]?.name ?? 'create-subscription' };
}
