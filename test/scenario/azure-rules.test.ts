import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataIn, newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { azureScenario } from './azure-scenario.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());

const azure = { billing: 'usage-based', name: 'Azure plan' } as const;
const direct = { path: 'new-subscription', earliestMoveDate: null, reason: null } as const;

async function customerOf(partner: Partial<DataIn<'partner.registered'>> = {}): Promise<TestCustomer> {
  const { partnerId } = await s.registerPartner(partner);
  return newCustomer(partnerId);
}

async function ingestAzure(
  customer: TestCustomer,
  more: Partial<DataIn<'subscription.ingested'>['subscription']> = {},
): Promise<string> {
  const event = s.events.ingested(customer, { ...azure, ...more });
  await s.publishAndWait(event);
  return event.data.subscription.id;
}

describe('Azure subscriptions (contract 3.1)', () => {
  it('azure-request: the invitation asks for reseller-only', async () => {
    const customer = await customerOf();
    const id = await ingestAzure(customer);
    const asked = { rule: 'azure-request', status: 'awaiting-approval', ...direct };
    expect(await s.decisionOf(customer, id)).toEqual(asked);
    expect((await s.caseFile(customer)).relationship).toMatchObject({
      status: 'invited',
      scope: 'reseller-only',
    });
    expect(s.mails(customer.contactEmail).map(({ kind }) => kind)).toEqual(['invitation']);
    const types = (await s.receiveOutcomes(customer.tenantId)).map(({ type }) => type).sort();
    expect(types).toEqual(['invitation.sent', 'relationship.changed', 'subscription.decided']);
  });

  it('azure-request: in us-government the invitation asks for delegated-admin', async () => {
    const customer = await customerOf({ cloud: 'us-government' });
    await ingestAzure(customer);
    expect((await s.caseFile(customer)).relationship).toMatchObject({ scope: 'delegated-admin' });
  });

  it('azure-awaiting: one open invitation covers the case', async () => {
    const customer = await customerOf();
    await ingestAzure(customer);
    const id = await ingestAzure(customer, { channel: 'csp' });
    const awaiting = {
      rule: 'azure-awaiting',
      status: 'awaiting-approval',
      ...direct,
      path: 'switch-partner',
    };
    expect(await s.decisionOf(customer, id)).toEqual(awaiting);
    expect(s.mails(customer.contactEmail)).toHaveLength(1);
  });

  it('azure-ready: any active relationship is enough', async () => {
    const customer = await customerOf();
    await s.publishAndWait(s.events.approved(customer));
    expect((await s.caseFile(customer)).relationship).toMatchObject({
      status: 'active',
      scope: 'reseller-only',
    });
    const ready = { rule: 'azure-ready', status: 'ready-to-onboard', ...direct };
    expect(await s.decisionOf(customer, await ingestAzure(customer))).toEqual(ready);
    const switched = await ingestAzure(customer, { channel: 'syndication' });
    expect(await s.decisionOf(customer, switched)).toEqual({ ...ready, path: 'switch-partner' });
    expect(s.mails(customer.contactEmail)).toEqual([]);
  });

  it('azure-ready: an approval decides the waiting subscriptions', async () => {
    const customer = await customerOf();
    const id = await ingestAzure(customer);
    await s.publishAndWait(s.events.approved(customer, { via: 'partner-center' }));
    expect(await s.decisionOf(customer, id)).toMatchObject({
      rule: 'azure-ready',
      status: 'ready-to-onboard',
    });
    const decided = (await s.receiveOutcomes(customer.tenantId)).filter(
      ({ type }) => type === 'subscription.decided',
    );
    expect(decided.at(-1)?.data).toMatchObject({ previousStatus: 'awaiting-approval' });
  });

  it('azure-onboarding: the decision stays while the onboarding is under way, also after a second ingestion', async () => {
    const azure = azureScenario(s);
    const of = await azure.ingestAzure();
    await azure.requestOnboarding(of);
    const underWay = { rule: 'azure-onboarding', status: 'onboarding', ...direct };
    expect(await s.decisionOf(of.customer, of.subscriptionId)).toEqual(underWay);
    const decided = (await s.receiveOutcomes(of.customer.tenantId)).find(
      ({ type }) => type === 'subscription.decided',
    );
    expect(decided?.data).toMatchObject({ previousStatus: 'ready-to-onboard', rule: 'azure-onboarding' });
    await ingestAzure(of.customer, { id: of.subscriptionId, name: 'Renamed' });
    expect(await s.decisionOf(of.customer, of.subscriptionId)).toEqual(underWay);
    expect(await azure.subscription(of)).toMatchObject({
      name: 'Renamed',
      onboarding: { status: 'under-way' },
    });
    expect(s.mails(of.customer.contactEmail)).toEqual([]);
    await s.publishAndWait(s.events.ended(of.customer, of.subscriptionId));
    expect(await s.decisionOf(of.customer, of.subscriptionId)).toMatchObject({ rule: 'subscription-ended' });
  });

  it('azure-onboarded: the decision stays after a second ingestion and a new request', async () => {
    const azure = azureScenario(s);
    const of = await azure.ingestAzure();
    await azure.requestOnboarding(of, { retire: { scope: 'none' } });
    await azure.completeSteps(of, 'accept-customer-agreement', 'create-subscription', 'enter-details');
    const done = { rule: 'azure-onboarded', status: 'onboarded', ...direct };
    expect(await s.decisionOf(of.customer, of.subscriptionId)).toEqual(done);
    await ingestAzure(of.customer, { id: of.subscriptionId });
    expect(await s.decisionOf(of.customer, of.subscriptionId)).toEqual(done);
    await s.publishAndWait(s.events.requested(of.customer, { scope: 'delegated-admin' }));
    expect(await s.decisionOf(of.customer, of.subscriptionId)).toEqual(done);
  });
});
