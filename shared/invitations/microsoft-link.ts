import type { Partner } from '../case/case.ts';
import type { Scope } from '../events/vocabulary.ts';

/** The partner that the link names, and the scope it requests. With `providerTenantId`, a reseller's link also names its provider. */
export interface MicrosoftLinkRequest extends Pick<Partner, 'cloud' | 'kind' | 'microsoft'> {
  readonly scope: Scope;
  /** The Microsoft tenant of the indirect provider that the reseller orders through. */
  readonly providerTenantId?: string | undefined;
}

const ADMIN_CENTER = 'https://admin.microsoft.com/Adminportal/Home';
const OFFICE_PORTAL = 'https://portal.office.com/partner/partnersignup.aspx';

/**
 * Makes the link with which a customer accepts a partner at Microsoft (contract §3.3, `consented`), in the shapes of domain
 * §2.3. Letter case and fragment matter. The link names only the partner, so anyone with the invitation may see it. Only the
 * admin center's link contains the scope. The Office portal's link, used for US Government, Germany and a reseller with its
 * provider, cannot.
 * @returns `null` if the partner's Microsoft tenant is unknown, and for China, where the shape of the link is unknown
 */
export function microsoftLink(asked: MicrosoftLinkRequest): string | null {
  const { cloud, kind, scope, microsoft, providerTenantId } = asked;
  if (!microsoft || cloud === 'china') return null;
  const id = encodeURIComponent(microsoft.tenantId);
  const mpnId = encodeURIComponent(microsoft.mpnId ?? '0');
  // These clouds have no indirect model (docs/references.md, relationships).
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
