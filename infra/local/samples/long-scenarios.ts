import type { SampleEvent, Scenario } from './scenarios.ts';

/** An action on a day of a scenario; day 0 is the first. */
export type SampleAction = { readonly day: number } & (
  | { readonly event: SampleEvent }
  | { readonly customer: 'approve' | 'decline'; readonly comment?: string }
  | { readonly mail: 'bounce' }
  /** An event name of Partner Center's webhook. */
  | { readonly microsoft: string }
);

/** A scenario of several days. */
export interface LongScenario extends Omit<Scenario, 'events'> {
  readonly actions: readonly SampleAction[];
}

const ingested = (subscription: object, role = 'sales-agent'): SampleEvent => ({
  type: 'subscription.ingested',
  data: { subscription, requestedBy: { role } },
});
const requested = (data: object): SampleEvent => ({
  type: 'azure-onboarding.requested',
  data: { subscriptionId: 'azure', requestedBy: { role: 'global-admin' }, ...data },
});
const done = (step: string, data: object = {}): SampleEvent => ({
  type: 'azure-onboarding.step-completed',
  data: { subscriptionId: 'azure', step, ...data },
});
const azure = (channel: string) => ({ id: 'azure', name: 'Azure', billing: 'usage-based', channel });
const licence = { id: 'office', name: 'Microsoft 365 E3', billing: 'license-based', channel: 'ea' };
const steps = (from: number, names: readonly string[], last: object = {}): SampleAction[] =>
  names.map((name, index) => ({
    day: from + index,
    event: done(name, index === names.length - 1 ? last : {}),
  }));

/** The last day of the scenarios. */
export const LAST_DAY = 34;

/** The sample scenarios of several days. @param now the product's clock at their beginning, in epoch milliseconds */
export function longScenarios(now: number): readonly LongScenario[] {
  const inDays = (days: number) => new Date(now + days * 86_400_000).toISOString();
  return [
    {
      title: 'A licence, approved by the customer’s click',
      partner: 'contoso',
      customer: { name: 'Adventure Works' },
      actions: [
        { day: 0, event: ingested(licence) },
        { day: 2, customer: 'approve' },
      ],
    },
    {
      title: 'A licence, refused by the customer with a reason',
      partner: 'contoso',
      customer: { name: 'Coho Winery' },
      actions: [
        { day: 0, event: ingested(licence) },
        { day: 1, customer: 'decline', comment: 'We do this ourselves.' },
      ],
    },
    {
      title: 'A licence of another partner: locked until its term ends, then the customer is asked',
      partner: 'contoso',
      customer: { name: 'Northwind Traders' },
      actions: [{ day: 0, event: ingested({ ...licence, channel: 'csp', termEndsAt: inDays(20) }) }],
    },
    {
      title:
        'Azure from an Enterprise Agreement: a new subscription is created, the old one is cancelled last',
      partner: 'contoso',
      customer: { name: 'Relecloud' },
      actions: [
        { day: 0, event: ingested(azure('ea')) },
        { day: 0, event: requested({ retire: { scope: 'services', services: ['Storage', 'App Service'] } }) },
        { day: 1, customer: 'approve' },
        ...steps(
          2,
          ['accept-customer-agreement', 'create-subscription', 'enter-details', 'cancel-existing'],
          {
            newSubscriptionId: 'new-azure',
          },
        ),
      ],
    },
    {
      title: 'Azure from another partner: switched',
      partner: 'contoso',
      customer: { name: 'VanArsdel' },
      actions: [
        { day: 0, event: ingested(azure('csp')) },
        { day: 0, event: requested({ currentPartner: { name: 'Adatum', domain: 'adatum.example' } }) },
        { day: 1, customer: 'approve' },
        ...steps(
          2,
          ['inform-current-partner', 'request-transfer', 'current-partner-accepts', 'confirm-transfer'],
          {
            newSubscriptionId: 'switched-azure',
          },
        ),
      ],
    },
    {
      title: 'Azure from another partner, which never answers: the transfer expires after 30 days',
      partner: 'contoso',
      customer: { name: 'Tailwind Traders' },
      actions: [
        { day: 0, event: ingested(azure('csp')) },
        { day: 0, event: requested({}) },
        { day: 1, customer: 'approve' },
        ...steps(2, ['inform-current-partner', 'request-transfer']),
      ],
    },
    {
      title: 'An invitation without an answer: three reminders, then it expires',
      partner: 'contoso',
      customer: { name: 'Best For You Organics' },
      actions: [{ day: 0, event: ingested(licence) }],
    },
    {
      title: 'An address that bounces, then another one',
      partner: 'contoso',
      customer: { name: 'First Up Consultants' },
      actions: [
        { day: 0, event: ingested(licence) },
        { day: 1, mail: 'bounce' },
        {
          day: 2,
          event: {
            type: 'relationship.requested',
            data: { requestedBy: { role: 'sales-agent' }, contactEmail: 'admin@firstup.example' },
          },
        },
      ],
    },
    {
      title: 'A customer approves here and then accepts at Microsoft, whose webhook reports it',
      partner: 'northwind',
      customer: { name: 'Nod Publishers', country: 'DE', locale: 'en-GB' },
      actions: [
        { day: 0, event: ingested(licence) },
        { day: 1, customer: 'approve' },
        { day: 2, microsoft: 'dap-admin-relationship-approved' },
      ],
    },
    {
      title: 'The permission is removed during an onboarding: it fails, and licences are no longer supported',
      partner: 'contoso',
      customer: { name: 'Bellows College' },
      actions: [
        { day: 0, event: ingested(licence) },
        { day: 0, event: ingested(azure('ea')) },
        { day: 1, customer: 'approve' },
        { day: 2, event: requested({}) },
        { day: 3, event: { type: 'relationship.removed', data: { by: 'customer' } } },
      ],
    },
  ];
}
