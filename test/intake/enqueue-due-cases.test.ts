import { expect, test } from 'vitest';
import { enqueueDueCases } from '../../functions/due-work/enqueue-due-cases.ts';
import { type OutgoingMessage, Queue } from '../../shared/runtime/queue.ts';
import type { Item, Table } from '../../shared/store/table.ts';
import { NOON } from '../fixtures/fold-events.ts';

type QueueArgs = ConstructorParameters<typeof Queue>;

class Due extends Queue {
  sent = 0;
  constructor() {
    super({} as QueueArgs[0], '');
  }
  override async sendAll(messages: readonly OutgoingMessage[]) {
    this.sent += messages.length;
    return new Set<string>();
  }
}

/** What a sweep at noon finds when one shard holds cases due so many seconds before, in two pages. */
async function swept(...secondsAgo: number[]) {
  const due = new Due();
  const items = secondsAgo.map((ago): Item => {
    const dueAt = new Date(NOON - ago * 1000).toISOString();
    return { pk: { S: `CASE#contoso#tenant-${ago}` }, sk: { S: 'HEAD' }, dueAt: { S: dueAt } };
  });
  let shards = 0;
  const queryIndex: Table['queryIndex'] = async (_index, _shard, _range, page) => {
    if (page?.from) return { items: items.slice(1), next: undefined };
    if (shards++ > 0) return { items: [], next: undefined };
    return { items: items.slice(0, 1), next: items.length > 1 ? items[0] : undefined };
  };
  // A sweep asks of the table nothing but keys of the index.
  const table = { queryIndex } as Table;
  const found = await enqueueDueCases({ table, due, now: () => NOON }, () => 60_000);
  expect(due.sent).toBe(found.found);
  return found;
}

test('a sweep measures how long the oldest case has been due, or 0', async () => {
  expect(await swept()).toEqual({ found: 0, behind: 0 });
  expect(await swept(90)).toEqual({ found: 1, behind: 90 });
  expect(await swept(7200, 60, 0)).toEqual({ found: 3, behind: 7200 });
});
