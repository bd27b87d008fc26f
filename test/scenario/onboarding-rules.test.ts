import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataIn, newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { type AzureCase, type AzureScenario, azureScenario } from './azure-scenario.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
let azure: AzureScenario;
beforeAll(async () => {
  s = await startScenario();
  azure = azureScenario(s);
});
afterAll(() => s?.stack.close());

/** What a request came to: the newest timeline entry of its kind, outcomes, and what was mailed because of it. */
async function request(of: AzureCase, more: Partial<DataIn<'azure-onboarding.requested'>> = {}) {
  const before = s.stack.mails().length;
  await s.receiveOutcomes();
  await azure.requestOnboarding(of, more);
  const { timeline, subscriptions } = await azure.caseFile(of);
  const { rule, chain, result, reason } =
    timeline.find(({ type }) => type === 'azure-onboarding.requested') ?? {};
  return {
    decided: { rule, chain, result, reason },
    outcomes: await azure.newOutcomes(of),
    mails: s.stack.mails().slice(before),
    onboarding: subscriptions.find(({ id }) => id === of.subscriptionId)?.onboarding ?? null,
  };
}

/** Expects that a request is refused with an outcome, and that nothing else changes. */
async function expectRefused(
  of: AzureCase,
  rule: string,
  reason: string,
  more: Partial<DataIn<'azure-onboarding.requested'>> = {},
) {
  const { timeline, ...before } = await azure.caseFile(of);
  const refused = await request(of, more);
  expect(refused.decided).toEqual({ rule, chain: 'refuse', result: 'refused', reason });
  expect(refused.outcomes).toEqual([`azure-onboarding.refused ${reason}`]);
  expect(refused.mails).toEqual([]);
  const { timeline: then, ...after } = await azure.caseFile(of);
  expect(after).toEqual(before);
  expect(then.slice(1)).toEqual(timeline);
}

const startedNew = [
  'azure-onboarding.started create-azure-subscription',
  'azure-onboarding.step-due accept-customer-agreement',
  'subscription.decided onboarding',
];

describe('azure-onboarding.requested is parked (contract 3.2)', () => {
  it('onboarding-unknown-subscription: the request starts when the subscription is ingested', async () => {
    const { partnerId, notificationsEmail: partnerEmail } = await s.registerPartner();
    const of = { customer: newCustomer(partnerId), subscriptionId: randomUUID(), partnerEmail };
    await s.publishAndWait(s.events.approved(of.customer));
    const { decided, outcomes, mails } = await request(of);
    const rule = 'onboarding-unknown-subscription';
    expect(decided).toEqual({ rule, chain: 'park', result: 'parked', reason: 'unknown-subscription' });
    expect([outcomes, mails]).toEqual([[], []]);
    expect((await azure.caseFile(of)).subscriptions).toEqual([]);
    await s.publishAndWait(s.events.ingested(of.customer, { id: of.subscriptionId, billing: 'usage-based' }));
    expect(await azure.newOutcomes(of)).toEqual(startedNew);
    expect((await azure.subscription(of)).onboarding).toMatchObject({ status: 'under-way', parked: false });
    expect(azure.workOrders(of)).toHaveLength(1);
  });

  it('onboarding-unknown-subscription: a subscription that cannot be onboarded ends the request', async () => {
    const { partnerId, notificationsEmail: partnerEmail } = await s.registerPartner();
    const of = { customer: newCustomer(partnerId), subscriptionId: randomUUID(), partnerEmail };
    await request(of);
    await s.publishAndWait(s.events.ingested(of.customer, { id: of.subscriptionId }));
    expect(await azure.newOutcomes(of)).toContain('azure-onboarding.refused license-based');
    expect((await azure.subscription(of)).onboarding).toMatchObject({
      status: 'failed',
      parked: false,
      lastFailure: { reason: 'license-based' },
    });
  });

  it('onboarding-needs-relationship: the request starts when the customer approves', async () => {
    const of = await azure.ingestAzure({ active: false });
    const { decided, outcomes, mails, onboarding } = await request(of);
    const rule = 'onboarding-needs-relationship';
    expect(decided).toEqual({ rule, chain: 'park', result: 'parked', reason: 'needs-relationship' });
    expect(onboarding).toMatchObject({ parked: true, status: 'parked', steps: [] });
    // The customer was asked with the subscription: one open invitation covers the case.
    expect([outcomes, mails]).toEqual([[], []]);
    await s.publishAndWait(s.events.approved(of.customer));
    expect(await azure.newOutcomes(of)).toEqual([
      ...startedNew.slice(0, 2),
      'relationship.changed active',
      startedNew[2],
    ]);
    expect(await azure.subscription(of)).toMatchObject({ rule: 'azure-onboarding', status: 'onboarding' });
    expect(azure.workOrders(of)).toHaveLength(1);
  });

  it('onboarding-needs-relationship: the customer is invited only when 3.1 allows it', async () => {
    const of = await azure.ingestAzure();
    await s.publishAndWait(s.events.removed(of.customer));
    const { decided, mails } = await request(of);
    expect([decided.result, mails]).toEqual(['parked', []]);
    expect(await azure.subscription(of)).toMatchObject({ rule: 'relationship-blocked', reason: 'removed' });
    await s.publishAndWait(s.events.requested(of.customer));
    expect(s.mails(of.customer.contactEmail).map(({ kind }) => kind)).toEqual(['invitation']);
    await s.publishAndWait(s.events.approved(of.customer));
    expect(await azure.subscription(of)).toMatchObject({ status: 'onboarding' });
  });
});

