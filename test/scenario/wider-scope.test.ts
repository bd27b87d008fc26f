import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { submitDecision } from './approval-page.ts';
import { stopStackFor } from './outage.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
let customer: TestCustomer;
let licence: string;
let azure: string;
beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());

/** A customer that lets itself be resold to, and is asked for delegated administration because of a licence. */
beforeEach(async () => {
  const { partnerId } = await s.registerPartner();
  customer = newCustomer(partnerId);
  const [first, second] = [
    s.events.ingested(customer, { billing: 'usage-based' }),
    s.events.ingested(customer),
  ];
  await s.publishAndWait(s.events.approved(customer, { scope: 'reseller-only' }));
  await s.publishAndWait(first);
  await s.publishAndWait(s.events.onboarding(customer, first.data.subscription.id));
  await s.receiveOutcomes();
  await s.publishAndWait(second);
  [azure, licence] = [first.data.subscription.id, second.data.subscription.id];
  expect(await held()).toEqual(['active', 'reseller-only', 'open']);
});

async function held() {
  const { status, scope, invitation } = (await s.caseFile(customer)).relationship;
  return [status, scope, invitation?.status];
}

/** Expects that the end of the wider invitation left everything that was held, and only the licence without permission. */
async function expectHeld(end: string, licenceNow: { status: string; reason: string | null }) {
  expect(await held()).toEqual(['active', 'reseller-only', end]);
  expect(await s.decisionOf(customer, licence)).toMatchObject(licenceNow);
  expect(await s.decisionOf(customer, azure)).toMatchObject({ status: 'onboarding' });
  const types = (await s.receiveOutcomes(customer.tenantId)).map(({ type }) => type);
  expect(types).not.toContain('relationship.changed');
  expect(types).not.toContain('azure-onboarding.failed');
}

describe('an invitation for a wider scope beside an active relationship (contract 3.3)', () => {
  it('an approval widens the active scope', async () => {
    await submitDecision(s.invitationLink(customer.contactEmail), 'approve');
    await s.stack.idle();
    expect(await held()).toEqual(['active', 'delegated-admin', 'approved']);
    expect(await s.decisionOf(customer, licence)).toMatchObject({ status: 'supported' });
    expect(await s.decisionOf(customer, azure)).toMatchObject({ status: 'onboarding' });
    const changed = (await s.receiveOutcomes(customer.tenantId)).filter(
      ({ type }) => type === 'relationship.changed',
    );
    expect(changed.map(({ data }) => data)).toMatchObject([
      { status: 'active', previousStatus: 'active', scope: 'delegated-admin' },
    ]);
  });

  it('a refusal leaves the active scope', async () => {
    await submitDecision(s.invitationLink(customer.contactEmail), 'decline');
    await s.stack.idle();
    await expectHeld('declined', { status: 'not-permitted', reason: 'declined' });
  });

  it('an expiry leaves the active scope', async () => {
    await stopStackFor(s, 'P31D');
    await expectHeld('expired', { status: 'awaiting-approval', reason: null });
  });

  it('a bounce leaves the active scope', async () => {
    await s.stack.feedback(s.mails(customer.contactEmail).at(-1)?.id ?? '', 'bounce');
    await s.stack.idle();
    await expectHeld('undeliverable', { status: 'not-permitted', reason: 'undeliverable' });
  });

  it('a complete removal ends the invitation', async () => {
    const link = s.invitationLink(customer.contactEmail);
    await s.publishAndWait(s.events.removed(customer));
    expect(await held()).toEqual(['removed', null, 'replaced']);
    expect((await fetch(link)).status).toBe(410);
    expect(await s.decisionOf(customer, licence)).toMatchObject({
      status: 'not-permitted',
      reason: 'removed',
    });
    expect(await s.decisionOf(customer, azure)).toMatchObject({ status: 'not-permitted', reason: 'removed' });
  });
});
