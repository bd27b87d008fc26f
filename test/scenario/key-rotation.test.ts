import { afterAll, beforeAll, expect, it } from 'vitest';
import { newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { openPage, postForm, submitDecision } from './approval-page.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
beforeAll(async () => {
  // One environment a function, so that it is known which one has read which keys.
  s = await startScenario({ concurrency: 1 });
});
afterAll(() => s?.stack.close());

/** Longer than a function keeps the keys it has read. */
const KEYS_KEPT = 'PT6M';

async function invite(): Promise<TestCustomer> {
  const { partnerId } = await s.registerPartner();
  const customer = newCustomer(partnerId);
  await s.publishAndWait(s.events.ingested(customer));
  return customer;
}

const keyOf = (link: string) => link.slice(link.lastIndexOf('/') + 1).split('.')[0];
const secret = (): Record<string, string> => JSON.parse(s.stack.secrets.value(arn()) ?? '{}');
const put = (value: Record<string, string>) => s.stack.secrets.put(arn(), JSON.stringify(value));

function arn(): string {
  const [only = ''] = s.stack.secrets.arns();
  return only;
}

it('after a rotation old links and forms work, new mails use the new key, and links of a removed key stop working', async () => {
  const before = await invite();
  const old = s.invitationLink(before.contactEmail);
  const opened = await openPage(old);
  const { k1 = '' } = secret();
  put({ current: 'k2', k1, k2: 'b'.repeat(64) });
  await s.stack.clock.advance(KEYS_KEPT);

  const after = await invite();
  const fresh = s.invitationLink(after.contactEmail);
  expect([keyOf(old), keyOf(fresh)]).toEqual(['k1', 'k2']);
  expect([(await openPage(old)).status, (await openPage(fresh)).status]).toEqual([200, 200]);
  expect((await postForm(old, { ...opened.hidden, decision: 'approve' })).decisions).toEqual([]);
  await submitDecision(fresh, 'approve');
  await s.stack.idle();
  for (const customer of [before, after])
    expect((await s.caseFile(customer)).relationship.status).toBe('active');

  put({ current: 'k2', k2: 'b'.repeat(64) });
  await s.stack.clock.advance(KEYS_KEPT);
  expect([(await openPage(old)).status, (await openPage(fresh)).status]).toEqual([404, 200]);
});

it('a link with a key newer than the cached keys works at once', async () => {
  await s.stack.clock.advance(KEYS_KEPT);
  const before = await invite();
  await s.stack.clock.advance('PT4M30S');
  // Now the page has just read the secret, and what sends mails is about to read it again.
  expect((await openPage(s.invitationLink(before.contactEmail))).status).toBe(200);
  put({ ...secret(), current: 'k3', k3: 'c'.repeat(64) });
  await s.stack.clock.advance('PT31S');
  const after = await invite();
  expect(keyOf(s.invitationLink(after.contactEmail))).toBe('k3');
  expect((await openPage(s.invitationLink(after.contactEmail))).status).toBe(200);
});

it('unknown key ids read the secret at most once a minute', async () => {
  const customer = await invite();
  const link = s.invitationLink(customer.contactEmail);
  const forged = link.replace('/invitations/k3.', '/invitations/k9.');
  expect(forged).not.toBe(link);
  s.stack.counters.reset();
  for (let time = 0; time < 20; time++) expect((await openPage(forged)).status).toBe(404);
  expect(s.stack.counters.snapshot().secrets.GetSecretValue ?? 0).toBeLessThanOrEqual(1);
});

it('an invalid new secret leaves the last valid keys in use', async () => {
  put({ current: 'gone' });
  await s.stack.clock.advance(KEYS_KEPT);
  const customer = await invite();
  expect((await openPage(s.invitationLink(customer.contactEmail))).status).toBe(200);
});

it('without any valid key no mail is sent and nothing is lost', async () => {
  await s.stack.close();
  s = await startScenario();
  const keys = secret();
  put({ current: 'gone' });
  const { partnerId } = await s.registerPartner();
  const customer = newCustomer(partnerId);
  await s.publish(s.events.ingested(customer));
  await s.runDueWork();
  expect(s.mails(customer.contactEmail)).toEqual([]);
  put(keys);
  await s.stack.clock.advance('PT4M');
  await s.stack.idle();
  expect(s.mails(customer.contactEmail)).toHaveLength(1);
  expect((await openPage(s.invitationLink(customer.contactEmail))).status).toBe(200);
});
