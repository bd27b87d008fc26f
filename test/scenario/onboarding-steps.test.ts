import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OnboardingStep } from '../../shared/events/azure-onboarding.ts';
import { type Scenario, startScenario } from './scenario.ts';
import { type AzureCase, type AzureScenario, azureOf } from './azure-scenario.ts';

let s: Scenario;
let azure: AzureScenario;
beforeAll(async () => {
  s = await startScenario();
  azure = azureOf(s);
});
afterAll(() => s?.stack.close());

/** A switch under the Azure plan that has begun. */
async function begun(): Promise<AzureCase> {
  const of = await azure.open({ subscription: { channel: 'csp' } });
  await azure.request(of);
  await s.outcomes();
  return of;
}

const newest = async (of: AzureCase) => (await azure.caseFile(of)).timeline[0];

describe('steps (contract 3.2)', () => {
  it('out of order: refused and told, kept in the timeline, nothing else changes', async () => {
    const of = await begun();
    const { timeline, ...before } = await azure.caseFile(of);
    const mails = s.stack.mails().length;
    const wrong: [OnboardingStep, string][] = [
      ['confirm-transfer', 'out-of-order'],
      ['request-transfer', 'out-of-order'],
      ['sign-form', 'not-a-step-of-this-chain'],
    ];
    for (const [step, reason] of wrong) {
      await s.tell(azure.stepDone(of, step, { newSubscriptionId: 'new-one' }));
      const refused = { type: 'azure-onboarding.step-completed', result: 'refused', reason };
      expect(await newest(of)).toMatchObject(refused);
      expect(await azure.told(of)).toEqual([`azure-onboarding.refused ${reason}`]);
    }
    const { timeline: then, ...after } = await azure.caseFile(of);
    expect(after).toEqual(before);
    expect(then.slice(wrong.length)).toEqual(timeline);
    expect(s.stack.mails()).toHaveLength(mails);
    await azure.complete(of, 'inform-current-partner');
    expect(await newest(of)).toMatchObject({ result: 'applied' });
  });

  it('the same step twice: a success, once', async () => {
    const of = await begun();
    const done = azure.stepDone(of, 'inform-current-partner');
    await s.tell(done);
    const told = (await s.outcomes(of.customer.tenantId)).map(({ id }) => id);
    const orders = azure.orders(of).length;
    await s.tell(done);
    for (const { id } of await s.outcomes(of.customer.tenantId)) expect(told).toContain(id);
    expect((await azure.caseFile(of)).timeline.filter(({ id }) => id === done.id)).toHaveLength(1);
    await azure.complete(of, 'inform-current-partner');
    expect(await newest(of)).toMatchObject({ result: 'ignored', reason: 'already-done' });
    expect(await azure.told(of)).toEqual([]);
    expect(azure.orders(of)).toHaveLength(orders);
    expect(await azure.steps(of)).toEqual([
      'inform-current-partner done',
      'request-transfer due',
      'current-partner-accepts waiting',
      'confirm-transfer waiting',
    ]);
    expect(await s.deadLetters('azure-events')).toEqual([]);
  });

  it('the last step twice: onboarded once', async () => {
    const of = await begun();
    await azure.complete(of, 'inform-current-partner', 'request-transfer', 'current-partner-accepts');
    await s.outcomes();
    await s.tell(azure.stepDone(of, 'confirm-transfer', { newSubscriptionId: 'first' }));
    await s.tell(azure.stepDone(of, 'confirm-transfer', { newSubscriptionId: 'second' }));
    expect(await azure.told(of)).toEqual(['azure-onboarding.completed', 'subscription.decided onboarded']);
    expect((await azure.subscription(of)).onboarding).toMatchObject({ newSubscriptionId: 'first' });
  });
});

describe('an onboarding that fails (contract 3.2)', () => {
  it('is ready to onboard again with its last failure, and starts anew when it is requested again', async () => {
    const of = await begun();
    await azure.complete(of, 'inform-current-partner', 'request-transfer');
    await s.outcomes();
    await s.tell(azure.failed(of, 'Northwind does not answer.'));
    expect(await azure.told(of)).toEqual([
      'azure-onboarding.failed transfer-declined',
      'subscription.decided ready-to-onboard',
    ]);
    const failed = await azure.subscription(of);
    expect(failed).toMatchObject({ status: 'ready-to-onboard', rule: 'azure-ready', path: 'switch-partner' });
    const lastFailure = { reason: 'transfer-declined', detail: 'Northwind does not answer.' };
    expect(failed.onboarding).toMatchObject({ status: 'failed', parked: false, lastFailure });
    expect(await azure.steps(of)).toContain('current-partner-accepts failed');

    const orders = azure.orders(of).length;
    await azure.request(of);
    expect(await azure.told(of)).toEqual([
      'azure-onboarding.started switch-azure-plan',
      'azure-onboarding.step-due inform-current-partner',
      'subscription.decided onboarding',
    ]);
    expect(azure.orders(of)).toHaveLength(orders + 1);
    expect(azure.letters(of)).toHaveLength(2);
    expect((await azure.subscription(of)).onboarding).toMatchObject({ status: 'under-way', lastFailure });
    await azure.complete(of, 'inform-current-partner', 'request-transfer', 'current-partner-accepts');
    await azure.complete(of, 'confirm-transfer');
    expect(await azure.subscription(of)).toMatchObject({
      status: 'onboarded',
      onboarding: { status: 'done', lastFailure: null },
    });
  });

  it('failing twice is once, and there is nothing to fail before it begins or after it is done', async () => {
    const of = await begun();
    await s.tell(azure.failed(of));
    await azure.told(of);
    await s.tell(azure.failed(of));
    expect(await newest(of)).toMatchObject({ result: 'ignored', reason: 'already-failed' });
    expect(await azure.told(of)).toEqual([]);
    const never = await azure.open();
    await s.tell(azure.failed(never));
    expect(await azure.told(never)).toEqual(['azure-onboarding.refused no-onboarding-under-way']);
    expect(await azure.subscription(never)).toMatchObject({ status: 'ready-to-onboard', onboarding: null });
  });

  it('a step told older than the failure stays out', async () => {
    const of = await begun();
    const late = azure.stepDone(of, 'inform-current-partner');
    await s.tell(azure.failed(of));
    await azure.request(of);
    await s.tell(late);
    expect(await newest(of)).toMatchObject({ result: 'stale' });
    expect(await azure.steps(of)).toContain('inform-current-partner due');
  });

  it('removal of the relationship fails what is under way, and the orders end', async () => {
    const of = await begun();
    await azure.complete(of, 'inform-current-partner');
    await s.outcomes();
    const orders = azure.orders(of).length;
    await s.tell(s.events.removed(of.customer));
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
    expect(azure.orders(of)).toHaveLength(orders);
    await azure.complete(of, 'request-transfer');
    expect(await azure.told(of)).toEqual(['azure-onboarding.refused no-onboarding-under-way']);
  });

  it('removal of delegated administration only leaves it under way', async () => {
    const of = await azure.open({ active: false });
    await s.tell(s.events.approved(of.customer, { scope: 'delegated-admin' }));
    await azure.request(of);
    await s.tell(s.events.removed(of.customer, { scope: 'delegated-admin' }));
    expect(await azure.subscription(of)).toMatchObject({ status: 'onboarding' });
    expect((await azure.caseFile(of)).relationship).toMatchObject({
      status: 'active',
      scope: 'reseller-only',
    });
    await azure.complete(of, 'accept-customer-agreement');
    expect(await azure.steps(of)).toContain('create-subscription due');
  });
});
