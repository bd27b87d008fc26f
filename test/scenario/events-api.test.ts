import { afterAll, beforeAll, expect, it } from 'vitest';
import { responseFaults } from '../build/interface/response-faults.ts';
import { newCustomer, newPartner, type WireEvent } from '../fixtures/events.ts';
import { assertDocumented, type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());

const ONE = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';

/** Sends a request to `POST /events`. */
async function post(body: unknown, type: string | undefined = ONE) {
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${s.stack.api}/events`, { method: 'POST', headers, body: text });
  const documented = assertDocumented(await response.json(), (one) =>
    responseFaults(response.ok ? 'Accepted' : 'Problem', one),
  );
  const answer: Record<string, unknown> = Object(documented);
  return { status: response.status, type: response.headers.get('content-type'), answer };
}

/** A customer and one event for each of the three queues. */
async function threeEvents(): Promise<{ customer: ReturnType<typeof newCustomer>; events: WireEvent[] }> {
  const { partnerId } = await s.registerPartner();
  const customer = newCustomer(partnerId);
  const licence = s.events.ingested(customer);
  const { id } = licence.data.subscription;
  return { customer, events: [licence, s.events.approved(customer), s.events.onboarding(customer, id)] };
}

it('one event is answered with 202 and its id, and is processed', async () => {
  const { customer, events } = await threeEvents();
  const [event] = events;
  expect(await post(event, `${ONE}; charset=utf-8`)).toEqual({
    status: 202,
    type: 'application/json',
    answer: { accepted: [event?.id] },
  });
  await s.stack.idle();
  expect((await s.caseFile(customer)).subscriptions).toHaveLength(1);
});

it('a batch is answered with 202 and all ids in order, and each event goes to its queue', async () => {
  const { customer, events } = await threeEvents();
  await s.stack.pollers.pause();
  const { status, answer } = await post(events, BATCH);
  expect([status, answer]).toEqual([202, { accepted: events.map(({ id }) => id) }]);
  const depth = (queue: string) => s.stack.peek(queue).length;
  expect(['subscription-events', 'relationship-events', 'azure-events'].map(depth)).toEqual([1, 1, 1]);
  s.stack.pollers.resume();
  await s.stack.idle();
  expect((await s.caseFile(customer)).timeline).toHaveLength(3);
});

it('100 events and an empty batch are accepted; 101 events are refused with 413', async () => {
  const { partnerId } = await s.registerPartner();
  const customer = newCustomer(partnerId);
  const events = Array.from({ length: 101 }, () => s.events.ingested(customer));
  const tooMany = await post(events, BATCH);
  expect([tooMany.status, tooMany.type]).toEqual([413, 'application/problem+json']);
  await s.stack.idle();
  expect(await s.findCase(customer)).toBeNull();
  expect((await post(events.slice(0, 100), BATCH)).status).toBe(202);
  expect((await post([], BATCH)).answer).toEqual({ accepted: [] });
  await s.stack.idle();
  expect((await s.caseFile(customer)).subscriptions).toHaveLength(100);
});

it('an invalid batch is refused whole with 400 that names every fault by event and path, without values', async () => {
  const { customer, events } = await threeEvents();
  const [good, other] = events;
  const hidden = 'Robin.Fisher.4711';
  const bad = [
    good,
    { ...good, time: hidden, specversion: '1' },
    { ...good, data: { ...good?.data, subscription: { id: hidden, billing: hidden }, partnerId: '!' } },
    { ...other, type: hidden },
  ];
  const { status, type, answer } = await post(bad, BATCH);
  expect([status, type, answer.code]).toEqual([400, 'application/problem+json', 'invalid-events']);
  const faults = Object(answer.faults) as { event: number; path: string; code: string; problem: string }[];
  expect(faults.map(({ event, code, path }) => `${event} ${code} ${path}`).sort()).toEqual([
    '1 not-a-cloudevent specversion',
    '1 not-a-cloudevent time',
    '2 invalid-data data.partnerId',
    '2 invalid-data data.subscription.billing',
    '2 invalid-data data.subscription.channel',
    '2 invalid-data data.subscription.name',
    '3 unknown-type type',
  ]);
  expect(JSON.stringify(answer)).not.toContain(hidden);
  await s.stack.idle();
  expect(await s.findCase(customer)).toBeNull();
});

it('another media type is refused with 415, invalid JSON or a batch that is no array with 400', async () => {
  const { events } = await threeEvents();
  for (const type of ['application/json', 'text/plain', ''])
    expect((await post(events[0], type)).status).toBe(415);
  for (const [body, type] of [
    ['{', ONE],
    ['', ONE],
    ['{}', BATCH],
    ['null', BATCH],
    ['[]', ONE],
    ['1', ONE],
  ] as const)
    expect([body, (await post(body, type)).status]).toEqual([body, 400]);
});

it('an event over 64 KiB is refused; when a queue fails, the answer is 503 and a retry succeeds', async () => {
  const { customer, events } = await threeEvents();
  const large = { ...events[0], padding: 'x'.repeat(65_536) };
  const refused = await post(large);
  expect([refused.status, JSON.stringify(refused.answer.faults)]).toEqual([
    400,
    expect.stringContaining('too-large'),
  ]);
  s.stack.faults.sqs({ operation: 'SendMessageBatch', errorType: 'ServiceUnavailable', times: 1000 });
  const down = await post(events, BATCH);
  s.stack.faults.clear();
  expect([down.status, down.type]).toEqual([503, 'application/problem+json']);
  expect((await post(events, BATCH)).status).toBe(202);
  await s.stack.idle();
  expect((await s.caseFile(customer)).timeline).toHaveLength(3);
});

it('an event with a time far in the future is refused by its path, on every way and of every type', async () => {
  const { customer, events } = await threeEvents();
  const time = new Date(s.stack.clock.now().getTime() + 3_600_000).toISOString();
  const refused = await post({ ...s.events.erased(customer), time });
  expect([refused.status, refused.answer.faults]).toEqual([
    400,
    [expect.objectContaining({ event: 0, code: 'clock-ahead', path: 'time' })],
  ]);
  for (const event of [...events, s.events.registered(newPartner()), s.events.removed(customer)])
    expect((await post({ ...event, time })).answer.faults).toMatchObject([{ code: 'clock-ahead' }]);
  const decision = await fetch(`${s.stack.api}/decisions`, {
    method: 'POST',
    body: JSON.stringify({ event: { ...events[0], time } }),
  });
  expect([decision.status, await decision.json()]).toMatchObject([400, { code: 'clock-ahead' }]);
  await s.send('subscription-events', JSON.stringify({ ...events[0], time }));
  await s.stack.idle();
  expect((await s.deadLetters('subscription-events')).map(({ errorCode }) => errorCode)).toEqual([
    'clock-ahead',
  ]);
  expect((await post(s.events.erased(customer))).status).toBe(202);
  await s.stack.idle();
});

it.each([
  ['GET', '/'],
  ['GET', '/nowhere'],
  ['PUT', '/events'],
  ['DELETE', '/health'],
  ['GET', '/invitation-list'],
])('an unknown path is answered with 404 as a problem document: %s %s', async (method, path) => {
  const response = await fetch(`${s.stack.api}${path}`, { method });
  expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  expect(await response.json()).toMatchObject({
    status: 404,
    code: 'no-route',
    title: 'There is nothing at this path',
  });
});

it('the health path is answered with 200', async () => {
  const response = await fetch(`${s.stack.api}/health`);
  expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
});

it('a byte order mark is ignored by POST /events and by SQS', async () => {
  const { customer, events } = await threeEvents();
  const [licence] = events;
  expect((await post(`\ufeff${JSON.stringify(licence)}`)).status).toBe(202);
  await s.send('relationship-events', `\ufeff${JSON.stringify(events[1])}`);
  await s.stack.idle();
  const file = await s.caseFile(customer);
  expect([file.relationship.status, file.subscriptions.length]).toEqual(['active', 1]);
});

it.each([
  ['quantity', '"quantity":1', '"quantity":1e400'],
  ['an unknown field', '"quantity":1', '"quantity":1,"more":-1e400'],
  ['an extension', '"data":', '"seq":1e309,"data":'],
])('a number in %s that is too large is refused with 400', async (_, from, to) => {
  const { partnerId } = await s.registerPartner();
  const text = JSON.stringify(s.events.ingested(newCustomer(partnerId), { quantity: 1 })).replace(from, to);
  expect(await post(text)).toMatchObject({ status: 400 });
});

it('characters above U+FFFF are accepted in names, extensions and unknown fields, and shown', async () => {
  const { partnerId } = await s.registerPartner();
  const customer = newCustomer(partnerId, { name: '𠮷野家 😀' });
  const event = { ...s.events.ingested(customer), title: '✅ 🎉' };
  expect((await post({ ...event, data: { ...event.data, note: '🇩🇪' } })).status).toBe(202);
  await s.stack.idle();
  expect((await s.caseFile(customer)).customer.name).toBe('𠮷野家 😀');
});
