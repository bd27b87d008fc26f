import { inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TimelineEntry } from '../../shared/case/timeline.ts';
import type { CaseEvent } from '../../shared/events/catalogue.ts';
import type { IntakeDependencies } from '../../shared/intake/dependencies.ts';
import { foldAndWrite, processEvents } from '../../shared/intake/process-events.ts';
import type { MetricValue } from '../../shared/runtime/metric-catalogue.ts';
import { type OutgoingMessage, Queue } from '../../shared/runtime/queue.ts';
import { PageWriter, partitionOf } from '../../shared/store/case-pages.ts';
import { readCases, readWholeCase } from '../../shared/store/case-store.ts';
import { cleanUpErasure, clearErasedCase } from '../../shared/store/erasure-cleanup.ts';
import { registerPartner } from '../../shared/store/partner-store.ts';
import { decode, encode, type Item, TableBusy } from '../../shared/store/table.ts';
import { readTimelinePage } from '../../shared/store/timeline-pages.ts';
import { event, ingested, NOON } from '../fixtures/fold-events.ts';
import { CASE_KEY, caseQuery, processCase as write } from '../store/process-case.ts';
import { startTable } from '../store/start-table.ts';
import { createTestDependencies } from './intake-dependencies.ts';

type Args = ConstructorParameters<typeof Queue>;

/** A queue that keeps what it is sent. */
class KeptQueue extends Queue {
  readonly bodies: string[] = [];
  constructor() {
    super({} as Args[0], '');
  }
  override async sendAll(messages: readonly OutgoingMessage[]) {
    this.bodies.push(...messages.map(({ body }) => body));
    return new Set<string>();
  }
}

const PERSONAL = /Fabrikam|PrivateWords|Somebody's|private-tag/i;
const many = (count: number, minute = 0) =>
  Array.from({ length: count }, (_, index) =>
    ingested(minute, { id: `s-${index}`, name: `Somebody's ${index}` }),
  ).map((made) => ({ ...made, extensions: { tag: 'private-tag' } }));
const failure = (minute: number) =>
  event('azure-onboarding.failed', minute, {
    subscriptionId: 'az-1',
    reason: 'other',
    detail: 'PrivateWords',
  });
const azure = (minute: number) => [
  ingested(minute, { id: 'az-1', name: 'Somebody’s', billing: 'usage-based' }),
  event('azure-onboarding.requested', minute, { subscriptionId: 'az-1' }),
];

let store: Awaited<ReturnType<typeof startTable>>;
let outcomes: KeptQueue;
let mail: KeptQueue;
let clock: number;
let read: MetricValue[];
let world: IntakeDependencies;
beforeEach(async () => {
  store = await startTable();
  outcomes = new KeptQueue();
  mail = new KeptQueue();
  clock = NOON + 3_600_000;
  read = [];
  world = createTestDependencies({ table: store.table, outcomes, mail, now: () => clock }, read);
  const registered = event('partner.registered', 0, {
    partnerId: 'contoso',
    name: 'Contoso',
    country: 'US',
    cloud: 'commercial',
    kind: 'direct-bill',
    supportEmail: 'support@contoso.example',
    notificationsEmail: 'desk@contoso.example',
  });
  await registerPartner(store.table, registered);
});
afterEach(() => store.close());

/** Takes a batch. @returns what became of each event's message */
async function take(events: readonly CaseEvent[], again = false) {
  const received = events.map((one, index) => ({ messageId: String(index), redelivered: again, event: one }));
  return [...(await processEvents(received, world, () => 60_000)).values()];
}

/** Everything of the case as it lies in the table, bodies inflated. */
async function stored(): Promise<string[]> {
  const items = await store.table.queryPartition(partitionOf(CASE_KEY));
  return items.map((item) => `${item.sk?.S} ${bodyOf(item)}`);
}

function bodyOf({ body }: Item): string {
  return body?.B ? inflateRawSync(body.B).toString() : '';
}

/** What {@link largeCase} began with. */
let repeated: CaseEvent[];

/** A large case with a long timeline, of which much is personal. */
async function largeCase() {
  repeated = many(120);
  for (let start = 0; start < 120; start += 40) await take(repeated.slice(start, start + 40));
  await take([event('relationship.approved', 1, { via: 'upstream' }), ...azure(2), failure(3)]);
  await take(Array.from({ length: 40 }, (_, index) => failure(4 + index)));
}

/** Items of the case that still tell of somebody. */
const personal = async () => (await stored()).filter((item) => PERSONAL.test(item));

/**
 * A writer that has read the case now and will die after it has written its pages.
 * @param late how many versions later than now it read: negative, before
 */
async function dyingWriter(late = 0) {
  const { version } = await readWholeCase(store.table, caseQuery([]));
  const writer = new PageWriter(CASE_KEY, version + late + 1, 'dead');
  writer.add('SUBS', many(30));
  writer.add('TIME', { entries: [{ detail: 'PrivateWords' }], before: null });
  return writer;
}

