import { randomUUID } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseFile } from '../../functions/cases-api/case-file.ts';
import { newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { awsClients } from '../infra/local/aws-clients.ts';
import { type ApprovalPage, openPage, postForm, submitDecision } from './approval-page.ts';
import { fetchWholeCase } from './core-comparison.ts';
import { findPersonalData, readTable } from './personal-data.ts';
import { type Scenario, startScenario } from './scenario.ts';

/** Personal data and names of the customer that must disappear. */
const PERSONAL = ['Quillfeather', 'Zebulon', 'Wrenfield', 'unmistakable', 'Hushwords'];
const SUBSCRIPTIONS = 310;

let s: Scenario;
let partnerId: string;
let desk: string;
/** Every line that any function has written. */
const lines: string[] = [];
beforeAll(async () => {
  s = await startScenario({ onLogLine: ({ line }) => void lines.push(line) });
  ({ partnerId, notificationsEmail: desk } = await s.registerPartner());
});
afterAll(() => s?.stack.close());

const requestedBy = { role: 'sales-agent', name: 'Zebulon Kim', email: 'zebulon@contoso.example' } as const;
/** What a sender must not do, and does: a mail address where an id belongs. */
const traced = <Event extends object>(event: Event) => ({
  ...event,
  correlationid: 'unmistakable@fabrikam.example',
});

/** A customer with every field that a case can have. */
function customerOf(): TestCustomer {
  const fields = { name: 'Quillfeather Ltd', contactName: 'Wrenfield Robin', locale: 'en-GB' };
  const customer = newCustomer(partnerId, fields);
  return { ...customer, contactEmail: `unmistakable-${customer.tenantId}@fabrikam.example` };
}

function ingested(customer: TestCustomer, more: Parameters<Scenario['events']['ingested']>[1] = {}) {
  const seller = { name: 'Wrenfield Resale' };
  const event = s.events.ingested(customer, { name: 'Office of Quillfeather', seller, ...more });
  return traced({ ...event, data: { ...event.data, requestedBy } });
}

/** A case with everything: a refusal, an open invitation, Azure parked, under way and failed, many subscriptions, a long past. */
async function everything() {
  const { tenantId } = customer;
  const of = { partnerId, customer: { tenantId } };
  await s.publishAndWait(ingested(customer));
  await submitDecision(s.invitationLink(customer.contactEmail), 'decline', 'Hushwords: never again');
  await s.stack.idle();
  await s.publishAndWait(
    s.events.approved(customer, { scope: 'reseller-only', approvedBy: 'Wrenfield Robin' }),
  );
  const moving = ingested(customer, { billing: 'usage-based', channel: 'csp' });
  const failing = ingested(customer, { billing: 'usage-based' });
  await s.publishAndWait(moving, failing);
  const [movingId, failingId] = [moving.data.subscription.id, failing.data.subscription.id];
  const currentPartner = { name: 'Wrenfield Resale', domain: 'quillfeather.example' };
  for (const id of [movingId, failingId, randomUUID()])
    await s.publishAndWait(s.events.onboarding(customer, id, { requestedBy, currentPartner }));
  const step = 'inform-current-partner';
  const done = { ...of, subscriptionId: movingId, step, note: 'Hushwords of a note' } as const;
  await s.publishAndWait(s.events.make('azure-onboarding.step-completed', done));
  const failure = {
    ...of,
    subscriptionId: failingId,
    reason: 'other',
    detail: 'Hushwords of a failure',
  } as const;
  await s.publishAndWait(s.events.make('azure-onboarding.failed', failure));
  for (let made = 0; made < SUBSCRIPTIONS; made += 62)
    await s.publishAndWait(...Array.from({ length: 62 }, () => ingested(customer)));
  await s.publishAndWait(s.events.requested(customer, { requestedBy }));
}

/** Lays a page into the case that nothing points to, as a function leaves it that dies at its work. */
async function leaveBehind(): Promise<void> {
  const body = deflateRawSync(JSON.stringify([{ name: 'Office of Quillfeather' }]));
  const sk = { S: 'SUBS#0000000002.dead.0' };
  const Item = { pk: { S: `CASE#${partnerId}#${customer.tenantId}` }, sk, body: { B: body } };
  const { dynamodb } = awsClients(s.stack);
  await dynamodb.send(new PutItemCommand({ TableName: s.stack.dynamodb.table, Item }));
}

/** A new key signs new links; the old one stays. */
async function rotateKeys(): Promise<void> {
  const [arn = ''] = s.stack.secrets.arns();
  const keys = JSON.parse(s.stack.secrets.value(arn) ?? '{}');
  s.stack.secrets.put(arn, JSON.stringify({ ...keys, current: 'k2', k2: 'b'.repeat(64) }));
  await s.stack.clock.advance('PT6M');
}

let customer: TestCustomer;
let link: string;
let page: ApprovalPage;
let before: CaseFile | null;
let late: ReturnType<typeof ingested>;
let erasure: ReturnType<typeof erasureOf>;
let mailed: number;
const erasureOf = () => ({ ...s.events.erased(customer), correlationid: 'run-1' });
const personalData = () => findPersonalData(s, PERSONAL, lines);

beforeAll(async () => {
  customer = customerOf();
  await everything();
  link = s.invitationLink(customer.contactEmail);
  await rotateKeys();
  page = await openPage(link);
  before = await fetchWholeCase(s.stack.api, customer);
  await leaveBehind();
  late = ingested(customer);
  await s.stack.clock.advance('PT1M');
  await s.receiveOutcomes();
}, 120_000);

it('before the erasure the case is complete, and a link signed with the previous key works', async () => {
  expect([page.status, page.decisions, link.includes('/invitations/k1.')]).toEqual([
    200,
    ['approve', 'decline'],
    true,
  ]);
  expect(before?.subscriptions.length).toBe(SUBSCRIPTIONS + 3);
  expect(before?.relationship).toMatchObject({ status: 'active', invitation: { status: 'open' } });
  expect((await personalData()).length).toBeGreaterThan(10);
});

it('table, queues and logs contain no personal data', async () => {
  // A mail that SES did not take waits for its next attempt meanwhile.
  s.stack.faults.ses({ mode: 'throttle', times: 3 });
  await s.publish(s.events.requested(customer, { scope: 'delegated-admin', requestedBy }));
  await s.runDueWork();
  expect(s.stack.peek('mail')).toHaveLength(1);
  mailed = s.mails(customer.contactEmail).length;
  erasure = erasureOf();
  await s.publish(erasure);
  await s.runDueWork();
  expect(await personalData()).toEqual([]);
});

it('no mail leaves: neither pending ones nor later reminders', async () => {
  s.stack.faults.clear();
  await s.stack.clock.advance('PT30M');
  await s.stack.clock.advance('P40D');
  expect(s.mails(customer.contactEmail)).toHaveLength(mailed);
  const about = s.mails(desk).filter(({ text }) => text.includes(customer.tenantId));
  expect(about.filter(({ at }) => at > erasure.time)).toEqual([]);
});

it('customer.erased is published once', async () => {
  const outcomes = (await s.receiveOutcomes(customer.tenantId)).filter(
    ({ type }) => type === 'customer.erased',
  );
  const data = { partnerId, customer: { tenantId: customer.tenantId }, erasedAt: erasure.time };
  expect(outcomes).toEqual([
    expect.objectContaining({ causationid: erasure.id, correlationid: 'run-1', data }),
  ]);
});

it('case file, list and due work no longer have the customer; the timeline keeps the entries', async () => {
  const { tenantId } = customer;
  const file = await fetchWholeCase(s.stack.api, customer);
  const nobody = { name: null, contactEmail: null, country: null, locale: null };
  expect(file).toMatchObject({
    customer: { tenantId, ...nobody, erasedAt: erasure.time },
    relationship: { status: 'none', scope: null, invitation: null },
    subscriptions: [],
  });
  // Each entry of before, and then the request and the erasure.
  const eventsOf = (of: CaseFile | null) => of?.timeline.map(({ id, type, result }) => [id, type, result]);
  expect(eventsOf(file)?.slice(2)).toEqual(eventsOf(before));
  const list = await fetch(`${s.stack.api}/partners/${partnerId}/customers`);
  const listed = { tenantId, name: null, relationship: 'none', subscriptions: {} };
  expect(Object(await list.json()).items).toContainEqual(expect.objectContaining(listed));
  const head = (await readTable(s)).find((item) => item.includes(tenantId) && item.includes('"HEAD"'));
  expect([typeof head, head?.includes('dueShard')]).toEqual(['string', false]);
});

it('the link shows a neutral page and decides nothing', async () => {
  const visits = [await openPage(link), await postForm(link, { ...page.hidden, decision: 'approve' })];
  expect(visits.map(({ status, decisions }) => [status, decisions])).toEqual([
    [410, []],
    [410, []],
  ]);
  for (const { html } of visits) for (const word of PERSONAL) expect(html).not.toContain(word);
});

it('events from before the erasure stay out, and a second erasure clears what came since', async () => {
  await s.publishAndWait(late);
  const [entry] = (await s.caseFile(customer)).timeline;
  expect(entry).toMatchObject({ id: late.id, result: 'stale', reason: 'customer-erased' });
  await leaveBehind();
  expect(await personalData()).toHaveLength(1);
  await s.publishAndWait(erasure);
  expect(await personalData()).toEqual([]);
});

it('events after the erasure start a new case with a new invitation', async () => {
  const contactEmail = `new-${customer.tenantId}@fabrikam.example`;
  const returned = { ...customer, name: 'Newly Named', contactName: 'New', contactEmail };
  const event = s.events.ingested(returned);
  await s.publishAndWait(event);
  expect(await s.decisionOf(customer, event.data.subscription.id)).toMatchObject({ rule: 'license-request' });
  const { customer: known, relationship } = await s.caseFile(customer);
  expect([known.name, known.erasedAt, relationship.status]).toEqual(['Newly Named', erasure.time, 'invited']);
  expect([(await openPage(s.invitationLink(contactEmail))).status, (await openPage(link)).status]).toEqual([
    200, 410,
  ]);
  expect(await personalData()).toEqual([]);
});
