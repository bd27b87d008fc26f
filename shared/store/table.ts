import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { ServiceError } from '../runtime/errors.ts';
import { jitteredPause } from '../runtime/jitter.ts';

export type Item = Record<string, AttributeValue>;
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** Capacity was refused for too long; the message goes back and is tried again by the queue's back-off. */
export class TableBusy extends ServiceError {
  readonly code = 'store-busy';
  readonly retryable = true;
  constructor(operation: string) {
    super(`${operation} left items unprocessed after ${ATTEMPTS} attempts`);
    this.name = 'StoreBusy';
  }
}

const ATTEMPTS = 6;
/** Longest first wait for what was left unprocessed, in milliseconds; it doubles. */
const FIRST_PAUSE = 50;
const GET_LIMIT = 100;
const WRITE_LIMIT = 25;

/** The one table, in the few operations the stores need. All reads are consistent. */
export class Table {
  readonly #client: DynamoDBClient;
  readonly #name: string;

  constructor(client: DynamoDBClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  /**
   * Reads items by their keys: one request for each 100; what DynamoDB leaves unprocessed is asked again.
   * @returns the items found, by `pk` and `sk` joined with a line feed
   * @throws StoreBusy
   */
  async get(queryIndex: readonly ItemKey[]): Promise<Map<string, Item>> {
    const found = new Map<string, Item>();
    for (let start = 0; start < queryIndex.length; start += GET_LIMIT) {
      let wanted = queryIndex.slice(start, start + GET_LIMIT).map(toKey);
      for (let attempt = 0; wanted.length > 0; attempt++) {
        if (attempt === ATTEMPTS) throw new TableBusy('BatchGetItem');
        if (attempt > 0) await jitteredPause(FIRST_PAUSE * 2 ** attempt);
        const { Responses, UnprocessedKeys } = await this.#client.send(
          new BatchGetItemCommand({ RequestItems: { [this.#name]: { Keys: wanted, ConsistentRead: true } } }),
        );
        for (const item of Responses?.[this.#name] ?? [])
          found.set(itemName(text(item.pk), text(item.sk)), item);
        wanted = UnprocessedKeys?.[this.#name]?.Keys ?? [];
      }
    }
    return found;
  }

  /** Writes an item under a condition. @returns whether the condition held. */
  async putIf(
    item: Item,
    condition: Pick<
      PutItemCommandInput,
      'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
    >,
  ): Promise<boolean> {
    try {
      await this.#client.send(new PutItemCommand({ TableName: this.#name, Item: item, ...condition }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** Writes and deletes without conditions, 25 a request; what is left unprocessed is tried again. @throws StoreBusy */
  async write(puts: readonly Item[], deletes: readonly ItemKey[] = []): Promise<void> {
    const requests: WriteRequest[] = [
      ...puts.map((Item) => ({ PutRequest: { Item } })),
      ...deletes.map((key) => ({ DeleteRequest: { Key: toKey(key) } })),
    ];
    for (let start = 0; start < requests.length; start += WRITE_LIMIT) {
      let wanted = requests.slice(start, start + WRITE_LIMIT);
      for (let attempt = 0; wanted.length > 0; attempt++) {
        if (attempt === ATTEMPTS) throw new TableBusy('BatchWriteItem');
        if (attempt > 0) await jitteredPause(FIRST_PAUSE * 2 ** attempt);
        const { UnprocessedItems } = await this.#client.send(
          new BatchWriteItemCommand({ RequestItems: { [this.#name]: wanted } }),
        );
        wanted = UnprocessedItems?.[this.#name] ?? [];
      }
    }
  }

  /**
   * Keys from an index, in order, a page at a time.
   * @param range the index's sort key: up to a value, or beginning with one
   */
  async keys(
    index: { readonly name: string; readonly partition: string; readonly sort: string },
    of: string,
    range: { readonly upTo: string } | { readonly prefix: string },
    page: { readonly limit: number; readonly from?: Item | undefined; readonly newestFirst?: boolean },
  ): Promise<{ readonly items: readonly Item[]; readonly next: Item | undefined }> {
    const [condition, value] =
      'upTo' in range ? ['#sort <= :value', range.upTo] : ['begins_with(#sort, :value)', range.prefix];
    // DynamoDB takes no empty value for a key: every sort key begins with nothing.
    const isOpen = value === '';
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#name,
        IndexName: index.name,
        KeyConditionExpression: isOpen
          ? '#partition = :partition'
          : `#partition = :partition AND ${condition}`,
        ExpressionAttributeNames: { '#partition': index.partition, ...(!isOpen && { '#sort': index.sort }) },
        ExpressionAttributeValues: { ':partition': { S: of }, ...(!isOpen && { ':value': { S: value } }) },
        ScanIndexForward: page.newestFirst !== true,
        Limit: page.limit,
        ...(page.from && { ExclusiveStartKey: page.from }),
      }),
    );
    return { items: Items, next: LastEvaluatedKey };
  }

  /** All items of a partition whose sort key begins with a prefix; without one, all there are. In order of their sort keys. */
  async queryPartition(pk: string, prefix = ''): Promise<Item[]> {
    const items: Item[] = [];
    for await (const page of this.queryPartitionPages(pk, prefix)) items.push(...page);
    return items;
  }

  /** The same a megabyte at a time, for those that let go of each. */
  async *queryPartitionPages(pk: string, prefix = ''): AsyncGenerator<readonly Item[], void, undefined> {
    let from: Item | undefined;
    do {
      const page = await this.#client.send(
        new QueryCommand({
          TableName: this.#name,
          ConsistentRead: true,
          KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': { S: pk }, ...(prefix !== '' && { ':prefix': { S: prefix } }) },
          ...(from && { ExclusiveStartKey: from }),
        }),
      );
      yield page.Items ?? [];
      from = page.LastEvaluatedKey;
    } while (from);
  }
}

/** How {@link Table.get} names an item. */
export function itemName(pk: string, sk: string): string {
  return `${pk}\n${sk}`;
}

/** The text of an attribute; `''` when it is none. */
export function text(value: AttributeValue | undefined): string {
  return value?.S ?? '';
}

function toKey({ pk, sk }: ItemKey): Item {
  return { pk: { S: pk }, sk: { S: sk } };
}

/**
 * Bodies are JSON, deflated: a write costs by the kilobyte, and a timeline repeats itself. Measured on a case of 5
 * subscriptions and 20 timeline entries: 14.0 KB as JSON, 2.7 KB deflated, 0.16 ms (docs/decisions/0007).
 */
export function encode(value: unknown): Uint8Array {
  return deflateRawSync(JSON.stringify(value));
}

/** The value that {@link encode} was given. The caller names its type: nobody else writes to the table. */
export function decode<T>(body: Uint8Array): T {
  return JSON.parse(inflateRawSync(body).toString());
}
