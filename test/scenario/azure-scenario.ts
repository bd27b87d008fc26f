import type { OnboardingStep } from '../../shared/events/azure-onboarding.ts';
import { type DataIn, newCustomer, type TestCustomer } from '../fixtures/events.ts';
import type { Scenario } from './scenario.ts';

type SubscriptionData = Partial<DataIn<'subscription.ingested'>['subscription']>;

/** An Azure subscription of a customer, and where its partner gets mail. */
export interface AzureCase {
  readonly customer: TestCustomer;
  readonly subscriptionId: string;
  readonly partnerEmail: string;
}

/** What there is to do with one Azure subscription. */
export type AzureScenario = ReturnType<typeof azureScenario>;

/** Azure subscriptions on a running stack. */
export function azureScenario(s: Scenario) {
  const caseFile = (of: AzureCase) => s.caseFile(of.customer);
  const subscription = async (of: AzureCase) => {
    const found = (await caseFile(of)).subscriptions.find(({ id }) => id === of.subscriptionId);
    if (!found) throw new Error(`there is no subscription ${of.subscriptionId}`);
    return found;
  };
  const stepCompleted = (
    { customer, subscriptionId }: AzureCase,
    step: OnboardingStep,
    more: { newSubscriptionId?: string; note?: string } = {},
  ) => {
    const { partnerId, tenantId } = customer;
    const data = { partnerId, customer: { tenantId }, subscriptionId, step, ...more };
    return s.events.make('azure-onboarding.step-completed', data);
  };
  return {
    /** A new customer with an Azure subscription; its relationship is active by default. */
    async ingestAzure(
      receiveOutcomes: {
        partner?: Partial<DataIn<'partner.registered'>>;
        customer?: Partial<TestCustomer>;
        subscription?: SubscriptionData;
        active?: boolean;
      } = {},
    ): Promise<AzureCase> {
      const { partnerId, notificationsEmail } = await s.registerPartner(receiveOutcomes.partner);
      const customer = newCustomer(partnerId, receiveOutcomes.customer);
      if (receiveOutcomes.active !== false) await s.publishAndWait(s.events.approved(customer));
      const azure = {
        billing: 'usage-based',
        name: 'Azure of Fabrikam',
        ...receiveOutcomes.subscription,
      } as const;
      const event = s.events.ingested(customer, azure);
      await s.publishAndWait(event);
      await s.receiveOutcomes();
      return { customer, subscriptionId: event.data.subscription.id, partnerEmail: notificationsEmail };
    },
    /** Requests the onboarding. */
    requestOnboarding: (of: AzureCase, more: Partial<DataIn<'azure-onboarding.requested'>> = {}) =>
      s.publishAndWait(s.events.onboarding(of.customer, of.subscriptionId, more)),
    stepCompleted,
    /** Tells that steps are done, one after the other. */
    async completeSteps(of: AzureCase, ...steps: OnboardingStep[]) {
      for (const step of steps) await s.publishAndWait(stepCompleted(of, step));
    },
    failedEvent: ({ customer, subscriptionId }: AzureCase, detail?: string) =>
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
    /** The outcomes of this customer since the last call: "type detail". */
    async newOutcomes({ customer }: AzureCase) {
      const outcomes = await s.receiveOutcomes(customer.tenantId);
      return outcomes
        .map(({ type, data }) =>
          `${type} ${data.step ?? data.status ?? data.chain ?? data.reason ?? ''}`.trim(),
        )
        .sort();
    },
    /** Work orders, oldest first. */
    workOrders: ({ partnerEmail }: AzureCase) =>
      s.mails(partnerEmail).filter(({ kind }) => kind === 'work-order'),
    /** Letters to the current partner, as the customer got them. */
    letters: ({ customer }: AzureCase) =>
      s.mails(customer.contactEmail).filter(({ kind }) => kind === 'inform-current-partner'),
  };
}

/** A text as one line, so that what was wrapped can be found. */
export function onOneLine(text: string | undefined): string {
  return (text ?? '').replace(/\s+/g, ' ');
}
