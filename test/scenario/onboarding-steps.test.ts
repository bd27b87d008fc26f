import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OnboardingStep } from '../../shared/events/azure-onboarding.ts';
import { type AzureCase, type AzureScenario, azureScenario } from './azure-scenario.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
let azure: AzureScenario;
beforeAll(async () => {
  s = await startScenario();
  azure = azureScenario(s);
});
afterAll(() => s?.stack.close());

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
      expect(await azure.told(of)).toEqual([`azure-onboarding.refused ${reason}`]);
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
    const told = (await s.receiveOutcomes(of.customer.tenantId)).map(({ id }) => id);
    const orders = azure.workOrders(of).length;
    await s.publishAndWait(done);
    for (const { id } of await s.receiveOutcomes(of.customer.tenantId)) expect(told).toContain(id);
    expect((await azure.caseFile(of)).timeline.filter(({ id }) => id === done.id)).toHaveLength(1);
    await azure.completeSteps(of, 'inform-current-partner');
    expect(await newest(of)).toMatchObject({ result: 'ignored', reason: 'already-done' });
    expect(await azure.told(of)).toEqual([]);
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
    expect(await azure.told(of)).toEqual(['azure-onboarding.completed', 'subscription.decided onboarded']);
    expect((await azure.subscription(of)).onboarding).toMatchObject({ newSubscriptionId: 'first' });
  });
});

describe('an onboarding that fails (contract 3.2)', () => {
  it('is ready-to-onboard with its lastFailure, and a new request starts it again', async () => {
    const of = await begun();
    await azure.completeSteps(of, 'inform-current-partner', 'request-transfer');
    await s.receiveOutcomes();
    await s.publishAndWait(azure.failedEvent(of, 'Northwind does not answer.'));
    expect(await azure.told(of)).toEqual([
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
    expect(await azure.told(of)).toEqual([
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
    await azure.told(of);
    await s.publishAndWait(azure.failedEvent(of));
    expect(await newest(of)).toMatchObject({ result: 'ignored', reason: 'already-failed' });
    expect(await azure.told(of)).toEqual([]);
    const never = await azure.ingestAzure();
    await s.publishAndWait(azure.failedEvent(never));
    expect(await azure.told(never)).toEqual(['azure-onboarding.refused no-onboarding-under-way']);
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
    expect(await azure.told(of)).toEqual([
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
    expect(await azure.told(of)).toEqual(['azure-onboarding.refused no-onboarding-under-way']);
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
