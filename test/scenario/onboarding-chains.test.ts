import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OnboardingStep } from '../../shared/events/azure-onboarding.ts';
import { type AzureCase, type AzureScenario, azureScenario, onOneLine } from './azure-scenario.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
let azure: AzureScenario;
beforeAll(async () => {
  s = await startScenario();
  azure = azureScenario(s);
});
afterAll(() => s?.stack.close());

const microsoft = { tenantId: '60d5c4bb-f78a-4200-a002-953d7cc1f5f8', mpnId: '4847383' };
const currentPartner = { name: 'Northwind Resale', domain: 'northwind.example' };
const requestedBy = { role: 'global-admin', name: 'Kim Akers', email: 'kim@contoso.example' } as const;
const details = {
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
    expect(await azure.newOutcomes(of)).toEqual(index === 0 ? started : [due]);
    const orders = azure.workOrders(of);
    expect(orders).toHaveLength(index + 1);
    const text = onOneLine(orders.at(-1)?.text);
    for (const fact of [step, of.subscriptionId, tenantId, 'Kim Akers', ...facts])
      expect([step, text]).toEqual([step, expect.stringContaining(fact)]);
    const tellsNew = step === 'create-subscription' || step === 'confirm-transfer' || step === 'submit-form';
    await s.publishAndWait(azure.stepCompleted(of, step, tellsNew ? { newSubscriptionId } : {}));
  }
  const outcomes = await s.receiveOutcomes(tenantId);
  expect(outcomes.map(({ type, data }) => [type, data.newSubscriptionId ?? data.status]).sort()).toEqual([
    ['azure-onboarding.completed', newSubscriptionId],
    ['subscription.decided', 'onboarded'],
  ]);
  expect(await azure.steps(of)).toEqual(steps.map(([name]) => `${name} done`));
  expect(azure.workOrders(of)).toHaveLength(steps.length);
  const { id, status, rule, onboarding } = await azure.subscription(of);
  expect([id, status, rule]).toEqual([of.subscriptionId, 'onboarded', 'azure-onboarded']);
  expect(onboarding).toMatchObject({ chain, status: 'done', newSubscriptionId, lastFailure: null });
}

const who = ['Fabrikam, Inc.', 'Robin Fisher', 'it-'];
const where = ['United States (US)', 'British English (en-GB)'];

describe('onboarding with a new subscription (contract 3.2)', () => {
  it('azure-new: the new subscription comes first and the cancellation last; each step has a work order, and the old subscription keeps its id', async () => {
    const of = await azure.ingestAzure({ ...details, subscription: { channel: 'ea', quantity: 7 } });
    const newId = randomUUID();
    await azure.requestOnboarding(of, { requestedBy });
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
    await s.publishAndWait(
      s.events.ingested(of.customer, { id: newId, billing: 'usage-based', channel: 'csp', seller }),
    );
    expect(await s.decisionOf(of.customer, newId)).toMatchObject({ rule: 'own-subscription' });
    expect((await azure.subscription(of)).onboarding?.newSubscriptionId).toBe(newId);
  });

  it('azure-new: with retire none there is no cancel-existing step', async () => {
    const of = await azure.ingestAzure();
    await azure.requestOnboarding(of, { retire: { scope: 'none' } });
    await azure.completeSteps(of, 'accept-customer-agreement', 'create-subscription', 'enter-details');
    const { status, onboarding } = await azure.subscription(of);
    expect([status, onboarding?.status, onboarding?.newSubscriptionId]).toEqual(['onboarded', 'done', null]);
    expect(await azure.steps(of)).toEqual([
      'accept-customer-agreement done',
      'create-subscription done',
      'enter-details done',
    ]);
    await s.receiveOutcomes();
    await azure.completeSteps(of, 'cancel-existing');
    expect(await azure.newOutcomes(of)).toEqual(['azure-onboarding.refused no-onboarding-under-way']);
  });

  it('azure-new: with retire services the last work order names them', async () => {
    const of = await azure.ingestAzure();
    await azure.requestOnboarding(of, {
      retire: { scope: 'services', services: ['Virtual Machines', 'Azure SQL'] },
    });
    await azure.completeSteps(of, 'accept-customer-agreement', 'create-subscription', 'enter-details');
    const text = onOneLine(azure.workOrders(of).at(-1)?.text);
    expect(text).toContain('cancel-existing');
    expect(text).toContain('To be cancelled: Virtual Machines · Azure SQL');
    expect(text).toContain('The rest of the old subscription stays');
    await azure.completeSteps(of, 'cancel-existing');
    expect(await azure.subscription(of)).toMatchObject({ status: 'onboarded' });
  });
});

