import { eventKey } from '../../shared/events/identity.ts';
import { customerIn, readAuditUri } from '../../shared/partner-center/audit-uri.ts';
import type { Notification } from '../../shared/partner-center/notification.ts';
import type { Refusal, RefusalReason } from '../../shared/partner-center/refusal.ts';
import type { About } from '../../shared/partner-center/to-event.ts';
import { findPartnerByTenant } from '../../shared/store/partner-store.ts';
import { readWholeCase } from '../../shared/store/read-cases.ts';
import type { Table } from '../../shared/store/table.ts';

/** Whom a delivery is about, or why that cannot be told. */
export type Whom = { readonly known: Omit<About, 'subscriptionId'> } | { readonly refused: Refusal };

/**
 * Finds partner and customer. Both come from what is signed; a partner's id in the registered address is not, and can only
 * contradict.
 * @param claimed the address's `?partnerId=`
 */
export async function whomOf(
  { auditUri, resourceUri }: Notification,
  claimed: string | undefined,
  table: Table,
): Promise<Whom> {
  const audit = readAuditUri(auditUri);
  const tenantId = audit?.customerTenantId ?? customerIn(resourceUri);
  const partner = audit && (await findPartnerByTenant(table, audit.partnerTenantId));
  const refused = (reason: RefusalReason): Whom => ({
    refused: {
      reason,
      partnerId: partner?.partnerId ?? null,
      partnerTenantId: audit?.partnerTenantId ?? null,
      tenantId,
    },
  });
  if (tenantId === null) return refused('unknown-customer');
  if (!partner) return refused('unknown-partner');
  if (claimed !== undefined && claimed !== partner.partnerId) return refused('partner-mismatch');
  return { known: { partnerId: partner.partnerId, tenantId } };
}

/** The subscription a transfer moves: `repeat` when the case knows this event already. */
export type Transfer = { readonly subscriptionId: string } | 'repeat' | { readonly reason: RefusalReason };

/** Partner Center names no subscription: it is the one whose switch is under way, if there is but one. */
export async function transferOf(
  { partnerId, tenantId }: Omit<About, 'subscriptionId'>,
  identity: { readonly source: string; readonly id: string },
  table: Table,
): Promise<Transfer> {
  const key = eventKey(identity);
  const wanted = { partnerId, tenantId, subscriptionIds: [], eventKeys: [key] };
  const { case: of, loaded } = await readWholeCase(table, wanted);
  // After the first delivery was taken, no switch is under way any more; that refuses nothing.
  if (loaded.sealed.has(key) || of.recent.some((entry) => entry.key === key)) return 'repeat';
  const [only, ...others] = [...of.subscriptions.values()].filter(
    ({ onboarding }) => onboarding?.status === 'under-way' && onboarding.chain === 'switch-azure-plan',
  );
  if (!only) return { reason: 'no-transfer-under-way' };
  if (others.length > 0) return { reason: 'several-transfers-under-way' };
  return { subscriptionId: only.id };
}
