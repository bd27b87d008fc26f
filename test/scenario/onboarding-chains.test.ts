import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OnboardingStep } from '../../shared/events/azure-onboarding.ts';
import { type Scenario, startScenario } from './harness.ts';
import { type AzureCase, type AzureScenario, azureOf, flat } from './onboarding.ts';

let s: Scenario;
let azure: AzureScenario;
beforeAll(async () => {
  s = await startScenario();
  azure = azureOf(s);
});
afterAll(() => s?.stack.close());

const microsoft = { tenantId: '60d5c4bb-f78a-4200-a002-953d7cc1f5f8', mpnId: '4847383' };
const currentPartner = { name: 'Northwind Resale', domain: 'northwind.example' };
const requestedBy = { role: 'global-admin', name: 'Kim Akers', email: 'kim@contoso.example' } as const;
const told = {
  partner: { microsoft },
  customer: { contactName: 'Robin Fisher', locale: 'en-GB' },
} as const;

type Steps = readonly (readonly [OnboardingStep, readonly string[]])[];

/** Completes a chain step by step. At each: the one work order with what to type in, the step due, and the outcome. */
async function goThrough(of: AzureCase, chain: string, steps: Steps, newSubscriptionId: string) {
  const { tenantId } = of.customer;
  for (const [index, [step, facts]] of steps.entries()) {
    const states = steps.map(
      ([name], at) => `${name} ${at < index ? 'done' : at === index ? 'due' : 'waiting'}`,
    );
    expect(await azure.steps(of)).toEqual(states);
    const due = `azure-onboarding.step-due ${step}`;
    const started = [`azure-onboarding.started ${chain}`, due, 'subscription.decided onboarding'];
    expect(await azure.told(of)).toEqual(index === 0 ? started : [due]);
    const orders = azure.orders(of);
    expect(orders).toHaveLength(index + 1);
    const text = flat(orders.at(-1)?.text);
    for (const fact of [step, of.subscriptionId, tenantId, 'Kim Akers', ...facts])
      expect([step, text]).toEqual([step, expect.stringContaining(fact)]);
    const tellsNew = step === 'create-subscription' || step === 'confirm-transfer' || step === 'submit-form';
    await s.tell(azure.stepDone(of, step, tellsNew ? { newSubscriptionId } : {}));
  }
  const outcomes = await s.outcomes(tenantId);
  expect(outcomes.map(({ type, data }) => [type, data.newSubscriptionId ?? data.status]).sort()).toEqual([
    ['azure-onboarding.completed', newSubscriptionId],
    ['subscription.decided', 'onboarded'],
  ]);
  expect(await azure.steps(of)).toEqual(steps.map(([name]) => `${name} done`));
  expect(azure.orders(of)).toHaveLength(steps.length);
  const { id, status, rule, onboarding } = await azure.subscription(of);
  expect([id, status, rule]).toEqual([of.subscriptionId, 'onboarded', 'azure-onboarded']);
  expect(onboarding).toMatchObject({ chain, status: 'done', newSubscriptionId, lastFailure: null });
}

const who = ['Fabrikam, Inc.', 'Robin Fisher', 'it-'];
const where = ['United States (US)', 'British English (en-GB)'];

describe('a new subscription beside the old one (contract 3.2)', () => {
  it('azure-new: create first, cancel last; each step ordered, the old one under its old id', async () => {
    const of = await azure.open({ ...told, subscription: { channel: 'ea', quantity: 7 } });
    const newId = randomUUID();
    await azure.request(of, { requestedBy });
    expect((await azure.subscription(of)).path).toBe('new-subscription');
    const what = ['Azure of Fabrikam', 'Enterprise Agreement (EA)', 'Quantity: 7'];
    const steps: Steps = [
      ['accept-customer-agreement', [...who, ...where]],
      ['create-subscription', [...who, ...where, ...what, microsoft.tenantId, microsoft.mpnId]],
      ['enter-details', [...who, ...where, ...what, newId]],
      ['cancel-existing', [...who, ...what, newId, 'To be cancelled: the whole subscription']],
    ];
    await goThrough(of, 'create-azure-subscription', steps, newId);
    expect(azure.letters(of)).toEqual([]);
    // Told of it as any other subscription, the new one is the partner's own and asks nobody.
    const seller = { name: 'Contoso', partnerId: of.customer.partnerId };
    await s.tell(
      s.events.ingested(of.customer, { id: newId, billing: 'usage-based', channel: 'csp', seller }),
    );
    expect(await s.verdict(of.customer, newId)).toMatchObject({ rule: 'own-subscription' });
    expect((await azure.subscription(of)).onboarding?.newSubscriptionId).toBe(newId);
  });

  it('azure-new: retire nothing: the old one is not to be cancelled', async () => {
    const of = await azure.open();
    await azure.request(of, { retire: { scope: 'none' } });
    await azure.complete(of, 'accept-customer-agreement', 'create-subscription', 'enter-details');
    const { status, onboarding } = await azure.subscription(of);
    expect([status, onboarding?.status, onboarding?.newSubscriptionId]).toEqual(['onboarded', 'done', null]);
    expect(await azure.steps(of)).toEqual([
      'accept-customer-agreement done',
      'create-subscription done',
      'enter-details done',
    ]);
    await s.outcomes();
    await azure.complete(of, 'cancel-existing');
    expect(await azure.told(of)).toEqual(['azure-onboarding.refused no-onboarding-under-way']);
  });

  it('azure-new: retire services: the last order names them', async () => {
    const of = await azure.open();
    await azure.request(of, { retire: { scope: 'services', services: ['Virtual Machines', 'Azure SQL'] } });
    await azure.complete(of, 'accept-customer-agreement', 'create-subscription', 'enter-details');
    const text = flat(azure.orders(of).at(-1)?.text);
    expect(text).toContain('cancel-existing');
    expect(text).toContain('To be cancelled: Virtual Machines · Azure SQL');
    expect(text).toContain('The rest of the old subscription stays');
    await azure.complete(of, 'cancel-existing');
    expect(await azure.subscription(of)).toMatchObject({ status: 'onboarded' });
  });
});

