import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { caseKeyOf, dueKeys, dueShard } from '../../shared/store/indexes.ts';
import { itemName, text } from '../../shared/store/table.ts';
import { INDEX, startTable } from './start-table.ts';

let store: Awaited<ReturnType<typeof startTable>>;
beforeEach(async () => {
  store = await startTable();
});
afterEach(() => store.close());

const key = (index: number) => ({ pk: 'p', sk: String(index).padStart(3, '0') });
const item = (index: number) => ({ pk: { S: key(index).pk }, sk: { S: key(index).sk } });
const keys = (count: number) => Array.from({ length: count }, (_, index) => key(index));
const items = (count: number) => Array.from({ length: count }, (_, index) => item(index));
const left = (index: number) => ({ cases: [{ PutRequest: { Item: item(index) } }] });

describe('a read of items', () => {
  test('asks for 100 in a request, and finds those that exist', async () => {
    await store.table.write(items(101));
    store.counters.reset();
    const found = await store.table.get([...keys(102)]);
    expect(found.size).toBe(101);
    expect(found.get(itemName('p', '007'))).toEqual(item(7));
    expect(store.counters.snapshot().dynamodb).toEqual({ BatchGetItem: 2 });
    store.counters.reset();
    expect((await store.table.get([])).size).toBe(0);
    expect(store.counters.snapshot().dynamodb).toEqual({});
  });

  test('asks again for what was not processed, after pauses that double', async () => {
    await store.table.write(items(1));
    const unprocessed = { UnprocessedKeys: { cases: { Keys: [item(0)] } } };
    store.answerNext('BatchGetItem', unprocessed, 5);
    expect((await store.table.get([key(0)])).size).toBe(1);
    expect(store.pauses).toEqual([100, 200, 400, 800, 1600]);
  });

  test('ends after six attempts as a busy table', async () => {
    store.answerNext('BatchGetItem', { UnprocessedKeys: { cases: { Keys: [item(0)] } } }, 6);
    await expect(store.table.get([key(0)])).rejects.toMatchObject({
      name: 'TableBusy',
      code: 'store-busy',
      retryable: true,
      message: 'BatchGetItem left items unprocessed after 6 attempts',
    });
  });

  test('finds nothing in an answer without items', async () => {
    store.answerNext('BatchGetItem', {});
    expect((await store.table.get([key(0)])).size).toBe(0);
  });
});

describe('a write of items', () => {
  test('sends 25 puts and deletes in a request', async () => {
    await store.table.write(items(26));
    expect(store.counters.snapshot().dynamodb).toEqual({ BatchWriteItem: 2 });
    await store.table.write([item(30)], [key(0), key(1)]);
    const found = await store.table.queryPartition('p');
    expect(found.map(({ sk }) => text(sk))).toEqual([...keys(26).slice(2), key(30)].map(({ sk }) => sk));
  });

  test('sends again what was not processed, after pauses that double', async () => {
    store.answerNext('BatchWriteItem', { UnprocessedItems: left(0) }, 5);
    await store.table.write(items(1));
    expect((await store.table.get([key(0)])).size).toBe(1);
    expect(store.pauses).toEqual([100, 200, 400, 800, 1600]);
  });

  test('ends after six attempts as a busy table', async () => {
    store.answerNext('BatchWriteItem', { UnprocessedItems: left(0) }, 6);
    await expect(store.table.write(items(1))).rejects.toThrow(
      'BatchWriteItem left items unprocessed after 6 attempts',
    );
  });
});

describe('a write under a condition', () => {
  const ifNew = { ConditionExpression: 'attribute_not_exists(pk)' };

  test('says whether the condition held', async () => {
    expect(await store.table.putIf(item(0), ifNew)).toBe(true);
    expect(await store.table.putIf(item(0), ifNew)).toBe(false);
  });

  test('fails with every other error', async () => {
    await expect(store.table.putIf({ pk: { S: 'p' } }, ifNew)).rejects.toThrow('Missing the key sk');
  });
});

