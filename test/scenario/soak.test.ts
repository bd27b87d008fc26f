import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseFile } from '../../functions/cases-api/case-file.ts';
import type { Partner } from '../../shared/case/case.ts';
import { generateTraffic, type Traffic } from '../fixtures/traffic.ts';
import { type HeapSample, sampleHeap } from '../load/heap.ts';
import {
  comparable,
  computeCaseFile,
  eventsByIdentity,
  fetchWholeCase,
  partnersOf,
} from './core-comparison.ts';
import { distinct, type Scenario, startScenario } from './scenario.ts';

/** A short soak. `npm run load` sends many more. */
const EVENTS = 4_000;
const CUSTOMERS = 160;
const SEED = 20_260;
const QUEUES = ['subscription-events', 'relationship-events', 'azure-events'];

let s: Scenario;
let traffic: Traffic;
let partners: ReadonlyMap<string, Partner>;
const files: CaseFile[] = [];
/** Memory after the first half of the deliveries, and at the end. */
const heaps: HeapSample[] = [];

beforeAll(async () => {
  s = await startScenario();
  traffic = generateTraffic({ seed: SEED, events: EVENTS, customers: CUSTOMERS, now: s.stack.clock.now() });
  const registrations = traffic.partners.map((partner) => s.events.registered(partner));
  partners = partnersOf(registrations);
  await s.publishAndWait(...registrations);
  const half = traffic.deliveries.length / 2;
  for (const part of [traffic.deliveries.slice(0, half), traffic.deliveries.slice(half)]) {
    const byQueue = Map.groupBy(part, ({ queue }) => queue);
    await Promise.all([...byQueue].map(([queue, all]) => s.send(queue, ...all.map(({ body }) => body))));
    await s.stack.idle();
    heaps.push(await sampleHeap());
  }
  for (const customer of traffic.customers) {
    const file = await fetchWholeCase(s.stack.api, customer);
    if (file) files.push(file);
  }
}, 600_000);
afterAll(() => s?.stack.close());

describe(`${EVENTS} events, each delivered one to three times in any order`, () => {
  it('every case equals the core’s result for its events, in the order and at the times of its timeline', () => {
    const events = eventsByIdentity(traffic.valid);
    for (const file of files) {
      const partner = partners.get(file.partnerId);
      if (!partner) throw new Error(`nobody registered ${file.partnerId}`);
      expect(comparable(file)).toEqual(comparable(computeCaseFile(file, events, partner)));
    }
  });

  it('every valid event is in its case’s timeline exactly once', () => {
    const kept = files.flatMap(({ customer, timeline }) =>
      timeline.map(({ id }) => `${customer.tenantId} ${id}`),
    );
    const sent = traffic.valid.map(
      ({ id, data }) => `${'customer' in data ? data.customer.tenantId : ''} ${id}`,
    );
    expect(kept.sort()).toEqual(sent.sort());
  });

  it('every delivery of a malformed event is in its dead-letter queue with code and detail', async () => {
    const wanted = new Map(traffic.malformed.map((one) => [one.body, one]));
    const delivered = traffic.deliveries.filter(({ body }) => wanted.has(body)).length;
    const deadLetters = (
      await Promise.all(
        QUEUES.map(async (queue) => (await s.deadLetters(queue)).map((one) => ({ ...one, queue }))),
      )
    ).flat();
    for (const { body, queue, errorCode, errorDetail } of deadLetters) {
      expect([errorCode, queue]).toEqual([wanted.get(body)?.code, wanted.get(body)?.queue]);
      expect(errorDetail).toMatch(/ must | belongs /);
    }
    expect(new Set(deadLetters.map(({ body }) => body)).size).toBe(traffic.malformed.length);
    expect(deadLetters).toHaveLength(delivered);
  });

  it('the functions hold no more memory after all of them than after half', () => {
    // Compared per thread, because a busy function starts a second one.
    const [before = 0, after = 0] = heaps.map(({ functions, threads }) => functions / threads);
    expect(heaps.map(({ threads }) => threads > 0)).toEqual([true, true]);
    expect(after / before).toBeLessThan(1.2);
  });

  it('every invitation is mailed once, and no mail id occurs twice', async () => {
    const ids = s.mails().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const mailed = new Set(ids);
    const invitations = files.flatMap(({ relationship }) => relationship.invitation ?? []);
    const live = invitations.filter(({ status }) => status !== 'replaced');
    expect(live.length).toBeGreaterThan(CUSTOMERS / 2);
    expect(live.filter(({ id }) => !mailed.has(`${id}-invitation`))).toEqual([]);
    expect(await s.deadLetters('mail')).toEqual([]);
  });

  it('no two outcomes share an id, and every decision of every timeline has its outcome', async () => {
    const outcomes = distinct(await s.receiveAll('outcomes')).map((body) => JSON.parse(body));
    const decided = outcomes.filter(({ type }) => type === 'subscription.decided');
    const news = files.flatMap(({ timeline }) =>
      timeline.flatMap(({ id, decisions }) =>
        decisions
          .filter((one) => one.status !== one.previousStatus)
          .map((one) => `${id} ${one.subscriptionId}`),
      ),
    );
    const published = decided.map(({ causationid, data }) => `${causationid} ${data.subscriptionId}`);
    expect(published.sort()).toEqual(news.sort());
  });
});