describe('a cleanup', () => {
  test('leaves a case alone whose customer was never erased, and one that does not exist', async () => {
    await clearErasedCase(store.table, CASE_KEY);
    await take(many(30));
    const before = await stored();
    store.counters.reset();
    await clearErasedCase(store.table, CASE_KEY);
    expect(store.counters.snapshot().dynamodb).toEqual({ Query: 1 });
    expect(await stored()).toEqual(before);
  });

  test('leaves a partition alone that has pages and no head', async () => {
    const writer = new PageWriter(CASE_KEY, 1, 'dead');
    writer.add('SUBS', many(30));
    await writer.write(store.table);
    await clearErasedCase(store.table, CASE_KEY);
    expect(await stored()).toHaveLength(1);
    store.counters.reset();
    store.table.queryPartitionPages = async function* none() {};
    await clearErasedCase(store.table, CASE_KEY);
    expect(store.counters.snapshot().dynamodb).toEqual({});
  });

  test('deletes nothing while a page of the timeline is missing', async () => {
    await take(many(120).map((one) => ({ ...one, source: '/bulk' })));
    await take([event('customer.erased', 50)]);
    const { layout } = await readWholeCase(store.table, caseQuery([]));
    const older = { pk: partitionOf(CASE_KEY), sk: `TIME#${layout.older}` };
    const writer = new PageWriter(CASE_KEY, 1, 'dead');
    writer.add('MARK', {});
    await writer.write(store.table);
    await store.table.write([], [older]);
    const before = await stored();
    await expect(clearErasedCase(store.table, CASE_KEY)).rejects.toThrow('A TIME page was replaced');
    expect(await stored()).toEqual(before);
  });
});

