import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { eventsAt } from '../fixtures/events.ts';
import { generateTraffic } from '../fixtures/traffic.ts';
import { type ChildStack, startChildStack } from './child-stack.ts';
import {
  comparable,
  computeCaseFile,
  eventsByIdentity,
  fetchWholeCase,
  partnersOf,
} from './core-comparison.ts';

const folder = mkdtempSync(join(tmpdir(), 'multichannel-durability-'));
const templates = join(folder, 'templates.json');
const data = join(folder, 'data');
/** Messages of a request; a kill leaves those of one request without an answer. */
const BATCH = 10;

let stack: ChildStack;
beforeAll(async () => {
  writeFileSync(templates, JSON.stringify(inject('templates')));
  stack = await startChildStack(templates, data);
});
afterAll(async () => {
  await stack?.kill();
  rmSync(folder, { recursive: true, force: true });
});

it('three kills in the middle of a stream lose no acknowledged message, leave every case correct and repeat no mail', async () => {
  const traffic = generateTraffic({ seed: 7, events: 300, customers: 60, now: new Date() });
  const registrations = traffic.partners.map((partner) => eventsAt(() => new Date()).registered(partner));
  await stack.send(
    'subscription-events',
    registrations.map((event) => JSON.stringify(event)),
  );
  await stack.idle();

  const batches = [...Map.groupBy(traffic.deliveries, ({ queue }) => queue)].flatMap(([queue, all]) =>
    Array.from({ length: Math.ceil(all.length / BATCH) }, (_, index) => ({
      queue,
      // All queues advance together: the part of its queue that came before.
      at: (index * BATCH) / all.length,
      bodies: all.slice(index * BATCH, (index + 1) * BATCH).map(({ body }) => body),
    })),
  );
  batches.sort((one, other) => one.at - other.at);
  const kills = new Set([1, 2, 3].map((part) => Math.floor((batches.length * part) / 4)));
  for (const [index, { queue, bodies }] of batches.entries()) {
    if (!kills.has(index)) {
      await stack.send(queue, bodies);
      continue;
    }
    // The functions are at work, mails are leaving, and this request is on its way.
    await stack.waitForMails(5);
    const sending = stack.send(queue, bodies);
    const acknowledged = sending.then(
      () => true,
      () => false,
    );
    await stack.kill();
    stack = await startChildStack(templates, data);
    if (!(await acknowledged)) await stack.send(queue, bodies);
  }
  // What was in flight at a kill comes back when its visibility timeout is over.
  for (let round = 0; round < 5; round++) await stack.advance('PT4M');
  await stack.idle();
  const unfit = new Set(traffic.malformed.map(({ body }) => body));
  const dead = [];
  for (const queue of new Set(traffic.deliveries.map((one) => one.queue))) {
    const deadLetters = await stack.deadLetters(queue);
    dead.push(...deadLetters.filter(({ body }) => !unfit.has(body)));
  }
  expect(dead).toEqual([]);

  const events = eventsByIdentity(traffic.valid);
  const partners = partnersOf(registrations);
  const kept: string[] = [];
  for (const customer of traffic.customers) {
    const file = await fetchWholeCase(stack.api, customer);
    const partner = partners.get(customer.partnerId);
    if (!file || !partner) continue;
    expect(comparable(file)).toEqual(comparable(computeCaseFile(file, events, partner)));
    kept.push(...file.timeline.map(({ id }) => id));
  }
  expect(kept.sort()).toEqual(traffic.valid.map(({ id }) => id).sort());
  const mailed = (await stack.mails()).map(({ id }) => id);
  expect(mailed.length).toBeGreaterThan(30);
  expect(mailed.filter((id, index) => mailed.indexOf(id) !== index)).toEqual([]);
}, 300_000);
