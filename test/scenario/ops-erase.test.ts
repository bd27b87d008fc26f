import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stackFileText } from '../../infra/local/stack-file.ts';
import { newCustomer, newPartner, type TestCustomer } from '../fixtures/events.ts';
import { startLoopback } from '../ops/loopback.ts';
import { runCaptured } from '../ops/run-captured.ts';
import { type Scenario, startScenario } from './harness.ts';

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
const words = (text: string) => text.replace(/\s+/g, ' ');

/** Runs `npm run ops -- erase …` of a customer. */
const erase = ({ partnerId, tenantId }: TestCustomer, options: readonly string[], input = '') =>
  runCaptured(['erase', partnerId, tenantId, ...options], { stackFile: file('stack.json'), input });

const invited = async () => {
  const { partnerId } = await s.partner();
  const customer = newCustomer(partnerId);
  await s.tell(s.events.ingested(customer));
  return customer;
};

const noticeOf = (mailId: string | undefined, address: string) =>
  JSON.stringify({
    eventType: 'Bounce',
    mail: { messageId: 'x', ...(mailId && { tags: { mailId: [mailId] } }), destination: [address] },
  });

const bodiesOn = (queue: string) => s.stack.peek(`${queue}-dlq`).map(({ body }) => body);

it('tells what will go; then it goes from the case and from every dead-letter queue', async () => {
  const customer = await invited();
  const { customer: told, relationship } = await s.caseFile(customer);
  const address = told.contactEmail ?? '';
  const other = await invited();
  const mailId = `${relationship.invitation?.id}-invitation`;
  const comment = 'Robin says no';
  await s.send('relationship-events-dlq', JSON.stringify(s.events.declined(customer, { comment })));
  await s.send('relationship-events-dlq', JSON.stringify(s.events.declined(other)));
  await s.send('subscription-events-dlq', `{"broken": "${customer.tenantId.toUpperCase()}"`);
  await s.send('subscription-events-dlq', `{"broken": "${address.replace('@', '\\u0040')}"`);
  await s.send('mail-feedback-dlq', noticeOf(mailId, address));

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

it('once erased, finds mails of the case by their ids, and the rest by addresses that are given', async () => {
  const customer = await invited();
  const address = customer.contactEmail;
  const { relationship } = await s.caseFile(customer);
  await s.tell(s.events.erased(customer));
  await s.send(
    'mail-feedback-dlq',
    noticeOf(`${relationship.invitation?.id}-invitation`, 'x@fabrikam.example'),
  );
  await s.send('mail-feedback-dlq', noticeOf(undefined, address));
  await s.send('subscription-events-dlq', `{"broken": "${address}"`);

  const without = await erase(customer, ['--yes']);
  expect([without.code, words(without.out)]).toEqual([
    0,
    expect.stringContaining('No address of the customer is known, so messages that name nothing else'),
  ]);
  expect([bodiesOn('mail-feedback').length, bodiesOn('subscription-events').length]).toEqual([1, 1]);

  const given = await erase(customer, ['--email-file', '-', '--yes'], `\n ${address.toUpperCase()}\n`);
  expect(given.code).toBe(0);
  expect(`${given.out}${given.err}`).not.toMatch(/No address|fabrikam/i);
  expect([bodiesOn('mail-feedback'), bodiesOn('subscription-events')]).toEqual([[], []]);
});

it('of a partner that is not registered waits, says so, and is done when it is', async () => {
  const partner = newPartner();
  const customer = newCustomer(partner.partnerId);
  const parked = s.events.ingested(customer);
  await s.publish(parked);
  const waits = await erase(customer, ['--yes']);
  expect([waits.code, words(waits.out)]).toEqual([
    1,
    expect.stringContaining('The erasure waits for the partner; so may events of this customer.'),
  ]);
  expect(waits.out).toContain(`publish partner.registered --set data.partnerId=${partner.partnerId}`);

  for (let receives = 0; receives < 8; receives++) await s.stack.clock.advance('PT1H');
  expect(bodiesOn('subscription-events')).toEqual([JSON.stringify(parked)]);
  // Run again it takes the event away, and leaves the erasure that waits.
  const again = await erase(customer, ['--yes', '--json']);
  expect([again.code, again.json()]).toEqual([
    1,
    expect.objectContaining({
      waits: true,
      deadLetters: [{ queue: 'subscription-events', messages: 1, left: 0 }],
    }),
  ]);
  expect(bodiesOn('relationship-events')).toEqual([expect.stringContaining('customer.erased')]);

  await s.tell(s.events.registered(partner));
  const done = await erase(customer, ['--yes']);
  expect([done.code, done.out]).toEqual([0, expect.stringContaining('Erased: the case knows no name')]);
  expect(bodiesOn('relationship-events')).toEqual([]);
});

it.each([
  [
    'did not take it',
    { result: 'stale', reason: 'out-of-order' },
    'The case did not take the erasure: stale, reason out-of-order.',
  ],
  ['knows the customer all the same', {}, 'something came after it'],
])('of which the case %s: fails, and deletes nothing', async (_, became, said) => {
  const customer = await invited();
  const body = JSON.stringify(s.events.declined(customer));
  await s.send('relationship-events-dlq', body);
  const before = await s.caseFile(customer);
  const proxy = await startLoopback(async ({ method, url, headers, body: sent }) => {
    const type = headers['content-type'];
    const answer = await fetch(`${s.stack.api}${url}`, {
      method,
      ...(method === 'POST' && {
        body: sent,
        headers: { ...(type !== undefined && { 'content-type': type }) },
      }),
    });
    const text = await answer.text();
    if (!url.includes('/customers/')) return { status: answer.status, body: text };
    // The case as it would be, had the erasure not done its work.
    const { timeline, ...rest } = JSON.parse(text);
    const entries = timeline.map((entry: { type: string }) =>
      entry.type === 'customer.erased' ? { ...entry, ...became } : entry,
    );
    const unchanged = { customer: before.customer, subscriptions: before.subscriptions };
    return { body: JSON.stringify({ ...rest, ...unchanged, timeline: entries }) };
  });
  writeFileSync(file('lame.json'), JSON.stringify({ ...JSON.parse(stackFileText(s.stack)), api: proxy.url }));
  try {
    const { code, out, err } = await erase(customer, ['--stack-file', file('lame.json'), '--yes']);
    expect([code, out, words(err)]).toEqual([1, '', expect.stringContaining(said)]);
    expect(words(err)).toContain('Nothing was deleted from the dead-letter queues.');
  } finally {
    await proxy.close();
  }
  expect(bodiesOn('relationship-events')).toEqual([body]);
  await s.deadLetters('relationship-events');
});
