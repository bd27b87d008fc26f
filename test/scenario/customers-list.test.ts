import { afterAll, beforeAll, expect, it } from 'vitest';
import { responseFaults } from '../build/interface/response-faults.ts';
import { newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { assertDocumented, type Scenario, startScenario } from './scenario.ts';

interface Listed {
  readonly tenantId: string;
  readonly name: string;
  readonly relationship: string;
  readonly subscriptions: Readonly<Record<string, number>>;
  readonly changedAt: string | null;
}

let s: Scenario;
let partnerId: string;
let invited: TestCustomer[];
let active: TestCustomer[];
let declined: TestCustomer;
let none: TestCustomer;
beforeAll(async () => {
  s = await startScenario();
  ({ partnerId } = await s.registerPartner());
  const all = Array.from({ length: 11 }, (_, index) => newCustomer(partnerId, { name: `Fabrikam ${index}` }));
  const [first = newCustomer(partnerId), second = first] = all;
  [declined, none, invited, active] = [first, second, all.slice(2, 8), all.slice(8)];
  // One after the other, so that the list has one order.
  for (const customer of all) {
    const rejected = customer === none;
    await s.publishAndWait(s.events.ingested(customer, {}, {}, rejected ? 'helpdesk-agent' : 'sales-agent'));
  }
  for (const customer of active) {
    await s.publishAndWait(s.events.approved(customer));
    await s.publishAndWait(
      s.events.ingested(customer, { billing: 'usage-based' }),
      s.events.ingested(customer),
    );
  }
  await s.publishAndWait(s.events.declined(declined));
});
afterAll(() => s?.stack.close());

/** Asks for a list; `query` without the question mark. */
async function list(query = '', of = partnerId) {
  const response = await fetch(`${s.stack.api}/partners/${of}/customers?${query}`);
  const answer = response.ok ? 'CustomerList' : 'Problem';
  const documented = assertDocumented(await response.json(), (one) => responseFaults(answer, one));
  // What the function answers, by way of JSON.
  const body = documented as { items: Listed[]; cursor: string | null; code?: string };
  return { status: response.status, ...body };
}

/** Follows the cursor to the end. @returns the pages */
async function pages(query: string): Promise<Listed[][]> {
  const all: Listed[][] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await list(`${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    expect(page.status).toBe(200);
    all.push(page.items);
    cursor = page.cursor;
    if (all.length > 20) throw new Error('the list does not end');
  }
  return all;
}

const ids = (of: readonly { tenantId: string }[]) => of.map(({ tenantId }) => tenantId).sort();

it('the list has every customer with its relationship and its number of subscriptions per status', async () => {
  const { items, cursor } = await list();
  expect(ids(items)).toEqual(ids([...invited, ...active, declined, none]));
  expect(cursor).toBeNull();
  const entry = (of: TestCustomer | undefined) => items.find(({ tenantId }) => tenantId === of?.tenantId);
  expect(entry(active[0])).toEqual({
    tenantId: active[0]?.tenantId,
    name: active[0]?.name,
    relationship: 'active',
    subscriptions: { supported: 2, 'ready-to-onboard': 1 },
    changedAt: expect.any(String),
  });
  expect(entry(declined)).toMatchObject({ relationship: 'declined', subscriptions: { 'not-permitted': 1 } });
  expect(entry(none)).toMatchObject({
    relationship: 'none',
    subscriptions: { rejected: 1 },
    changedAt: null,
  });
  for (const customer of active) {
    const { changedAt } = (await s.caseFile(customer)).relationship;
    expect(entry(customer)?.changedAt).toBe(changedAt);
  }
});

it('the list of one relationship status starts with the latest change', async () => {
  const { items } = await list('relationship=invited');
  expect(items.map(({ tenantId }) => tenantId)).toEqual(invited.map(({ tenantId }) => tenantId).toReversed());
  expect(ids((await list('relationship=active')).items)).toEqual(ids(active));
  expect((await list('relationship=undeliverable')).items).toEqual([]);
});

it.each(['', 'relationship=invited'])(
  'the pages contain every customer once (filter "%s")',
  async (filter) => {
    const whole = (await list(filter)).items;
    for (const limit of [1, 2, 4, 100]) {
      const all = await pages(`${filter}&limit=${limit}`);
      expect(all.flat()).toEqual(whole);
      expect(all.slice(0, -1).every(({ length }) => length === limit)).toBe(true);
    }
  },
);

it('a change between two pages affects only the customer that changed', async () => {
  const first = await list('relationship=invited&limit=2');
  const moving = invited[3];
  if (!moving) throw new Error('there is no such customer');
  await s.publishAndWait(s.events.approved(moving));
  const rest = await list(`relationship=invited&limit=10&cursor=${first.cursor}`);
  const expected = invited.filter((customer) => customer !== moving);
  expect(ids([...first.items, ...rest.items])).toEqual(ids(expected));
});

it('a cursor of another partner, another filter or no list is refused with 400', async () => {
  const { cursor } = await list('limit=2');
  const other = (await s.registerPartner()).partnerId;
  const text = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const foreign = await list(`cursor=${cursor}`, other);
  expect([foreign.status, foreign.code]).toEqual([400, 'invalid-cursor']);
  const forged = [
    'x',
    text({}),
    text(['CASE#x#y']),
    text([`CASE#${partnerId}#x`, 1]),
    text([`CASE#${other}#${none.tenantId}`, 'invited#']),
    text([`CASE#${partnerId}#${none.tenantId}`, '']),
  ];
  for (const wrong of forged) expect([wrong, (await list(`cursor=${wrong}`)).status]).toEqual([wrong, 400]);
  const ofInvited = (await list('relationship=invited&limit=2')).cursor;
  expect((await list(`relationship=active&cursor=${ofInvited}`)).status).toBe(400);
});

it('an invalid limit or status is refused with 400; a partner without customers gets an empty list', async () => {
  for (const wrong of ['limit=0', 'limit=101', 'limit=-1', 'limit=ten', 'relationship=friends', 'cursor='])
    expect([wrong, (await list(wrong)).status]).toEqual([wrong, 400]);
  const { partnerId: other } = await s.registerPartner();
  expect(await list('', other)).toEqual({ status: 200, items: [], cursor: null });
  expect((await list('', 'no_partner')).status).toBe(400);
});
