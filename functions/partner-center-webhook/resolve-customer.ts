import { eventKey } from '../../shared/events/event-key.ts';
import type { RefusalReason } from '../../shared/partner-center/to-event.ts';
import { type Delivery, type EventSubject, queueOf } from '../../shared/partner-center/to-event.ts';
import { readWholeCase } from '../../shared/store/case-store.ts';
import { findPartnerByTenant } from '../../shared/store/partner-store.ts';
import type { Table } from '../../shared/store/table.ts';

/** The case of a delivery, why there is none, or `repeat` when the case already has the event. */
export type ResolvedCustomer =
  | { readonly subject: EventSubject }
  | { readonly reason: RefusalReason; readonly partnerId: string | null }
  | 'repeat';

/**
 * Finds the partner, the customer and, for a transfer, the subscription. They come from the signed body only. The partner's id
 * in the registered address is not signed: it can contradict the body but not replace it.
 * @param claimedPartnerId `?partnerId=` in the address
 */
export async function resolveCustomer(
  delivery: Delivery,
  claimedPartnerId: string | undefined,
  table: Table,
): Promise<ResolvedCustomer> {
  const { partnerTenantId, tenantId, time, meaning } = delivery;
  const partner = partnerTenantId === null ? null : await findPartnerByTenant(table, partnerTenantId);
  const refused = (reason: RefusalReason) => ({ reason, partnerId: partner?.partnerId ?? null });
  if (tenantId === null) return refused('unknown-customer');
  if (!partner) return refused('unknown-partner');
  const { partnerId } = partner;
  if (claimedPartnerId !== undefined && claimedPartnerId !== partnerId) return refused('partner-mismatch');
  if (time === null) return refused('unknown-time');
  const subject = { partnerId, tenantId, time, subscriptionId: null };
  if (queueOf(meaning) !== 'azure-events') return { subject };
  const switched = await switchedSubscription(subject, delivery, table);
  if (switched === 'repeat') return switched;
  return 'reason' in switched ? refused(switched.reason) : { subject: { ...subject, ...switched } };
}

/** Partner Center names no subscription. It is the only one with a switch under way, if there is exactly one. */
async function switchedSubscription(
  { partnerId, tenantId }: EventSubject,
  { identity }: Delivery,
  table: Table,
): Promise<{ readonly subscriptionId: string } | { readonly reason: RefusalReason } | 'repeat'> {
  const key = eventKey(identity);
  const query = { partnerId, tenantId, subscriptionIds: [], eventKeys: [key] };
  const { case: theCase, loaded } = await readWholeCase(table, query);
  // The first delivery ended the switch, so its repeats find none under way. They are not refused.
  if (loaded.sealed.has(key) || theCase.recent.some((entry) => entry.key === key)) return 'repeat';
  const [only, ...others] = [...theCase.subscriptions.values()].filter(
    ({ onboarding }) => onboarding?.status === 'under-way' && onboarding.chain === 'switch-azure-plan',
  );
  if (!only) return { reason: 'no-transfer-under-way' };
  return others.length > 0 ? { reason: 'several-transfers-under-way' } : { subscriptionId: only.id };
}
