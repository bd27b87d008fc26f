import { afterAll, beforeAll, expect, it } from 'vitest';
import { newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { type Scenario, startScenario } from './harness.ts';
import { answer, openPage, postForm } from './page.ts';

let s: Scenario;
beforeAll(async () => {
  // One environment a function, so that it is known which one has read which keys.
  s = await startScenario({ concurrency: 1 });
});
afterAll(() => s?.stack.close());

/** Longer than a function keeps the keys it has read. */
const KEYS_KEPT = 'PT6M';

async function invite(): Promise<TestCustomer> {
  const { partnerId } = await s.partner();
  const customer = newCustomer(partnerId);
  await s.tell(s.events.ingested(customer));
  return customer;
}

const keyOf = (link: string) => link.slice(link.lastIndexOf('/') + 1).split('.')[0];
const secret = (): Record<string, string> => JSON.parse(s.stack.secrets.value(arn()) ?? '{}');
const put = (value: Record<string, string>) => s.stack.secrets.put(arn(), JSON.stringify(value));

function arn(): string {
  const [only = ''] = s.stack.secrets.arns();
  return only;
}

it('a new key: old links and forms go on working, new mails take the new key, a dropped key ends its links', async () => {
  const before = await invite();
  const old = s.link(before.contactEmail);
  const opened = await openPage(old);
  const { k1 = '' } = secret();
  put({ current: 'k2', k1, k2: 'b'.repeat(64) });
  await s.stack.clock.advance(KEYS_KEPT);

  const after = await invite();
  const fresh = s.link(after.contactEmail);
  expect([keyOf(old), keyOf(fresh)]).toEqual(['k1', 'k2']);
  expect([(await openPage(old)).status, (await openPage(fresh)).status]).toEqual([200, 200]);
  expect((await postForm(old, { ...opened.hidden, decision: 'approve' })).decisions).toEqual([]);
  await answer(fresh, 'approve');
  await s.stack.idle();
  for (const customer of [before, after])
    expect((await s.caseFile(customer)).relationship.status).toBe('active');

  put({ current: 'k2', k2: 'b'.repeat(64) });
  await s.stack.clock.advance(KEYS_KEPT);
  expect([(await openPage(old)).status, (await openPage(fresh)).status]).toEqual([404, 200]);
});

it('a link that names a key newer than the page’s own reading works at once', async () => {
  await s.stack.clock.advance(KEYS_KEPT);
  const before = await invite();
  await s.stack.clock.advance('PT4M30S');
  // Now the page has just read the secret, and what sends mails is about to read it again.
  expect((await openPage(s.link(before.contactEmail))).status).toBe(200);
  put({ ...secret(), current: 'k3', k3: 'c'.repeat(64) });
  await s.stack.clock.advance('PT31S');
  const after = await invite();
  expect(keyOf(s.link(after.contactEmail))).toBe('k3');
  expect((await openPage(s.link(after.contactEmail))).status).toBe(200);
});

it('key ids that nobody ever had cost a reading a minute at most', async () => {
  const customer = await invite();
  const link = s.link(customer.contactEmail);
  const forged = link.replace('/invitations/k3.', '/invitations/k9.');
  expect(forged).not.toBe(link);
  s.stack.counters.reset();
  for (let visit = 0; visit < 20; visit++) expect((await openPage(forged)).status).toBe(404);
  expect(s.stack.counters.snapshot().secrets.GetSecretValue ?? 0).toBeLessThanOrEqual(1);
});

it('a new secret that is unusable: the keys that were good go on serving', async () => {
  put({ current: 'gone' });
  await s.stack.clock.advance(KEYS_KEPT);
  const customer = await invite();
  expect((await openPage(s.link(customer.contactEmail))).status).toBe(200);
});

it('no usable key from the beginning: nothing is sent, and nothing lost', async () => {
  await s.stack.close();
  s = await startScenario();
  const keys = secret();
  put({ current: 'gone' });
  const { partnerId } = await s.partner();
  const customer = newCustomer(partnerId);
  await s.publish(s.events.ingested(customer));
  await s.settled();
  expect(s.mails(customer.contactEmail)).toEqual([]);
  put(keys);
  await s.stack.clock.advance('PT4M');
  await s.stack.idle();
  expect(s.mails(customer.contactEmail)).toHaveLength(1);
  expect((await openPage(s.link(customer.contactEmail))).status).toBe(200);
});
