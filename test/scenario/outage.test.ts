import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { submitDecision } from './approval-page.ts';
import { azureScenario } from './azure-scenario.ts';
import { stopStackFor } from './outage.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());
afterEach(() => s.stack.faults.clear());

async function invited(): Promise<TestCustomer & { desk: string; id: string }> {
  const { partnerId, notificationsEmail: desk } = await s.registerPartner();
  const customer = newCustomer(partnerId);
  const licence = s.events.ingested(customer);
  await s.publishAndWait(licence);
  return { ...customer, desk, id: licence.data.subscription.id };
}

const kinds = (to: string) => s.mails(to).map(({ kind }) => kind);
const relationshipOf = async (of: TestCustomer) => (await s.caseFile(of)).relationship;

it('two reminders that became due send one mail and count twice', async () => {
  const customer = await invited();
  await stopStackFor(s, 'P12D');
  expect(kinds(customer.contactEmail)).toEqual(['invitation', 'reminder']);
  expect((await relationshipOf(customer)).invitation).toMatchObject({ reminders: 2, status: 'open' });
  await stopStackFor(s, 'P1D');
  expect(kinds(customer.contactEmail)).toHaveLength(2);
});

it('reminders and the expiry that became due send no reminder and one notice', async () => {
  const customer = await invited();
  await stopStackFor(s, 'P40D');
  expect(kinds(customer.contactEmail)).toEqual(['invitation']);
  expect(kinds(customer.desk)).toEqual(['notice']);
  expect((await relationshipOf(customer)).status).toBe('expired');
  await stopStackFor(s, 'P1D');
  expect(kinds(customer.desk)).toEqual(['notice']);
});

it('a decision made before the expiry and processed after it counts', async () => {
  const customer = await invited();
  await stopStackFor(s, 'P29D');
  await s.stack.pollers.pause();
  expect((await submitDecision(s.invitationLink(customer.contactEmail), 'approve')).status).toBe(200);
  await s.stack.clock.advance('P3D');
  s.stack.pollers.resume();
  await s.stack.clock.advance('PT1S');
  await s.stack.idle();
  expect(await relationshipOf(customer)).toMatchObject({ status: 'active', scope: 'delegated-admin' });
  expect(await s.decisionOf(customer, customer.id)).toMatchObject({ status: 'supported' });
});

it('a decision is retried while DynamoDB is down for hours; an event of an unknown partner is not', async () => {
  const [customer, stranger] = [await invited(), newCustomer('nobody-knows')];
  await s.publish(s.events.ingested(stranger));
  for (let minutes = 0; minutes < 60; minutes += 15) await s.stack.clock.advance('PT15M');
  expect(await s.deadLetters('subscription-events')).toMatchObject([{ errorCode: 'unknown-partner' }]);
  await s.stack.pollers.pause();
  expect((await submitDecision(s.invitationLink(customer.contactEmail), 'approve')).status).toBe(200);
  s.stack.faults.dynamodb({ operation: 'BatchGetItem', errorType: 'InternalServerError', times: 1e6 });
  s.stack.pollers.resume();
  // Beyond the 5 receives of this stage by far.
  for (let minutes = 0; minutes < 180; minutes += 15) await s.stack.clock.advance('PT15M');
  expect(s.stack.peek('relationship-events')).toHaveLength(1);
  expect(s.stack.peek('relationship-events')[0]?.approximateReceiveCount).toBeGreaterThan(10);
  s.stack.faults.clear();
  await s.stack.clock.advance('PT15M');
  await s.stack.idle();
  expect(await s.deadLetters('relationship-events')).toEqual([]);
  expect(await relationshipOf(customer)).toMatchObject({ status: 'active', scope: 'delegated-admin' });
});

it('an event for an overdue case is applied after the overdue work, also before any schedule runs', async () => {
  const customer = await invited();
  await s.stack.pollers.pause();
  await s.stack.clock.advance('P31D');
  s.stack.pollers.resume();
  await s.receiveOutcomes();
  await s.publishAndWait(s.events.ingested(customer, { name: 'Power BI Pro' }));
  const moves = (await s.receiveOutcomes(customer.tenantId)).filter(
    ({ type }) => type === 'relationship.changed',
  );
  expect(moves.map(({ data }) => data.status)).toEqual(['expired', 'invited']);
  expect(kinds(customer.contactEmail)).toEqual(['invitation', 'invitation']);
  expect(kinds(customer.desk)).toEqual(['notice']);
  // The schedule finds nothing more to do.
  const before = await s.caseFile(customer);
  await s.stack.clock.advance('PT1M');
  expect(await s.caseFile(customer)).toEqual(before);
});

it('a term and a transfer that ended are freed and failed once', async () => {
  const { partnerId } = await s.registerPartner();
  const customer = newCustomer(partnerId);
  const termEndsAt = new Date(s.stack.clock.now().getTime() + 35 * 86_400_000).toISOString();
  const licence = s.events.ingested(customer, { channel: 'syndication', termEndsAt });
  await s.publishAndWait(licence);
  const azure = azureScenario(s);
  const transfer = await azure.ingestAzure({ subscription: { channel: 'csp' } });
  await azure.requestOnboarding(transfer);
  await azure.completeSteps(transfer, 'inform-current-partner', 'request-transfer');
  await s.receiveOutcomes();
  await stopStackFor(s, 'P40D');
  await stopStackFor(s, 'PT1M');
  expect(await s.decisionOf(customer, licence.data.subscription.id)).toMatchObject({
    rule: 'license-request',
  });
  expect(kinds(customer.contactEmail)).toEqual(['invitation']);
  expect(await azure.newOutcomes(transfer)).toEqual([
    'azure-onboarding.failed transfer-expired',
    'subscription.decided ready-to-onboard',
  ]);
});