describe('onboarding by a switch from the current partner (contract 3.2)', () => {
  it('azure-switch-plan: the customer gets the letter, and the last of four steps gives the new id', async () => {
    const of = await azure.ingestAzure({ ...details, subscription: { channel: 'csp' } });
    const newId = randomUUID();
    await azure.requestOnboarding(of, { requestedBy, currentPartner });
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
    const letter = onOneLine(letters[0]?.text);
    const named = ['Robin Fisher', 'Dear team at Northwind Resale', 'Azure of Fabrikam', 'within 30 days'];
    const ids = [of.subscriptionId, of.customer.tenantId, microsoft.tenantId, microsoft.mpnId];
    for (const fact of [...named, ...ids, 'support@contoso.example']) expect(letter).toContain(fact);
    expect(letters[0]?.to).toEqual([of.customer.contactEmail]);
    expect(letters[0]?.replyTo).toEqual(['support@contoso.example']);
  });

  it('azure-switch-legacy: five steps include the form and no transfer request', async () => {
    const of = await azure.ingestAzure({ ...details, subscription: { channel: 'syndication' } });
    const newId = randomUUID();
    await azure.requestOnboarding(of, { requestedBy, currentPartner, offer: 'legacy' });
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
    const letter = onOneLine(azure.letters(of)[0]?.text);
    for (const fact of [
      'Change of Cloud Solution Provider',
      'Inform Microsoft in writing',
      of.subscriptionId,
    ])
      expect(letter).toContain(fact);
  });

  it('azure-switch-plan: the letter has the customer’s language, the work orders have the partner’s', async () => {
    const of = await azure.ingestAzure({
      partner: { defaultLocale: 'en' },
      customer: { locale: 'de-AT', country: 'US' },
      subscription: { channel: 'csp' },
    });
    await azure.requestOnboarding(of);
    expect(azure.letters(of)[0]?.html).toContain('lang="de"');
    expect(azure.workOrders(of)[0]?.html).toContain('lang="en"');
    // The mail says that the current partner's name is missing.
    expect(onOneLine(azure.workOrders(of)[0]?.text)).toContain('not known to us, please ask the customer');
  });
});

/** A switch under the Azure plan that has begun. */
async function begun(): Promise<AzureCase> {
  const of = await azure.ingestAzure({ subscription: { channel: 'csp' } });
  await azure.requestOnboarding(of);
  await s.receiveOutcomes();
  return of;
}

const newest = async (of: AzureCase) => (await azure.caseFile(of)).timeline[0];

describe('onboarding steps (contract 3.2)', () => {
  it('a step out of order is refused with an outcome and kept in the timeline; nothing else changes', async () => {
    const of = await begun();
    const { timeline, ...before } = await azure.caseFile(of);
    const mails = s.stack.mails().length;
    const wrong: [OnboardingStep, string][] = [
      ['confirm-transfer', 'out-of-order'],
      ['request-transfer', 'out-of-order'],
      ['sign-form', 'not-a-step-of-this-chain'],
    ];
    for (const [step, reason] of wrong) {
      await s.publishAndWait(azure.stepCompleted(of, step, { newSubscriptionId: 'new-one' }));
      const refused = { type: 'azure-onboarding.step-completed', result: 'refused', reason };
      expect(await newest(of)).toMatchObject(refused);
      expect(await azure.newOutcomes(of)).toEqual([`azure-onboarding.refused ${reason}`]);
    }
    const { timeline: then, ...after } = await azure.caseFile(of);
    expect(after).toEqual(before);
    expect(then.slice(wrong.length)).toEqual(timeline);
    expect(s.stack.mails()).toHaveLength(mails);
    await azure.completeSteps(of, 'inform-current-partner');
    expect(await newest(of)).toMatchObject({ result: 'applied' });
  });

  it('a step completed twice counts once', async () => {
    const of = await begun();
    const done = azure.stepCompleted(of, 'inform-current-partner');
    await s.publishAndWait(done);
    const ids = (await s.receiveOutcomes(of.customer.tenantId)).map(({ id }) => id);
    const orders = azure.workOrders(of).length;
    await s.publishAndWait(done);
    for (const { id } of await s.receiveOutcomes(of.customer.tenantId)) expect(ids).toContain(id);
    expect((await azure.caseFile(of)).timeline.filter(({ id }) => id === done.id)).toHaveLength(1);
    await azure.completeSteps(of, 'inform-current-partner');
    expect(await newest(of)).toMatchObject({ result: 'ignored', reason: 'already-done' });
    expect(await azure.newOutcomes(of)).toEqual([]);
    expect(azure.workOrders(of)).toHaveLength(orders);
    expect(await azure.steps(of)).toEqual([
      'inform-current-partner done',
      'request-transfer due',
      'current-partner-accepts waiting',
      'confirm-transfer waiting',
    ]);
    expect(await s.deadLetters('azure-events')).toEqual([]);
  });

  it('the last step completed twice onboards once', async () => {
    const of = await begun();
    await azure.completeSteps(of, 'inform-current-partner', 'request-transfer', 'current-partner-accepts');
    await s.receiveOutcomes();
    await s.publishAndWait(azure.stepCompleted(of, 'confirm-transfer', { newSubscriptionId: 'first' }));
    await s.publishAndWait(azure.stepCompleted(of, 'confirm-transfer', { newSubscriptionId: 'second' }));
    expect(await azure.newOutcomes(of)).toEqual([
      'azure-onboarding.completed',
      'subscription.decided onboarded',
    ]);
    expect((await azure.subscription(of)).onboarding).toMatchObject({ newSubscriptionId: 'first' });
  });
});

