import type { Partner } from '../case/case.ts';
import type { Scope } from '../events/kinds.ts';

/**
 * Where a customer accepts a partner at Microsoft itself (contract §3.3, `consented`). It names the partner only, so that
 * it may be shown to whoever holds the invitation. Commercial: Microsoft 365 admin center; US Government customers accept
 * in the Office portal (domain §2.3).
 * @returns `null` for a partner that has not told its Microsoft tenant
 */
export function microsoftLink({ cloud, microsoft }: Pick<Partner, 'cloud' | 'microsoft'>, scope: Scope) {
  if (!microsoft) return null;
  const { tenantId, mpnId = '0' } = microsoft;
  if (cloud === 'us-government') {
    return `https://portal.office.com/partner/partnersignup.aspx?type=ResellerRelationship&id=${tenantId}&csp=1&msppid=${mpnId}`;
  }
  const asked = `invType=ResellerRelationship&partnerId=${tenantId}&msppId=${mpnId}&DAP=${scope === 'delegated-admin'}`;
  return `https://admin.microsoft.com/Adminportal/Home?${asked}#/BillingAccounts/partner-invitation`;
}