describe('azure-onboarding.requested is refused (contract 3.2)', () => {
  it('onboarding-role-not-permitted: three roles may not request an onboarding', async () => {
    const of = await azure.ingestAzure();
    for (const role of ['admin-agent', 'helpdesk-agent', 'billing-admin'] as const) {
      const by = { requestedBy: { role } };
      await expectRefused(of, 'onboarding-role-not-permitted', 'role-not-permitted', by);
    }
  });

  it('onboarding-license-based: a licence cannot be onboarded', async () => {
    const of = await azure.ingestAzure({ subscription: { billing: 'license-based' } });
    await expectRefused(of, 'onboarding-license-based', 'license-based');
  });

  it('onboarding-not-eligible: the reason is the subscription’s own', async () => {
    const rule = 'onboarding-not-eligible';
    await expectRefused(await azure.ingestAzure({ customer: { country: 'DE' } }), rule, 'other-market');
    const ended = await azure.ingestAzure();
    await s.publishAndWait(s.events.ended(ended.customer, ended.subscriptionId));
    await expectRefused(ended, rule, 'ended');
    const own = await azure.ingestAzure();
    const { customer, subscriptionId: id } = own;
    const seller = { name: 'Contoso', partnerId: customer.partnerId };
    await s.publishAndWait(s.events.ingested(customer, { id, billing: 'usage-based', seller }));
    await expectRefused(own, rule, 'own-subscription');
  });

  it('onboarding-reseller-cannot-switch: the provider must switch', async () => {
    const partner = { kind: 'indirect-reseller' } as const;
    const of = await azure.ingestAzure({ partner, subscription: { channel: 'csp' } });
    await expectRefused(of, 'onboarding-reseller-cannot-switch', 'provider-must-switch');
    expect(await azure.subscription(of)).toMatchObject({ status: 'ready-to-onboard' });
    // Beside the old one it may create a new one, and a provider may switch.
    const beside = await azure.ingestAzure({ partner, subscription: { channel: 'ea' } });
    expect((await request(beside)).decided.rule).toBe('azure-new');
    const provider = { kind: 'indirect-provider' } as const;
    const switched = await azure.ingestAzure({ partner: provider, subscription: { channel: 'csp' } });
    expect((await request(switched)).decided.rule).toBe('azure-switch-plan');
  });
});

describe('azure-onboarding.requested changes nothing (contract 3.2)', () => {
  it('onboarding-under-way: a request changes nothing while an onboarding is under way or done', async () => {
    const of = await azure.ingestAzure();
    await azure.requestOnboarding(of, { retire: { scope: 'none' } });
    const ignored = { rule: 'onboarding-under-way', chain: 'ignore', result: 'ignored' };
    const again = await request(of, { retire: { scope: 'subscription' } });
    expect(again.decided).toMatchObject(ignored);
    expect([again.outcomes, again.mails]).toEqual([[], []]);
    await azure.completeSteps(of, 'accept-customer-agreement', 'create-subscription', 'enter-details');
    const { timeline, ...before } = await azure.caseFile(of);
    const done = await request(of);
    expect(done.decided).toMatchObject(ignored);
    expect([done.outcomes, done.mails]).toEqual([[], []]);
    const { timeline: then, ...after } = await azure.caseFile(of);
    expect(after).toEqual(before);
    expect(then).toHaveLength(timeline.length + 1);
  });

  it('a step of an onboarding that is not under way is refused and kept in the timeline', async () => {
    const of = await azure.ingestAzure();
    await azure.completeSteps(of, 'create-subscription');
    const [newest] = (await azure.caseFile(of)).timeline;
    expect(newest).toMatchObject({ result: 'refused', reason: 'no-onboarding-under-way' });
    expect(await azure.newOutcomes(of)).toEqual(['azure-onboarding.refused no-onboarding-under-way']);
  });
});

const azurePlan = { billing: 'usage-based', name: 'Azure plan' } as const;
const direct = { path: 'new-subscription', earliestMoveDate: null, reason: null } as const;

async function customerOf(partner: Partial<DataIn<'partner.registered'>> = {}): Promise<TestCustomer> {
  const { partnerId } = await s.registerPartner(partner);
  return newCustomer(partnerId);
}

async function ingestAzure(
  customer: TestCustomer,
  more: Partial<DataIn<'subscription.ingested'>['subscription']> = {},
): Promise<string> {
  const event = s.events.ingested(customer, { ...azurePlan, ...more });
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
