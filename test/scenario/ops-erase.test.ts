import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stackFileText } from '../../infra/local/stack-file.ts';
import { newCustomer, newPartner, type TestCustomer } from '../fixtures/events.ts';
import { startLoopback } from '../ops/loopback-server.ts';
import { runCaptured } from '../ops/run-captured.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
let folder: string;
beforeAll(async () => {
  s = await startScenario();
  folder = mkdtempSync(join(tmpdir(), 'multichannel-ops-erase-'));
  writeFileSync(file('stack.json'), stackFileText(s.stack));
});
afterAll(async () => {
  await s?.stack.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string) => join(folder, name);
const oneLine = (text: string) => text.replace(/\s+/g, ' ');

/** Runs `npm run ops -- erase …` of a customer. */
const erase = ({ partnerId, tenantId }: TestCustomer, options: readonly string[], input = '') =>
  runCaptured(['erase', partnerId, tenantId, ...options], { stackFile: file('stack.json'), input });

const invited = async () => {
  const { partnerId } = await s.registerPartner();
  const customer = newCustomer(partnerId);
  await s.publishAndWait(s.events.ingested(customer));
  return customer;
};

const notificationOf = (mailId: string | undefined, address: string) =>
  JSON.stringify({
    eventType: 'Bounce',
    mail: { messageId: 'x', ...(mailId && { tags: { mailId: [mailId] } }), destination: [address] },
  });

const bodiesOn = (queue: string) => s.stack.peek(`${queue}-dlq`).map(({ body }) => body);

it('shows what it would erase; with --yes it erases the case and deletes from every dead-letter queue', async () => {
  const customer = await invited();
  const { customer: before, relationship } = await s.caseFile(customer);
  const address = before.contactEmail ?? '';
  const other = await invited();
  const mailId = `${relationship.invitation?.id}-invitation`;
  const comment = 'Robin says no';
  await s.send('relationship-events-dlq', JSON.stringify(s.events.declined(customer, { comment })));
  await s.send('relationship-events-dlq', JSON.stringify(s.events.declined(other)));
  await s.send('subscription-events-dlq', `{"broken": "${customer.tenantId.toUpperCase()}"`);
  await s.send('subscription-events-dlq', `{"broken": "${address.replace('@', '\\u0040')}"`);
  await s.send('mail-feedback-dlq', notificationOf(mailId, address));

  const dry = await erase(customer, []);
  expect([dry.code, dry.out]).toEqual([0, expect.stringContaining('Would erase')]);
  expect((await s.caseFile(customer)).customer.contactEmail).toBe(address);

  const done = await erase(customer, ['--yes', '--json']);
  expect(done.json()).toMatchObject({
    deadLetters: [
      { queue: 'subscription-events', messages: 2, left: 0 },
      { queue: 'relationship-events', messages: 1, left: 0 },
      { queue: 'mail-feedback', messages: 1, left: 0 },
    ],
    addresses: 1,
    unseen: [],
    waits: false,
  });
  expect(done.code).toBe(0);
  const after = await s.caseFile(customer);
  expect(after.customer).toMatchObject({ name: null, contactEmail: null });
  expect(after.timeline.map(({ type }) => type)).toContain('customer.erased');
  expect(bodiesOn('relationship-events')).toHaveLength(1);
  await s.deadLetters('relationship-events');
});

it('after an erasure, finds notifications by the ids of mails, and the rest by the given addresses', async () => {
  const customer = await invited();
  const address = customer.contactEmail;
  const { relationship } = await s.caseFile(customer);
  await s.publishAndWait(s.events.erased(customer));
  await s.send(
    'mail-feedback-dlq',
    notificationOf(`${relationship.invitation?.id}-invitation`, 'x@fabrikam.example'),
  );
  await s.send('mail-feedback-dlq', notificationOf(undefined, address));
  await s.send('subscription-events-dlq', `{"broken": "${address}"`);

  const without = await erase(customer, ['--yes']);
  expect([without.code, oneLine(without.out)]).toEqual([
    0,
    expect.stringContaining('The customer’s address is not known, so messages that contain only the address'),
  ]);
  expect([bodiesOn('mail-feedback').length, bodiesOn('subscription-events').length]).toEqual([1, 1]);

  const given = await erase(customer, ['--email-file', '-', '--yes'], `\n ${address.toUpperCase()}\n`);
  expect(given.code).toBe(0);
  expect(`${given.out}${given.err}`).not.toMatch(/address is not known|fabrikam/i);
  expect([bodiesOn('mail-feedback'), bodiesOn('subscription-events')]).toEqual([[], []]);
});

it('of an unknown partner waits for the registration', async () => {
  const partner = newPartner();
  const customer = newCustomer(partner.partnerId);
  const parked = s.events.ingested(customer);
  await s.publish(parked);
  const waits = await erase(customer, ['--yes']);
  expect([waits.code, oneLine(waits.out)]).toEqual([
    1,
    expect.stringContaining(
      'The erasure waits for the registration, and events of this customer may wait, too.',
    ),
  ]);
  expect(waits.out).toContain(`publish partner.registered --set data.partnerId=${partner.partnerId}`);

  for (let receives = 0; receives < 8; receives++) await s.stack.clock.advance('PT1H');
  expect(bodiesOn('subscription-events')).toEqual([JSON.stringify(parked)]);
  // A second run deletes the event and leaves the erasure.
  const again = await erase(customer, ['--yes', '--json']);
  expect([again.code, again.json()]).toEqual([
    1,
    expect.objectContaining({
      waits: true,
      deadLetters: [{ queue: 'subscription-events', messages: 1, left: 0 }],
    }),
  ]);
  expect(bodiesOn('relationship-events')).toEqual([expect.stringContaining('customer.erased')]);

  await s.publishAndWait(s.events.registered(partner));
  const done = await erase(customer, ['--yes']);
  expect([done.code, done.out]).toEqual([0, expect.stringContaining('Erased: the case has no name')]);
  expect(bodiesOn('relationship-events')).toEqual([]);
});

it.each([
  [
    'did not apply it',
    { result: 'stale', reason: 'out-of-order' },
    'The erasure was not applied: stale, reason out-of-order.',
  ],
  ['still has data of the customer', {}, 'a later event brought data of the customer'],
])('fails and deletes nothing if the case %s', async (_, change, problem) => {
  const customer = await invited();
  const body = JSON.stringify(s.events.declined(customer));
  await s.send('relationship-events-dlq', body);
  const before = await s.caseFile(customer);
  const proxy = await startLoopback(async ({ method, url, headers, body: sent }) => {
    const type = headers['content-type'];
    const response = await fetch(`${s.stack.api}${url}`, {
      method,
      ...(method === 'POST' && {
        body: sent,
        headers: { ...(type !== undefined && { 'content-type': type }) },
      }),
    });
    const text = await response.text();
    if (!url.includes('/customers/')) return { status: response.status, body: text };
    // The case as if the erasure had not been applied.
    const { timeline, ...rest } = JSON.parse(text);
    const entries = timeline.map((entry: { type: string }) =>
      entry.type === 'customer.erased' ? { ...entry, ...change } : entry,
    );
    const unchanged = { customer: before.customer, subscriptions: before.subscriptions };
    return { body: JSON.stringify({ ...rest, ...unchanged, timeline: entries }) };
  });
  writeFileSync(
    file('broken.json'),
    JSON.stringify({ ...JSON.parse(stackFileText(s.stack)), api: proxy.url }),
  );
  try {
    const { code, out, err } = await erase(customer, ['--stack-file', file('broken.json'), '--yes']);
    expect([code, out, oneLine(err)]).toEqual([1, '', expect.stringContaining(problem)]);
    expect(oneLine(err)).toContain('Nothing was deleted from the dead-letter queues.');
  } finally {
    await proxy.close();
  }
  expect(bodiesOn('relationship-events')).toEqual([body]);
  await s.deadLetters('relationship-events');
});
