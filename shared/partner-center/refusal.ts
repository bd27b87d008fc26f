import { eventKey } from '../events/identity.ts';
import type { Instant } from '../events/instant.ts';
import type { Outcome } from '../process/effects.ts';
import type { Meaning } from './to-event.ts';

/** Why a delivery that means something here cannot become an event. */
export type RefusalReason =
  | 'unknown-customer'
  | 'unknown-partner'
  | 'partner-mismatch'
  | 'unknown-time'
  | 'no-transfer-under-way'
  | 'several-transfers-under-way';

/** What could be told of a refused delivery. */
export interface Refusal {
  readonly reason: RefusalReason;
  readonly partnerId: string | null;
  readonly partnerTenantId: string | null;
  readonly tenantId: string | null;
}

/**
 * The outcome `event.refused` for a delivery (contract §7, §9), the same for every repeat. It names companies by their ids and
 * nobody else.
 * @param time when it happened; for a delivery that does not tell, when it came
 */
export function refusedOutcome(
  cause: { readonly source: string; readonly id: string },
  { type }: Meaning,
  { reason, partnerId, partnerTenantId, tenantId }: Refusal,
  time: Instant,
): Outcome {
  return {
    specversion: '1.0',
    id: `${eventKey(cause)}.event.refused.${reason}`,
    source: `/multichannel-support/${partnerId ?? 'unknown'}`,
    type: 'event.refused',
    time,
    datacontenttype: 'application/json',
    causationid: cause.id,
    data: {
      partnerId,
      partnerTenantId,
      customer: tenantId === null ? null : { tenantId },
      type,
      subscriptionId: null,
      reason,
    },
  };
}
