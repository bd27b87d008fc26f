import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataIn, newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { type Scenario, startScenario } from './harness.ts';

let s: Scenario;
beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());

const azure = { billing: 'usage-based', name: 'Azure plan' } as const;
const direct = { path: 'new-subscription', earliestMoveDate: null, reason: null } as const;

async function customerOf(partner: Partial<DataIn<'partner.registered'>> = {}): Promise<TestCustomer> {
  const { partnerId } = await s.partner(partner);
  return newCustomer(partnerId);
}

async function ingestAzure(
  customer: TestCustomer,
  more: Partial<DataIn<'subscription.ingested'>['subscription']> = {},
): Promise<string> {
  const event = s.events.ingested(customer, { ...azure, ...more });
  await s.tell(event);
  return event.data.subscription.id;
}

describe('Azure subscriptions (contract 3.1; azure-onboarding and azure-onboarded come with the chains of 3.2)', () => {
  it('azure-request: the customer is asked for reseller-only', async () => {
    const customer = await customerOf();
    const id = await ingestAzure(customer);
    const asked = { rule: 'azure-request', status: 'awaiting-approval', ...direct };
    expect(await s.verdict(customer, id)).toEqual(asked);
    expect((await s.caseFile(customer)).relationship).toMatchObject({
      status: 'invited',
      scope: 'reseller-only',
    });
    expect(s.mails(customer.contactEmail).map(({ kind }) => kind)).toEqual(['invitation']);
    const types = (await s.outcomes(customer.tenantId)).map(({ type }) => type).sort();
    expect(types).toEqual(['invitation.sent', 'relationship.changed', 'subscription.decided']);
  });

  it('azure-request: US Government has no reseller-only', async () => {
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
    expect(await s.verdict(customer, id)).toEqual(awaiting);
    expect(s.mails(customer.contactEmail)).toHaveLength(1);
  });

  it('azure-ready: any active relationship will do', async () => {
    const customer = await customerOf();
    await s.tell(s.events.approved(customer));
    expect((await s.caseFile(customer)).relationship).toMatchObject({
      status: 'active',
      scope: 'reseller-only',
    });
    const ready = { rule: 'azure-ready', status: 'ready-to-onboard', ...direct };
    expect(await s.verdict(customer, await ingestAzure(customer))).toEqual(ready);
    const switched = await ingestAzure(customer, { channel: 'syndication' });
    expect(await s.verdict(customer, switched)).toEqual({ ...ready, path: 'switch-partner' });
    expect(s.mails(customer.contactEmail)).toEqual([]);
  });

  it('azure-ready: an approval decides what was waiting', async () => {
    const customer = await customerOf();
    const id = await ingestAzure(customer);
    await s.tell(s.events.approved(customer, { via: 'partner-center' }));
    expect(await s.verdict(customer, id)).toMatchObject({ rule: 'azure-ready', status: 'ready-to-onboard' });
    const decided = (await s.outcomes(customer.tenantId)).filter(
      ({ type }) => type === 'subscription.decided',
    );
    expect(decided.at(-1)?.data).toMatchObject({ previousStatus: 'awaiting-approval' });
  });
});

