import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Partner } from '../../shared/case/case.ts';
import type { CaseEvent } from '../../shared/events/catalogue.ts';
import { eventsAt } from '../fixtures/events.ts';
import { coreEvent, trafficOf } from '../fixtures/traffic.ts';
import { type ChildStack, startChildStack } from './child-stack.ts';
import { comparable, computed, wholeCase } from './whole-case.ts';

const folder = mkdtempSync(join(tmpdir(), 'multichannel-durability-'));
const templates = join(folder, 'templates.json');
const SETTINGS = { invitationDays: 30, declineBlockDays: 30 };
/** Messages of a request; a kill leaves those of one request without an answer. */
const BATCH = 10;

let stack: ChildStack;
beforeAll(async () => {
  writeFileSync(templates, JSON.stringify(inject('templates')));
  stack = await startChildStack(templates, join(folder, 'data'));
});
afterAll(async () => {
  await stack?.kill();
  rmSync(folder, { recursive: true, force: true });
});

it('killed three times in the middle of a stream: nothing acknowledged is lost, every case right, no mail twice', async () => {
  const traffic = trafficOf({ seed: 7, events: 600, customers: 80, now: new Date() });
  const registrations = traffic.partners.map((partner) => eventsAt(() => new Date()).registered(partner));
  await stack.send(
    'subscription-events',
    registrations.map((event) => JSON.stringify(event)),
  );
  await stack.idle();

  const batches = [...Map.groupBy(traffic.deliveries, ({ queue }) => queue)].flatMap(([queue, all]) =>
    Array.from({ length: Math.ceil(all.length / BATCH) }, (_, index) => ({
      queue,
      bodies: all.slice(index * BATCH, (index + 1) * BATCH).map(({ body }) => body),
    })),
  );
  const kills = new Set([1, 2, 3].map((part) => Math.floor((batches.length * part) / 4)));
  for (const [index, { queue, bodies }] of batches.entries()) {
    if (!kills.has(index)) {
      await stack.send(queue, bodies);
      continue;
    }
    // The functions are at work, mails are leaving, and this request is on its way.
    await stack.moreMails(5);
    const sending = stack.send(queue, bodies);
    const acknowledged = sending.then(
      () => true,
      () => false,
    );
    await stack.kill();
    stack = await startChildStack(templates, join(folder, 'data'));
    if (!(await acknowledged)) await stack.send(queue, bodies);
  }
  // What was in flight at a kill comes back when its visibility timeout is over.
  console.log('dup', JSON.stringify((await stack.mails()).length));
  for (let round = 0; round < 5; round++) await stack.advance('PT4M');
  await stack.idle();

  const events = new Map<string, CaseEvent>();
  for (const event of traffic.valid) {
    const parsed = coreEvent(event);
    if (parsed.type !== 'partner.registered') events.set(`${parsed.source} ${parsed.id}`, parsed);
  }
  const partners = new Map<string, Partner>();
  for (const event of registrations) {
    const { data, time } = coreEvent(event);
    if ('name' in data) partners.set(data.partnerId, { ...data, registeredAt: time });
  }
  const kept: string[] = [];
  for (const customer of traffic.customers) {
    const file = await wholeCase(stack.api, customer);
    const partner = partners.get(customer.partnerId);
    if (!file || !partner) continue;
    expect(comparable(file)).toEqual(comparable(computed(file, events, partner, SETTINGS)));
    kept.push(...file.timeline.map(({ id }) => id));
  }
  const missing = traffic.valid.filter(({ id }) => !kept.includes(id));
  const state = JSON.stringify(await (await fetch(`${stack.api}/_local/state`)).json());
  for (const one of missing)
    console.log(
      'MISSING',
      JSON.stringify(one),
      'deliveries',
      batches
        .map((b, i) => (b.bodies.some((x) => x.includes(`"id":"${one.id}"`)) ? i : -1))
        .filter((x) => x >= 0),
      'in state at',
      state.indexOf(`\\"id\\":\\"${one.id}\\"`),
      state.slice(
        Math.max(0, state.indexOf(`\\"id\\":\\"${one.id}\\"`) - 500),
        state.indexOf(`\\"id\\":\\"${one.id}\\"`) + 300,
      ),
      [...kills],
    );
  expect(kept.sort()).toEqual(traffic.valid.map(({ id }) => id).sort());
  const mailed = (await stack.mails()).map(({ id }) => id);
  expect(mailed.length).toBeGreaterThan(50);
  expect(mailed.filter((id, index) => mailed.indexOf(id) !== index)).toEqual([]);
});
