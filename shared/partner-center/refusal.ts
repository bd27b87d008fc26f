import { eventKey } from '../events/event-key.ts';
import type { Instant } from '../events/instant.ts';
import type { Outcome } from '../process/effects.ts';
import type { Delivery } from './to-event.ts';

/** Why a delivery that means something here cannot become an event. */
export type RefusalReason =
  | 'unknown-customer'
  | 'unknown-partner'
  | 'partner-mismatch'
  | 'unknown-time'
  | 'no-transfer-under-way'
  | 'several-transfers-under-way';

/**
 * The outcome `event.refused` for a delivery (contract §7, §9), the same for every repeat. It names companies by their ids and
 * nobody else.
 * @param refusal the partner, as far as it is known
 * @param now for a delivery that does not tell when it happened
 */
export function refusedOutcome(
  { identity, meaning, partnerTenantId, tenantId, time }: Delivery,
  { reason, partnerId }: { readonly reason: RefusalReason; readonly partnerId: string | null },
  now: Instant,
): Outcome {
  return {
    specversion: '1.0',
    id: `${eventKey(identity)}.event.refused.${reason}`,
    source: `/multichannel-support/${partnerId ?? 'unknown'}`,
    type: 'event.refused',
    time: time ?? now,
    datacontenttype: 'application/json',
    causationid: identity.id,
    data: {
      partnerId,
      partnerTenantId,
      customer: tenantId === null ? null : { tenantId },
      type: meaning.type,
      subscriptionId: null,
      reason,
    },
  };
}