describe('an erased case', { timeout: 60_000 }, () => {
  test('keeps head, event index and timeline without personal data', async () => {
    await largeCase();
    expect(await personal()).not.toEqual([]);
    const before = await readWholeCase(store.table, caseQuery([]));
    expect(await take([event('customer.erased', 50)])).toEqual(['done']);
    expect(await personal()).toEqual([]);
    const items = await stored();
    expect(new Set(items.map((item) => item.split('#')[0]?.split(' ')[0]))).toEqual(
      new Set(['HEAD', 'MARK', 'TIME']),
    );
    const { case: of, layout } = await readWholeCase(store.table, caseQuery([]));
    expect([of.subscriptions.size, of.customer, of.counts]).toEqual([0, null, {}]);
    expect(layout).toMatchObject({ subscriptions: null, older: before.layout.older });
  });

  test('still shows its events and finds repeats', async () => {
    await largeCase();
    await take([event('customer.erased', 50)]);
    expect(await timeline()).toHaveLength(120 + 1 + 3 + 40 + 1);
    const { version } = await readWholeCase(store.table, caseQuery([]));
    const [known] = repeated;
    if (!known) throw new Error('nothing to repeat');
    await take([known]);
    expect((await readWholeCase(store.table, caseQuery([]))).version).toBe(version);
  });

  test('loses the pages that writers left before the erasure', async () => {
    await largeCase();
    await (await dyingWriter()).write(store.table);
    await take([event('customer.erased', 50)]);
    expect(await personal()).toEqual([]);
  });

  test('is cleared by a repeat of the erasure if the first writer died', async () => {
    await largeCase();
    const erasure = event('customer.erased', 50);
    await write(store.table, [erasure]);
    expect(await personal()).not.toEqual([]);
    outcomes.bodies.length = 0;
    await take([erasure], true);
    expect(await personal()).toEqual([]);
    expect(outcomes.bodies.map((body) => JSON.parse(body).type)).toContain('customer.erased');
  });

  test('is cleared by a redelivered message whose reader read the case before the erasure', async () => {
    await largeCase();
    const dying = await dyingWriter();
    await take([event('customer.erased', 50)]);
    await dying.write(store.table);
    expect(await personal()).not.toEqual([]);
    await take([event('relationship.approved', 55, { via: 'upstream' })], true);
    expect(await personal()).toEqual([]);
    expect((await readWholeCase(store.table, caseQuery([]))).case.relationship.status).toBe('active');
  });

  test('is cleared by a writer that lost the race against the erasure', async () => {
    await largeCase();
    const slow = await readCases(store.table, [caseQuery([])]);
    await take([event('customer.erased', 50)]);
    await (await dyingWriter(-1)).write(store.table);
    const key = { ...CASE_KEY, received: [{ messageId: '1', event: ingested(55) }] };
    const { needsCleanup } = await foldAndWrite(key, caseQuery([ingested(55)]), slow, world, () => 60_000);
    expect(needsCleanup).toBe(true);
    await cleanUpErasure(CASE_KEY, world);
    expect((await stored()).filter((item) => /PrivateWords|Somebody/.test(item))).toEqual([]);
  });

  test('keeps the pages of a writer that read it after the erasure', async () => {
    await largeCase();
    const erasure = event('customer.erased', 50);
    await take([erasure]);
    const { version } = await readWholeCase(store.table, caseQuery([]));
    const atWork = new PageWriter(CASE_KEY, version + 1, 'alive');
    atWork.add('SUBS', []);
    await atWork.write(store.table);
    await take([erasure], true);
    expect((await stored()).filter((item) => item.includes('alive'))).toHaveLength(1);
  });

  test('keeps all pages of its new generation if the erasure is repeated', async () => {
    await largeCase();
    const erasure = event('customer.erased', 50);
    await take([erasure]);
    await take(many(60, 55));
    const before = await stored();
    await take([erasure], true);
    expect(await stored()).toEqual(before);
    expect((await readWholeCase(store.table, caseQuery([]))).case.subscriptions.size).toBe(60);
  });

  test('repeats of earlier events publish nothing; a repeat of the erasure publishes its outcome', async () => {
    const [first, erasure] = [ingested(0), event('customer.erased', 50)];
    await take([first]);
    await take([erasure]);
    await take([ingested(51)]);
    outcomes.bodies.length = 0;
    mail.bodies.length = 0;
    await take([first, erasure], true);
    expect(outcomes.bodies.map((body) => JSON.parse(body).type)).toEqual([
      'relationship.changed',
      'customer.erased',
    ]);
    expect(mail.bodies).toEqual([]);
    await take([event('customer.erased', 58)]);
    outcomes.bodies.length = 0;
    await take([first, erasure], true);
    expect(outcomes.bodies.map((body) => JSON.parse(body).causationid)).toEqual([erasure.id, erasure.id]);
  });

  test('publishes its outcomes and metrics also if the clean-up fails, and repeats the clean-up', async () => {
    await largeCase();
    const [erasure, { table }] = [event('customer.erased', 50), store];
    outcomes.bodies.length = 0;
    read.length = 0;
    const pages = table.queryPartitionPages.bind(table);
    table.queryPartitionPages = (pk, prefix = '') => {
      if (prefix === '') throw new TableBusy('Query');
      return pages(pk, prefix);
    };
    expect(await take([erasure])).toMatchObject([{ code: 'store-busy' }]);
    const types = outcomes.bodies.map((body) => JSON.parse(body).type);
    expect(types).toContain('customer.erased');
    expect(read.filter(({ name }) => name === 'OutcomePublished')).toHaveLength(types.length);
    table.queryPartitionPages = pages;
    expect(await personal()).not.toEqual([]);
    expect(await take([erasure], true)).toEqual(['done']);
    expect(await personal()).toEqual([]);
  });

  test('loses its new generation, too, by an older erasure', async () => {
    await take([event('customer.erased', -10)]);
    await largeCase();
    expect(await personal()).not.toEqual([]);
    await take([event('customer.erased', -20)]);
    expect(await personal()).toEqual([]);
  });

  test('without a stored generation counts from the next erasure', async () => {
    await take([ingested(0)]);
    const [head] = await store.table.queryPartition(partitionOf(CASE_KEY), 'HEAD');
    if (!head?.body?.B) throw new Error('the case has no head');
    const { case: of, ...body } = decode<{ case: { life?: number } }>(head.body.B);
    const { life: _, ...old } = of;
    await store.table.write([{ ...head, body: { B: encode({ ...body, case: old }) } }]);
    await take([event('customer.erased', 50)]);
    expect((await readWholeCase(store.table, caseQuery([]))).case.generation).toBe(1);
  });

  test('is cleaned page by page; pages cleaned before a failure stay clean', async () => {
    await largeCase();
    await write(store.table, [event('customer.erased', 50)]);
    const { table } = store;
    const pages = table.queryPartitionPages.bind(table);
    table.queryPartitionPages = async function* (pk, prefix = '') {
      for await (const items of pages(pk, prefix)) for (const item of items) yield [item];
    };
    const puts: number[] = [];
    const writeItems = table.write.bind(table);
    table.write = (items, deletes) => {
      puts.push(items.length);
      return writeItems(items, deletes);
    };
    await clearErasedCase(table, CASE_KEY);
    expect(await personal()).toEqual([]);
    expect(Math.max(...puts)).toBe(1);
  });

  test('is searched once in ten minutes, not for each late event', async () => {
    await largeCase();
    await take([event('customer.erased', 50)]);
    let looks = 0;
    const { table } = store;
    const pages = table.queryPartitionPages.bind(table);
    table.queryPartitionPages = (pk, prefix = '') => {
      if (prefix === '') looks += 1;
      return pages(pk, prefix);
    };
    for (let late = 0; late < 3; late++) await take([ingested(late)]);
    expect(looks).toBe(0);
    clock += 600_000;
    for (let late = 3; late < 6; late++) await take([ingested(late)]);
    expect(looks).toBe(1);
    // Whoever had a message before may have died with it.
    await take([ingested(7)], true);
    await take([event('customer.erased', 50)]);
    expect(looks).toBe(3);
  });
});

/** The whole timeline, oldest first. */
async function timeline(): Promise<TimelineEntry[]> {
  const { case: of, layout } = await readWholeCase(store.table, caseQuery([]));
  let entries = [...of.recent];
  for (let ref = layout.older; ref !== null; ) {
    const page = await readTimelinePage(store.table, CASE_KEY, ref);
    entries = [...page.entries, ...entries];
    ref = page.before;
  }
  return entries;
}
