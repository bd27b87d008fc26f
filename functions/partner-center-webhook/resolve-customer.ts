import { eventKey } from '../../shared/events/event-key.ts';
import type { RefusalReason } from '../../shared/partner-center/to-event.ts';
import { type Delivery, type EventSubject, queueOf } from '../../shared/partner-center/to-event.ts';
import { readWholeCase } from '../../shared/store/case-store.ts';
import { findPartnerByTenant } from '../../shared/store/partner-store.ts';
import type { Table } from '../../shared/store/table.ts';

/** Whom a delivery is about; why that cannot be told; or that its case knows it already. */
export type ResolvedCustomer =
  | { readonly about: EventSubject }
  | { readonly reason: RefusalReason; readonly partnerId: string | null }
  | 'repeat';

/**
 * Finds partner, customer and, for a transfer, the subscription. All come from what is signed; a partner's id in the
 * registered address is not, and can only contradict.
 * @param claimed the address's `?partnerId=`
 */
export async function resolveCustomer(
  delivery: Delivery,
  claimed: string | undefined,
  table: Table,
): Promise<ResolvedCustomer> {
  const { partnerTenantId, tenantId, time, meaning } = delivery;
  const partner = partnerTenantId === null ? null : await findPartnerByTenant(table, partnerTenantId);
  const refused = (reason: RefusalReason) => ({ reason, partnerId: partner?.partnerId ?? null });
  if (tenantId === null) return refused('unknown-customer');
  if (!partner) return refused('unknown-partner');
  const { partnerId } = partner;
  if (claimed !== undefined && claimed !== partnerId) return refused('partner-mismatch');
  if (time === null) return refused('unknown-time');
  const about = { partnerId, tenantId, time, subscriptionId: null };
  if (queueOf(meaning) !== 'azure-events') return { about };
  const switched = await switchedSubscription(about, delivery, table);
  if (switched === 'repeat') return switched;
  return 'reason' in switched ? refused(switched.reason) : { about: { ...about, ...switched } };
}

/** Partner Center names no subscription: it is the one whose switch is under way, if there is but one. */
async function switchedSubscription(
  { partnerId, tenantId }: EventSubject,
  { identity }: Delivery,
  table: Table,
): Promise<{ readonly subscriptionId: string } | { readonly reason: RefusalReason } | 'repeat'> {
  const key = eventKey(identity);
  const wanted = { partnerId, tenantId, subscriptionIds: [], eventKeys: [key] };
  const { case: of, loaded } = await readWholeCase(table, wanted);
  // Once the first delivery was taken, no switch is under way any more; its repeats are no refusals.
  if (loaded.sealed.has(key) || of.recent.some((entry) => entry.key === key)) return 'repeat';
  const [only, ...others] = [...of.subscriptions.values()].filter(
    ({ onboarding }) => onboarding?.status === 'under-way' && onboarding.chain === 'switch-azure-plan',
  );
  if (!only) return { reason: 'no-transfer-under-way' };
  return others.length > 0 ? { reason: 'several-transfers-under-way' } : { subscriptionId: only.id };
}
