import type { Partner } from '../case/case.ts';
import type { Scope } from '../events/vocabulary.ts';

/** Whom the link names, and what it asks for. A reseller whose `providerTenantId` is known invites its provider with it. */
export interface MicrosoftLinkRequest extends Pick<Partner, 'cloud' | 'kind' | 'microsoft'> {
  readonly scope: Scope;
  /** The Microsoft tenant of the indirect provider that the reseller orders through. */
  readonly providerTenantId?: string | undefined;
}

const ADMIN_CENTER = 'https://admin.microsoft.com/Adminportal/Home';
const OFFICE_PORTAL = 'https://portal.office.com/partner/partnersignup.aspx';

/**
 * Where a customer accepts a partner at Microsoft itself (contract §3.3, `consented`), in the shapes of domain §2.3; letter
 * case and fragment belong to them. It names the partner only, so that it may be shown to whoever holds the invitation.
 * Only the admin center's shape says the scope: the Office portal's, for US Government, Germany and a reseller with its
 * provider, have no place for it.
 * @returns `null` for a partner that has not told its Microsoft tenant, and for China, whose shape is not known
 */
export function microsoftLink(asked: MicrosoftLinkRequest): string | null {
  const { cloud, kind, scope, microsoft, providerTenantId } = asked;
  if (!microsoft || cloud === 'china') return null;
  const id = encodeURIComponent(microsoft.tenantId);
  const mpnId = encodeURIComponent(microsoft.mpnId ?? '0');
  // These clouds have no indirect model (domain §1.1).
  if (cloud !== 'commercial') {
    return `${OFFICE_PORTAL}?type=ResellerRelationship&id=${id}&csp=1&msppid=${mpnId}`;
  }
  if (kind === 'indirect-reseller' && providerTenantId) {
    const provider = encodeURIComponent(providerTenantId);
    return `${OFFICE_PORTAL}?type=IndirectResellerRelationship&id=${id}&csp=1&msppid=${mpnId}&indirectCSP=${provider}`;
  }
  const query = `invType=ResellerRelationship&partnerId=${id}&msppId=${mpnId}&DAP=${scope === 'delegated-admin'}`;
  return `${ADMIN_CENTER}?${query}#/BillingAccounts/partner-invitation`;
}