describe('a query of a partition', () => {
  test('gives all its items in order, over all pages, and no others', async () => {
    const big = { S: 'x'.repeat(300_000) };
    await store.table.write(items(12).map((one) => ({ ...one, big })));
    await store.table.write([{ pk: { S: 'q' }, sk: { S: '000' } }]);
    store.counters.reset();
    const found = await store.table.queryPartition('p');
    expect(found.map(({ sk }) => text(sk))).toEqual(keys(12).map(({ sk }) => sk));
    expect(store.counters.snapshot().dynamodb.Query).toBeGreaterThan(3);
  });

  test('with a prefix gives only the items that begin with it', async () => {
    await store.table.write(items(12));
    expect((await store.table.queryPartition('p', '01')).map(({ sk }) => text(sk))).toEqual(['010', '011']);
  });

  test('an answer without items is an empty page', async () => {
    store.answerNext('Query', {});
    expect(await store.table.queryPartition('p')).toEqual([]);
  });
});

describe('a query of an index', () => {
  const listed = (order: string, partition = 'LIST#contoso') => ({
    pk: { S: `${partition}#${order}` },
    sk: { S: 'HEAD' },
    listPartition: { S: partition },
    listOrder: { S: order },
    body: { S: 'not projected' },
  });
  const query = async (
    range: { upTo: string } | { prefix: string },
    page: Parameters<typeof store.table.queryIndex>[3] = { limit: 10 },
  ) => {
    const ours = ['a#1', 'a#2', 'b#1', 'b#2'].map((order) => listed(order));
    await store.table.write([...ours, listed('a#1', 'LIST#northwind')]);
    return store.table.queryIndex(INDEX, 'LIST#contoso', range, page);
  };
  const orders = ({ items: found }: Awaited<ReturnType<typeof query>>) =>
    found.map(({ listOrder }) => text(listOrder));

  test('gives the keys of one partition in order of the sort key', async () => {
    const all = await query({ prefix: '' });
    expect(orders(all)).toEqual(['a#1', 'a#2', 'b#1', 'b#2']);
    expect(all.next).toBeUndefined();
    expect(Object.keys(all.items[0] ?? {}).toSorted()).toEqual(['listOrder', 'listPartition', 'pk', 'sk']);
  });

  test('with a prefix, or up to a value', async () => {
    expect(orders(await query({ prefix: 'b#' }))).toEqual(['b#1', 'b#2']);
    expect(orders(await query({ upTo: 'b#1' }))).toEqual(['a#1', 'a#2', 'b#1']);
  });

  test('newest first', async () => {
    expect(orders(await query({ prefix: '' }, { limit: 10, newestFirst: true }))).toEqual([
      'b#2',
      'b#1',
      'a#2',
      'a#1',
    ]);
  });

  test('page by page', async () => {
    const first = await query({ prefix: '' }, { limit: 3 });
    expect(orders(first)).toEqual(['a#1', 'a#2', 'b#1']);
    const second = await query({ prefix: '' }, { limit: 3, from: first.next });
    expect([orders(second), second.next]).toEqual([['b#2'], undefined]);
  });

  test('an answer without items is an empty page', async () => {
    store.answerNext('Query', {});
    expect(await query({ prefix: '' })).toEqual({ items: [], next: undefined });
  });
});

describe('the keys of the indexes', () => {
  const tenantId = '4b2a6e33-8791-4386-bd2b-0d55baf25039';

  test('name a case; the keys of other items do not', () => {
    expect(caseKeyOf({ pk: `CASE#contoso#${tenantId}` })).toEqual({ partnerId: 'contoso', tenantId });
    for (const pk of [
      'MAIL#m-1',
      'CASE#contoso',
      `CASE##${tenantId}`,
      `CASE#contoso#${tenantId}#x`,
      'xCASE#a#b',
    ])
      expect([pk, caseKeyOf({ pk })]).toEqual([pk, null]);
  });

  test('spread what is due over eight partitions, a case always in the same', () => {
    const shards = Array.from({ length: 200 }, (_, index) =>
      text(dueKeys({ partnerId: 'contoso', tenantId: `t-${index}` }, 0).dueShard),
    );
    expect([...new Set(shards)].toSorted()).toEqual(Array.from({ length: 8 }, (_, shard) => dueShard(shard)));
    expect(dueKeys({ partnerId: 'contoso', tenantId }, 0)).toEqual({
      dueShard: { S: 'DUE#4' },
      dueAt: { S: '1970-01-01T00:00:00.000Z' },
    });
  });
});