describe('an onboarding that fails (contract 3.2)', () => {
  it('is ready-to-onboard with its lastFailure, and a new request starts it again', async () => {
    const of = await begun();
    await azure.completeSteps(of, 'inform-current-partner', 'request-transfer');
    await s.receiveOutcomes();
    await s.publishAndWait(azure.failedEvent(of, 'Northwind does not answer.'));
    expect(await azure.newOutcomes(of)).toEqual([
      'azure-onboarding.failed transfer-declined',
      'subscription.decided ready-to-onboard',
    ]);
    const failed = await azure.subscription(of);
    expect(failed).toMatchObject({ status: 'ready-to-onboard', rule: 'azure-ready', path: 'switch-partner' });
    const lastFailure = { reason: 'transfer-declined', detail: 'Northwind does not answer.' };
    expect(failed.onboarding).toMatchObject({ status: 'failed', parked: false, lastFailure });
    expect(await azure.steps(of)).toContain('current-partner-accepts failed');

    const orders = azure.workOrders(of).length;
    await azure.requestOnboarding(of);
    expect(await azure.newOutcomes(of)).toEqual([
      'azure-onboarding.started switch-azure-plan',
      'azure-onboarding.step-due inform-current-partner',
      'subscription.decided onboarding',
    ]);
    expect(azure.workOrders(of)).toHaveLength(orders + 1);
    expect(azure.letters(of)).toHaveLength(2);
    expect((await azure.subscription(of)).onboarding).toMatchObject({ status: 'under-way', lastFailure });
    await azure.completeSteps(of, 'inform-current-partner', 'request-transfer', 'current-partner-accepts');
    await azure.completeSteps(of, 'confirm-transfer');
    expect(await azure.subscription(of)).toMatchObject({
      status: 'onboarded',
      onboarding: { status: 'done', lastFailure: null },
    });
  });

  it('a second failure changes nothing, and a failure before the start or after the end is refused', async () => {
    const of = await begun();
    await s.publishAndWait(azure.failedEvent(of));
    await azure.newOutcomes(of);
    await s.publishAndWait(azure.failedEvent(of));
    expect(await newest(of)).toMatchObject({ result: 'ignored', reason: 'already-failed' });
    expect(await azure.newOutcomes(of)).toEqual([]);
    const never = await azure.ingestAzure();
    await s.publishAndWait(azure.failedEvent(never));
    expect(await azure.newOutcomes(never)).toEqual(['azure-onboarding.refused no-onboarding-under-way']);
    expect(await azure.subscription(never)).toMatchObject({ status: 'ready-to-onboard', onboarding: null });
  });

  it('a step older than the failure changes nothing', async () => {
    const of = await begun();
    const late = azure.stepCompleted(of, 'inform-current-partner');
    await s.publishAndWait(azure.failedEvent(of));
    await azure.requestOnboarding(of);
    await s.publishAndWait(late);
    expect(await newest(of)).toMatchObject({ result: 'stale' });
    expect(await azure.steps(of)).toContain('inform-current-partner due');
  });

  it('a removed relationship fails the onboarding under way, and no more work orders are sent', async () => {
    const of = await begun();
    await azure.completeSteps(of, 'inform-current-partner');
    await s.receiveOutcomes();
    const orders = azure.workOrders(of).length;
    await s.publishAndWait(s.events.removed(of.customer));
    expect(await azure.newOutcomes(of)).toEqual([
      'azure-onboarding.failed other',
      'relationship.changed removed',
      'subscription.decided not-permitted',
    ]);
    const { status, reason, onboarding } = await azure.subscription(of);
    expect([status, reason]).toEqual(['not-permitted', 'removed']);
    expect(onboarding).toMatchObject({
      status: 'failed',
      lastFailure: { reason: 'other', detail: 'relationship removed' },
    });
    expect(azure.workOrders(of)).toHaveLength(orders);
    await azure.completeSteps(of, 'request-transfer');
    expect(await azure.newOutcomes(of)).toEqual(['azure-onboarding.refused no-onboarding-under-way']);
  });

  it('removing only delegated-admin leaves the onboarding under way', async () => {
    const of = await azure.ingestAzure({ active: false });
    await s.publishAndWait(s.events.approved(of.customer, { scope: 'delegated-admin' }));
    await azure.requestOnboarding(of);
    await s.publishAndWait(s.events.removed(of.customer, { scope: 'delegated-admin' }));
    expect(await azure.subscription(of)).toMatchObject({ status: 'onboarding' });
    expect((await azure.caseFile(of)).relationship).toMatchObject({
      status: 'active',
      scope: 'reseller-only',
    });
    await azure.completeSteps(of, 'accept-customer-agreement');
    expect(await azure.steps(of)).toContain('create-subscription due');
  });
});
