import type { EventType, InputOf } from '../../../shared/events/catalogue.ts';
import type { PARTNERS } from './partners.ts';

/** A sample event: its type, and its data without partner and customer. */
export interface SampleEvent {
  readonly type: EventType;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A scenario of one partner and one customer. */
export interface Scenario {
  readonly title: string;
  readonly partner: keyof typeof PARTNERS;
  readonly customer: Partial<InputOf<'subscription.ingested'>['customer']> & { readonly name: string };
  /** Each event is processed before the next is published. */
  readonly events: readonly SampleEvent[];
}

type Sub = Partial<InputOf<'subscription.ingested'>['subscription']> & { readonly name: string };

const licence = (sub: Sub, role = 'sales-agent'): SampleEvent =>
  ingested({ billing: 'license-based', channel: 'ea', ...sub }, role);
const azure = (sub: Sub): SampleEvent =>
  ingested({ billing: 'usage-based', channel: 'ea', ...sub }, 'global-admin');
const approved = (data: object = {}): SampleEvent => ({
  type: 'relationship.approved',
  data: { via: 'upstream', ...data },
});

/** The sample scenarios of `npm start`: every outcome of contract §3.1. @param now the product's clock, in epoch milliseconds */
export function scenarios(now: number): readonly Scenario[] {
  const inDays = (days: number) => new Date(now + days * 86_400_000).toISOString();
  return [
    {
      title: 'Two licences, one invitation: the customer is asked once',
      partner: 'contoso',
      customer: { name: 'Fabrikam, Inc.', contactName: 'Robin Fisher', locale: 'en-US' },
      events: [
        licence({ name: 'Microsoft 365 E3', quantity: 250 }),
        licence({ name: 'Visio Plan 2', channel: 'open' }),
      ],
    },
    {
      title: 'The same in Chinese, from an indirect reseller',
      partner: 'tailspin',
      customer: { name: '法布利康股份有限公司', contactName: '陳怡君', country: 'TW', locale: 'zh-TW' },
      events: [
        licence({ name: 'Microsoft 365 商務進階版', channel: 'microsoft-direct' }),
        azure({ name: 'Azure 正式環境', channel: 'third-party' }),
      ],
    },
    {
      title: 'Azure needs less permission; then a licence needs more, and the first link stops working',
      partner: 'contoso',
      customer: { name: 'Lamna Healthcare' },
      events: [azure({ name: 'Azure imaging', channel: 'advisor' }), licence({ name: 'Microsoft 365 F3' })],
    },
    {
      title: 'US Government has no reseller relationship without delegated administration',
      partner: 'fourthCoffee',
      customer: { name: 'City of Bellevue' },
      events: [azure({ name: 'Azure Government', channel: 'microsoft-direct' })],
    },
    {
      title: 'Azure from another partner, and from another channel, wait for a reseller relationship',
      partner: 'northwind',
      customer: { name: 'Süßwaren Krämer GmbH', country: 'DE', locale: 'de-DE' },
      events: [
        azure({ name: 'Azure-Plan Produktion', channel: 'csp', seller: { name: 'Adatum' } }),
        azure({ name: 'Azure Entwicklung' }),
        {
          type: 'azure-onboarding.requested',
          data: { subscriptionId: 'azure-entwicklung', requestedBy: { role: 'global-admin' } },
        },
      ],
    },
    {
      title: 'The permission is known upstream: licences are supported, Azure is ready',
      partner: 'contoso',
      customer: { name: 'Woodgrove Bank' },
      events: [licence({ name: 'Dynamics 365 Sales' }), azure({ name: 'Azure data platform' }), approved()],
    },
    {
      title: 'Sold by another partner: locked until its term ends',
      partner: 'contoso',
      customer: { name: 'Litware, Inc.' },
      events: [
        licence({
          name: 'Microsoft 365 E5',
          channel: 'csp',
          seller: { name: 'Adatum' },
          termEndsAt: inDays(90),
        }),
      ],
    },
    {
      title: 'The customer declines with a reason: no new request for 30 days',
      partner: 'contoso',
      customer: { name: 'Proseware' },
      events: [
        licence({ name: 'Power BI Pro' }),
        {
          type: 'relationship.declined',
          data: { via: 'upstream', comment: 'We stay with our present partner.' },
        },
      ],
    },
    {
      title: 'The permission is removed: the licence is no longer supported',
      partner: 'contoso',
      customer: { name: 'Wingtip Toys' },
      events: [
        licence({ name: 'Teams Phone' }),
        approved(),
        { type: 'relationship.removed', data: { by: 'customer' } },
      ],
    },
    {
      title: 'The subscription ran out where it was bought',
      partner: 'contoso',
      customer: { name: 'Alpine Ski House' },
      events: [
        licence({ name: 'Exchange Online' }),
        { type: 'subscription.ended', data: { subscriptionId: 'exchange-online', reason: 'expired' } },
      ],
    },
    {
      title: 'Sold by this partner itself: multi-channel support does not apply',
      partner: 'contoso',
      customer: { name: 'Graphic Design Institute' },
      events: [
        licence({
          name: 'Project Plan 3',
          channel: 'csp',
          seller: { name: 'Contoso', partnerId: 'contoso' },
        }),
      ],
    },
    {
      title: 'A partner may not resell to another partner',
      partner: 'contoso',
      customer: { name: 'Adatum Corporation', isCspPartner: true },
      events: [licence({ name: 'Microsoft 365 E3' })],
    },
    {
      title: 'The customer is in another market',
      partner: 'contoso',
      customer: { name: 'Trey Research', country: 'JP' },
      events: [licence({ name: 'Microsoft 365 E3' })],
    },
    {
      title: 'The role may not ask',
      partner: 'contoso',
      customer: { name: 'Margie’s Travel' },
      events: [licence({ name: 'Microsoft 365 E3' }, 'helpdesk-agent')],
    },
    {
      title: 'The partner’s cloud does not offer it',
      partner: 'lucerne',
      customer: { name: 'Humongous Insurance', country: 'CN' },
      events: [licence({ name: 'Microsoft 365 E3' })],
    },
  ];
}

function ingested({ name, ...rest }: Sub, role: string): SampleEvent {
  const id =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'subscription';
  return {
    type: 'subscription.ingested',
    data: { subscription: { id, name, ...rest }, requestedBy: { role } },
  };
}
