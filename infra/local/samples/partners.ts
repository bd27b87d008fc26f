import type { InputOf } from '../../../shared/events/catalogue.ts';

/** The partners of the samples: each kind, both supported clouds and one unsupported. */
export const PARTNERS = {
  contoso: {
    partnerId: 'contoso',
    name: 'Contoso Cloud Services',
    country: 'US',
    cloud: 'commercial',
    kind: 'direct-bill',
    supportEmail: 'support@contoso.example',
    notificationsEmail: 'csp-desk@contoso.example',
    defaultLocale: 'en-US',
  },
  northwind: {
    partnerId: 'northwind',
    name: 'Northwind Distribution',
    country: 'DE',
    cloud: 'commercial',
    kind: 'indirect-provider',
    supportEmail: 'hilfe@northwind.example',
    notificationsEmail: 'csp@northwind.example',
    acceptance: 'partner-center',
    microsoft: { tenantId: '0f8f3a2c-6f0e-4d9c-8b0a-2d2f6f1f7a10', mpnId: '4391507' },
  },
  tailspin: {
    partnerId: 'tailspin',
    name: '泰斯平雲端服務',
    country: 'TW',
    cloud: 'commercial',
    kind: 'indirect-reseller',
    supportEmail: 'support@tailspin.example',
    notificationsEmail: 'desk@tailspin.example',
    defaultLocale: 'zh-TW',
  },
  fourthCoffee: {
    partnerId: 'fourth-coffee-federal',
    name: 'Fourth Coffee Federal',
    country: 'US',
    cloud: 'us-government',
    kind: 'direct-bill',
    supportEmail: 'help@fourthcoffee.example',
    notificationsEmail: 'desk@fourthcoffee.example',
  },
  lucerne: {
    partnerId: 'lucerne-cn',
    name: 'Lucerne Cloud',
    country: 'CN',
    cloud: 'china',
    kind: 'direct-bill',
    supportEmail: 'support@lucerne.example',
    notificationsEmail: 'desk@lucerne.example',
  },
} as const satisfies Record<string, InputOf<'partner.registered'>>;