describe('azure-onboarding.requested (contract 3.2, as far as it parks, refuses or ignores)', () => {
  /** What the request came to: the newest timeline entry, and the outcomes that say so. */
  async function request(
    customer: TestCustomer,
    id: string,
    more: Partial<DataIn<'azure-onboarding.requested'>> = {},
  ) {
    await s.outcomes();
    await s.tell(s.events.onboarding(customer, id, more));
    const file = await s.caseFile(customer);
    const entry = file.timeline.find(({ type }) => type === 'azure-onboarding.requested');
    const { rule, chain, result, reason } = entry ?? {};
    const outcomes = await s.outcomes(customer.tenantId);
    const onboarding = file.subscriptions.find((one) => one.id === id)?.onboarding ?? null;
    return { decided: { rule, chain, result, reason }, outcomes, onboarding };
  }

  it('onboarding-unknown-subscription: parked until it is ingested', async () => {
    const customer = await customerOf();
    const id = randomUUID();
    const { decided, outcomes } = await request(customer, id);
    const rule = 'onboarding-unknown-subscription';
    expect(decided).toEqual({ rule, chain: 'park', result: 'parked', reason: 'unknown-subscription' });
    expect(outcomes).toEqual([]);
    await ingestAzure(customer, { id });
    const [subscription] = (await s.caseFile(customer)).subscriptions;
    expect(subscription?.onboarding).toMatchObject({ parked: true, status: 'parked' });
  });

  it('onboarding-needs-relationship: parked until the customer approves', async () => {
    const customer = await customerOf();
    const { decided, onboarding } = await request(customer, await ingestAzure(customer));
    const rule = 'onboarding-needs-relationship';
    expect(decided).toEqual({ rule, chain: 'park', result: 'parked', reason: 'needs-relationship' });
    expect(onboarding).toMatchObject({ parked: true, status: 'parked' });
    expect(s.mails(customer.contactEmail)).toHaveLength(1);
  });

  it('onboarding-role-not-permitted, onboarding-license-based: refused', async () => {
    const customer = await customerOf();
    const role = 'onboarding-role-not-permitted';
    const helpdesk = { requestedBy: { role: 'helpdesk-agent' } } as const;
    const byRole = await request(customer, await ingestAzure(customer), helpdesk);
    expect(byRole.decided).toEqual({
      rule: role,
      chain: 'refuse',
      result: 'refused',
      reason: 'role-not-permitted',
    });
    expect(byRole.onboarding).toBeNull();
    const licence = await ingestAzure(customer, { billing: 'license-based' });
    const byBilling = await request(customer, licence);
    expect(byBilling.decided).toMatchObject({ rule: 'onboarding-license-based', reason: 'license-based' });
    expect(byBilling.outcomes.map(({ type, data }) => [type, data.subscriptionId, data.reason])).toEqual([
      ['azure-onboarding.refused', licence, 'license-based'],
    ]);
  });

  it('onboarding-not-eligible: refused for the subscription’s own reason', async () => {
    const foreign = { ...(await customerOf()), country: 'DE' };
    const rejected = await request(foreign, await ingestAzure(foreign));
    expect(rejected.decided).toMatchObject({ rule: 'onboarding-not-eligible', reason: 'other-market' });
    const customer = await customerOf();
    const own = { seller: { name: 'Contoso', partnerId: customer.partnerId } };
    expect((await request(customer, await ingestAzure(customer, own))).decided.reason).toBe(
      'own-subscription',
    );
    const ended = await ingestAzure(customer);
    await s.tell(s.events.ended(customer, ended));
    expect((await request(customer, ended)).decided).toMatchObject({ result: 'refused', reason: 'ended' });
  });

  it('onboarding-reseller-cannot-switch: only a provider or direct-bill partner can', async () => {
    const customer = await customerOf({ kind: 'indirect-reseller' });
    const { decided, outcomes } = await request(customer, await ingestAzure(customer, { channel: 'csp' }));
    expect(decided).toMatchObject({
      rule: 'onboarding-reseller-cannot-switch',
      result: 'refused',
      reason: 'provider-must-switch',
    });
    expect(outcomes.map(({ data }) => data.reason)).toEqual(['provider-must-switch']);
  });

  it('a step of an onboarding that is not under way is refused and kept in the timeline', async () => {
    const customer = await customerOf();
    const subscriptionId = await ingestAzure(customer);
    await s.outcomes();
    const { partnerId, tenantId } = customer;
    const data = { partnerId, customer: { tenantId }, subscriptionId, step: 'create-subscription' } as const;
    await s.tell(s.events.make('azure-onboarding.step-completed', data));
    const [newest] = (await s.caseFile(customer)).timeline;
    expect(newest).toMatchObject({ result: 'refused', reason: 'no-onboarding-under-way' });
    expect((await s.outcomes(tenantId)).map(({ type }) => type)).toEqual(['azure-onboarding.refused']);
  });
});
