import type { OnboardingStep } from '../../shared/events/azure-onboarding.ts';
import { type DataIn, newCustomer, type TestCustomer } from '../fixtures/events.ts';
import type { Scenario } from './scenario.ts';

type Told = Partial<DataIn<'subscription.ingested'>['subscription']>;

/** An Azure subscription of a customer, and where its partner gets mail. */
export interface AzureCase {
  readonly customer: TestCustomer;
  readonly subscriptionId: string;
  readonly desk: string;
}

/** What there is to do with one Azure subscription. */
export type AzureScenario = ReturnType<typeof azureOf>;

/** Azure subscriptions on a running stack. */
export function azureOf(s: Scenario) {
  const caseFile = (of: AzureCase) => s.caseFile(of.customer);
  const subscription = async (of: AzureCase) => {
    const found = (await caseFile(of)).subscriptions.find(({ id }) => id === of.subscriptionId);
    if (!found) throw new Error(`there is no subscription ${of.subscriptionId}`);
    return found;
  };
  const stepDone = (
    { customer, subscriptionId }: AzureCase,
    step: OnboardingStep,
    more: { newSubscriptionId?: string; note?: string } = {},
  ) => {
    const { partnerId, tenantId } = customer;
    const data = { partnerId, customer: { tenantId }, subscriptionId, step, ...more };
    return s.events.make('azure-onboarding.step-completed', data);
  };
  return {
    /** A new customer with an Azure subscription; its relationship is active unless told otherwise. */
    async open(
      told: {
        partner?: Partial<DataIn<'partner.registered'>>;
        customer?: Partial<TestCustomer>;
        subscription?: Told;
        active?: boolean;
      } = {},
    ): Promise<AzureCase> {
      const { partnerId, notificationsEmail } = await s.partner(told.partner);
      const customer = newCustomer(partnerId, told.customer);
      if (told.active !== false) await s.tell(s.events.approved(customer));
      const azure = { billing: 'usage-based', name: 'Azure of Fabrikam', ...told.subscription } as const;
      const event = s.events.ingested(customer, azure);
      await s.tell(event);
      await s.outcomes();
      return { customer, subscriptionId: event.data.subscription.id, desk: notificationsEmail };
    },
    /** Requests the onboarding. */
    request: (of: AzureCase, more: Partial<DataIn<'azure-onboarding.requested'>> = {}) =>
      s.tell(s.events.onboarding(of.customer, of.subscriptionId, more)),
    stepDone,
    /** Tells that steps are done, one after the other. */
    async complete(of: AzureCase, ...steps: OnboardingStep[]) {
      for (const step of steps) await s.tell(stepDone(of, step));
    },
    failed: ({ customer, subscriptionId }: AzureCase, detail?: string) =>
      s.events.make('azure-onboarding.failed', {
        partnerId: customer.partnerId,
        customer: { tenantId: customer.tenantId },
        subscriptionId,
        reason: 'transfer-declined',
        detail,
      }),
    caseFile,
    subscription,
    /** The steps as the case file has them: "name status". */
    async steps(of: AzureCase) {
      const { onboarding } = await subscription(of);
      return (onboarding?.steps ?? []).map(({ name, status }) => `${name} ${status}`);
    },
    /** What the outcomes since the last look tell of this customer's Azure: "type what". */
    async told({ customer }: AzureCase) {
      const outcomes = await s.outcomes(customer.tenantId);
      return outcomes
        .map(({ type, data }) =>
          `${type} ${data.step ?? data.status ?? data.chain ?? data.reason ?? ''}`.trim(),
        )
        .sort();
    },
    /** Work orders, oldest first. */
    orders: ({ desk }: AzureCase) => s.mails(desk).filter(({ kind }) => kind === 'work-order'),
    /** Letters to the current partner, as the customer got them. */
    letters: ({ customer }: AzureCase) =>
      s.mails(customer.contactEmail).filter(({ kind }) => kind === 'inform-current-partner'),
  };
}

/** A text as one line, so that what was wrapped can be found. */
export function flat(text: string | undefined): string {
  return (text ?? '').replace(/\s+/g, ' ');
}
