import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KnownEvent } from '../../shared/events/catalogue.ts';
import type { IntakeDependencies } from '../../shared/intake/dependencies.ts';
import { processEvents, traceIds } from '../../shared/intake/process-events.ts';
import type { MetricValue } from '../../shared/runtime/metric-catalogue.ts';
import { type OutgoingMessage, Queue } from '../../shared/runtime/queue.ts';
import { partitionOf } from '../../shared/store/case-pages.ts';
import { event, ingested, NOON } from '../fixtures/fold-events.ts';
import { CASE_KEY } from '../store/process-case.ts';
import { startTable } from '../store/start-table.ts';
import { createTestDependencies } from './intake-dependencies.ts';

type Args = ConstructorParameters<typeof Queue>;

/** A queue that takes everything. */
class OpenQueue extends Queue {
  constructor() {
    super({} as Args[0], '');
  }
  override async sendAll(_messages?: readonly OutgoingMessage[]) {
    return new Set<string>();
  }
}

/** Another customer of the same partner. */
const OTHER = '11111111-8791-4386-bd2b-0d55baf25039';

let store: Awaited<ReturnType<typeof startTable>>;
let world: IntakeDependencies;
let read: MetricValue[];
beforeEach(async () => {
  store = await startTable();
  read = [];
  world = createTestDependencies(
    { table: store.table, outcomes: new OpenQueue(), mail: new OpenQueue(), now: () => NOON + 3_600_000 },
    read,
  );
  await take([
    event('partner.registered', 0, {
      partnerId: 'contoso',
      name: 'Contoso',
      country: 'US',
      cloud: 'commercial',
      kind: 'direct-bill',
      supportEmail: 'support@contoso.example',
      notificationsEmail: 'desk@contoso.example',
    }),
  ]);
});
afterEach(() => store.close());

test('a case that cannot be read does not stop the other cases of its batch', async () => {
  await take(Array.from({ length: 60 }, (_, index) => ingested(0, { id: `s-${index}` })));
  const pages = await store.table.queryPartition(partitionOf(CASE_KEY), 'SUBS#');
  await store.table.write(
    [],
    pages.map(({ pk, sk }) => ({ pk: pk?.S ?? '', sk: sk?.S ?? '' })),
  );
  const results = await take([
    ingested(1, { id: 's-1' }),
    ingested(1, { id: 'other' }, { customer: { tenantId: OTHER } }),
  ]);
  expect(results[0]).toMatchObject({ code: 'page-gone' });
  expect(results[1]).toBe('done');
});

describe('metrics', () => {
  const names = () => read.map(({ name }) => name);
  const decided = ['RuleHit', 'ChainStarted', 'InvitationMoved'];
  const sent = ['OutcomePublished', 'OutcomePublished', 'EventToOutcomeDelay'];

  test('count an event the first time only', async () => {
    const one = ingested(0);
    await take([one]);
    expect(names()).toEqual([...decided, ...sent]);
    expect(await take([one, one])).toEqual(['done', 'done']);
    expect(names()).toEqual([...decided, ...sent]);
  });

  test('count an event as decided, not as published, if its effects could not be sent', async () => {
    const outcomes = new OpenQueue();
    outcomes.sendAll = async (messages: readonly OutgoingMessage[] = []) =>
      new Set(messages.map(({ owner }) => owner));
    world = { ...world, outcomes };
    expect((await take([ingested(0)]))[0]).toMatchObject({ code: 'effects-unsent' });
    expect(names()).toEqual(decided);
  });
});

async function take(events: readonly KnownEvent[]) {
  const received = events.map((one, index) => ({ messageId: String(index), event: one }));
  const results = await processEvents(received, world, () => 60_000);
  return received.map(({ messageId }) => results.get(messageId));
}

test('correlation ids are logged if they have the form of an id', () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  expect(traceIds({ correlationid: 'run:1.2_3', traceparent, other: 'x' })).toEqual({
    correlationid: 'run:1.2_3',
    traceparent,
  });
  expect(traceIds({ correlationid: 7 })).toEqual({ correlationid: '7' });
  for (const correlationid of [
    'kim@contoso.example',
    'Robin Fisher',
    'a'.repeat(129),
    'kim%40contoso.example',
  ])
    expect(traceIds({ correlationid })).toEqual({});
  expect(traceIds({})).toEqual({});
});
