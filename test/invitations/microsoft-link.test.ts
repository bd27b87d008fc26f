import { describe, expect, test } from 'vitest';
import { CLOUDS, PARTNER_KINDS, SCOPES } from '../../shared/events/vocabulary.ts';
import { microsoftLink } from '../../shared/invitations/microsoft-link.ts';

const tenantId = '60d5c4bb-f78a-4200-a002-953d7cc1f5f8';
const providerTenantId = '0b9a5e0d-5d7c-4f6e-9a37-5d2f8c1b7e90';
const microsoft = { tenantId, mpnId: '4847383' };

const adminCenter = (dap: boolean): string =>
  `https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=${tenantId}&msppId=4847383&DAP=${dap}#/BillingAccounts/partner-invitation`;
const officePortal = `https://portal.office.com/partner/partnersignup.aspx?type=ResellerRelationship&id=${tenantId}&csp=1&msppid=4847383`;
const withProvider = `https://portal.office.com/partner/partnersignup.aspx?type=IndirectResellerRelationship&id=${tenantId}&csp=1&msppid=4847383&indirectCSP=${providerTenantId}`;

describe('Microsoft’s link', () => {
  test.each(PARTNER_KINDS)(
    'for a %s in the commercial cloud is the admin center’s, with the scope',
    (kind) => {
      const partner = { cloud: 'commercial', kind, microsoft } as const;
      expect(microsoftLink({ ...partner, scope: 'delegated-admin' })).toBe(adminCenter(true));
      expect(microsoftLink({ ...partner, scope: 'reseller-only' })).toBe(adminCenter(false));
    },
  );

  test.each(SCOPES)(
    'for a reseller names its provider where that is known, whatever the scope (%s)',
    (scope) => {
      const reseller = {
        cloud: 'commercial',
        kind: 'indirect-reseller',
        microsoft,
        providerTenantId,
      } as const;
      expect(microsoftLink({ ...reseller, scope })).toBe(withProvider);
    },
  );

  test.each(['direct-bill', 'indirect-provider'] as const)('names no provider for a %s', (kind) => {
    const partner = { cloud: 'commercial', kind, microsoft, providerTenantId } as const;
    expect(microsoftLink({ ...partner, scope: 'reseller-only' })).toBe(adminCenter(false));
  });

  describe.each(['us-government', 'germany'] as const)('for %s', (cloud) => {
    test.each(PARTNER_KINDS)('and a %s is the Office portal’s', (kind) => {
      for (const scope of SCOPES) {
        expect(microsoftLink({ cloud, kind, scope, microsoft, providerTenantId })).toBe(officePortal);
      }
    });
  });

  test.each(PARTNER_KINDS)('for China and a %s is null', (kind) => {
    expect(microsoftLink({ cloud: 'china', kind, scope: 'delegated-admin', microsoft })).toBeNull();
  });

  test('contains 0 for a partner without a PartnerID', () => {
    const partner = { kind: 'direct-bill', scope: 'delegated-admin', microsoft: { tenantId } } as const;
    expect(microsoftLink({ ...partner, cloud: 'commercial' })).toContain('&msppId=0&DAP=');
    expect(microsoftLink({ ...partner, cloud: 'us-government' })).toMatch(/&msppid=0$/);
  });

  test('is null if the partner’s Microsoft tenant is unknown', () => {
    for (const cloud of CLOUDS) {
      for (const kind of PARTNER_KINDS) {
        expect(microsoftLink({ cloud, kind, scope: 'delegated-admin', providerTenantId })).toBeNull();
      }
    }
  });
});