describe('a switch from the current partner (contract 3.2)', () => {
  it('azure-switch-plan: letter to the customer, four steps, the new id with the last', async () => {
    const of = await azure.open({ ...told, subscription: { channel: 'csp' } });
    const newId = randomUUID();
    await azure.request(of, { requestedBy, currentPartner });
    expect((await azure.subscription(of)).path).toBe('switch-partner');
    const them = [currentPartner.name, currentPartner.domain];
    const limit = new Date(s.stack.clock.now().getTime() + 30 * 86_400_000).getUTCFullYear();
    const steps: Steps = [
      ['inform-current-partner', [...who, ...them]],
      ['request-transfer', [...who, ...where, ...them, 'Offer: Azure plan']],
      ['current-partner-accepts', [...them, 'The current partner can accept until', String(limit)]],
      ['confirm-transfer', [...who, ...them, 'the ID of the new subscription']],
    ];
    await goThrough(of, 'switch-azure-plan', steps, newId);
    const letters = azure.letters(of);
    expect(letters).toHaveLength(1);
    const letter = flat(letters[0]?.text);
    const named = ['Robin Fisher', 'Dear team at Northwind Resale', 'Azure of Fabrikam', 'within 30 days'];
    const ids = [of.subscriptionId, of.customer.tenantId, microsoft.tenantId, microsoft.mpnId];
    for (const fact of [...named, ...ids, 'support@contoso.example']) expect(letter).toContain(fact);
    expect(letters[0]?.to).toEqual([of.customer.contactEmail]);
    expect(letters[0]?.replyTo).toEqual(['support@contoso.example']);
  });

  it('azure-switch-legacy: five steps with the form, no transfer request', async () => {
    const of = await azure.open({ ...told, subscription: { channel: 'syndication' } });
    const newId = randomUUID();
    await azure.request(of, { requestedBy, currentPartner, offer: 'legacy' });
    const offer = 'Offer: Microsoft Azure (MS-AZR-0145P)';
    const ours = ['Contoso Cloud Services', microsoft.tenantId, microsoft.mpnId];
    const steps: Steps = [
      ['inform-current-partner', [...who, currentPartner.name, 'both in writing']],
      ['open-ticket', [...who, offer, 'severity C', currentPartner.domain]],
      ['sign-form', [...who, ...where, offer, currentPartner.name, ...ours]],
      ['submit-form', [currentPartner.name, ...ours]],
      ['clean-up-roles', [...who, currentPartner.name]],
    ];
    await goThrough(of, 'switch-azure-legacy', steps, newId);
    const letter = flat(azure.letters(of)[0]?.text);
    for (const fact of [
      'Change of Cloud Solution Provider',
      'Inform Microsoft in writing',
      of.subscriptionId,
    ])
      expect(letter).toContain(fact);
  });

  it('azure-switch-plan: the letter speaks the customer’s language, the orders the partner’s', async () => {
    const of = await azure.open({
      partner: { defaultLocale: 'en' },
      customer: { locale: 'de-AT', country: 'US' },
      subscription: { channel: 'csp' },
    });
    await azure.request(of);
    expect(azure.letters(of)[0]?.html).toContain('lang="de"');
    expect(azure.orders(of)[0]?.html).toContain('lang="en"');
    // Whoever asks the customer for the current partner's name is told that it is missing.
    expect(flat(azure.orders(of)[0]?.text)).toContain('not known to us, please ask the customer');
  });
});
