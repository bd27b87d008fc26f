import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseFile } from '../../functions/cases-api/case-file.ts';
import { newCustomer, type TestCustomer, type WireEvent } from '../fixtures/events.ts';
import { fetchWholeCase } from './core-comparison.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
let customer: TestCustomer;
let sent: WireEvent[];
/** More than a head keeps, and than a page of 100. */
const EVENTS = 130;

beforeAll(async () => {
  s = await startScenario();
  const { partnerId } = await s.registerPartner();
  customer = newCustomer(partnerId);
  const subscriptions = Array.from({ length: EVENTS }, (_, index) =>
    s.events.ingested(customer, {
      name: `Suite ${index}`,
      billing: index % 3 === 0 ? 'usage-based' : 'license-based',
    }),
  );
  const ids = subscriptions.map(({ data }) => data.subscription.id);
  // What is refused, parked, ignored and stale is kept as well.
  const others = [
    s.events.approved(customer),
    s.events.ended(customer, 'nobody-knows-it'),
    s.events.onboarding(customer, ids[1] ?? ''),
    s.events.declined(customer),
    s.events.removed(customer, {}, { time: '2020-01-01T00:00:00Z' }),
  ];
  sent = [...subscriptions, ...others];
  await s.publishAndWait(...subscriptions.slice(0, 60));
  await s.publishAndWait(...others.slice(0, 1));
  await s.publishAndWait(...subscriptions.slice(60), ...others.slice(1));
});
afterAll(() => s?.stack.close());

const url = (query = '') =>
  `${s.stack.api}/partners/${customer.partnerId}/customers/${customer.tenantId}${query}`;

/** A page of the case file. */
async function page(query = ''): Promise<CaseFile> {
  const response = await fetch(url(query));
  expect(response.status).toBe(200);
  // What the function answers is this type, by way of JSON, which all its values survive.
  return (await response.json()) as CaseFile;
}

it('the pages contain every event once, newest first', async () => {
  const file = await fetchWholeCase(s.stack.api, customer);
  const timeline = file?.timeline ?? [];
  expect(timeline.map(({ id }) => id).sort()).toEqual(sent.map(({ id }) => id).sort());
  const times = timeline.map(({ recordedAt }) => Date.parse(recordedAt));
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  const results = new Set(timeline.map(({ result }) => result));
  expect(results).toEqual(new Set(['applied', 'parked', 'refused', 'ignored', 'stale']));
  expect(file?.subscriptions).toHaveLength(EVENTS);
});

it('pages do not overlap, and the first has the newest', async () => {
  const seen = new Set<string>();
  const sizes: number[] = [];
  for (let query: string | null = ''; query !== null; ) {
    const { timeline, timelineCursor }: CaseFile = await page(query);
    for (const { id } of timeline) {
      expect(seen.has(id)).toBe(false);
      seen.add(id);
    }
    sizes.push(timeline.length);
    query = timelineCursor === null ? null : `?timeline=${encodeURIComponent(timelineCursor)}`;
  }
  expect(sizes.length).toBeGreaterThan(1);
  expect(seen.size).toBe(sent.length);
});

it('new entries come first, and an older cursor stays valid', async () => {
  const before = await s.caseFile(customer);
  const older = await page(`?timeline=${before.timelineCursor}`);
  const removed = s.events.removed(customer);
  await s.publishAndWait(removed);
  const [newest] = (await s.caseFile(customer)).timeline;
  expect(newest).toMatchObject({ id: removed.id, type: 'relationship.removed', result: 'applied' });
  const again = await page(`?timeline=${before.timelineCursor}`);
  expect(again.timeline).toEqual(older.timeline);
  expect(newest?.decisions.every(({ previousStatus }) => previousStatus !== null)).toBe(true);
  sent.push(removed);
  const file = await fetchWholeCase(s.stack.api, customer);
  expect(file?.timeline).toHaveLength(sent.length);
});

it('a cursor of another case, or an invalid one, is refused with 400 without details', async () => {
  const { timelineCursor } = await s.caseFile(customer);
  const other = newCustomer(customer.partnerId);
  await s.publishAndWait(s.events.ingested(other));
  const foreign = `${s.stack.api}/partners/${other.partnerId}/customers/${other.tenantId}?timeline=`;
  const response = await fetch(`${foreign}${timelineCursor}`);
  expect(response.status).toBe(400);
  expect(await response.text()).not.toContain(customer.tenantId);
  for (const wrong of ['x', '', '..%2F', '0000000001.a.1', '__proto__'])
    expect([wrong, (await fetch(`${foreign}${wrong}`)).status]).toEqual([wrong, 400]);
});
