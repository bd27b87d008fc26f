import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCustomer } from '../fixtures/events.ts';
import { type Scenario, startScenario } from './harness.ts';

let s: Scenario;
beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());

describe('3.1', () => {
  it('license-request: asks', async () => {
    const { partnerId } = await s.partner();
    const customer = newCustomer(partnerId);
    await s.tell(s.events.ingested(customer));
    console.log(JSON.stringify(await s.caseFile(customer), null, 1));
    console.log(s.mails(customer.contactEmail)[0]?.text, s.link(customer.contactEmail));
    console.log(JSON.stringify(await s.outcomes(customer.tenantId), null, 1));
    expect(1).toBe(1);
  });
});
