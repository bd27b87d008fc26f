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
import { type JitteredPause, jitteredPause, lambdaPlatform } from '../runtime/platform.ts';

export type Item = Record<string, AttributeValue>;
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** DynamoDB left items unprocessed in every attempt. The message is retried with the queue's back-off. */
export class TableBusy extends ServiceError {
  readonly code = 'store-busy';
  readonly retryable = true;
  constructor(operation: string) {
    super(`${operation} left items unprocessed after ${ATTEMPTS} attempts`);
    this.name = 'TableBusy';
  }
}

/** How often unprocessed items are requested. */
const ATTEMPTS = 6;
/** Upper bound of the first pause before a retry, in milliseconds; it doubles. */
const FIRST_PAUSE = 50;
/** Items of one BatchGetItem and one BatchWriteItem, by DynamoDB's limits. */
const GET_LIMIT = 100;
const WRITE_LIMIT = 25;

/** The DynamoDB table, with the operations that the stores need. Reads of items are strongly consistent. */
export class Table {
  readonly #client: DynamoDBClient;
  readonly #name: string;
  readonly #pause: JitteredPause;

  /** @param pause waits between two attempts */
  constructor(client: DynamoDBClient, name: string, pause = jitteredPause(lambdaPlatform)) {
    this.#client = client;
    this.#name = name;
    this.#pause = pause;
  }

  /**
   * Reads items by their keys, 100 a request. Unprocessed keys are requested again.
   * @returns the items found, by {@link itemName}
   * @throws TableBusy
   */
  async get(keys: readonly ItemKey[]): Promise<Map<string, Item>> {
    const found = new Map<string, Item>();
    for (let start = 0; start < keys.length; start += GET_LIMIT) {
      let wanted = keys.slice(start, start + GET_LIMIT).map(toKey);
      for (let attempt = 0; wanted.length > 0; attempt++) {
        if (attempt === ATTEMPTS) throw new TableBusy('BatchGetItem');
        if (attempt > 0) await this.#pause(FIRST_PAUSE * 2 ** attempt);
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

  /** Writes and deletes without conditions, 25 a request. Unprocessed items are sent again. @throws TableBusy */
  async write(puts: readonly Item[], deletes: readonly ItemKey[] = []): Promise<void> {
    const requests: WriteRequest[] = [
      ...puts.map((Item) => ({ PutRequest: { Item } })),
      ...deletes.map((key) => ({ DeleteRequest: { Key: toKey(key) } })),
    ];
    for (let start = 0; start < requests.length; start += WRITE_LIMIT) {
      let wanted = requests.slice(start, start + WRITE_LIMIT);
      for (let attempt = 0; wanted.length > 0; attempt++) {
        if (attempt === ATTEMPTS) throw new TableBusy('BatchWriteItem');
        if (attempt > 0) await this.#pause(FIRST_PAUSE * 2 ** attempt);
        const { UnprocessedItems } = await this.#client.send(
          new BatchWriteItemCommand({ RequestItems: { [this.#name]: wanted } }),
        );
        wanted = UnprocessedItems?.[this.#name] ?? [];
      }
    }
  }

  /**
   * Reads one page of an index, in order of its sort key.
   * @param range the sort keys: up to a value, or with a prefix
   */
  async queryIndex(
    index: { readonly name: string; readonly partition: string; readonly sort: string },
    partition: string,
    range: { readonly upTo: string } | { readonly prefix: string },
    page: { readonly limit: number; readonly from?: Item | undefined; readonly newestFirst?: boolean },
  ): Promise<{ readonly items: readonly Item[]; readonly next: Item | undefined }> {
    const [condition, value] =
      'upTo' in range ? ['#sort <= :value', range.upTo] : ['begins_with(#sort, :value)', range.prefix];
    // DynamoDB accepts no empty key value. Every sort key has the empty prefix, so the condition is left out.
    const hasNoRange = value === '';
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#name,
        IndexName: index.name,
        KeyConditionExpression: hasNoRange
          ? '#partition = :partition'
          : `#partition = :partition AND ${condition}`,
        ExpressionAttributeNames: {
          '#partition': index.partition,
          ...(!hasNoRange && { '#sort': index.sort }),
        },
        ExpressionAttributeValues: {
          ':partition': { S: partition },
          ...(!hasNoRange && { ':value': { S: value } }),
        },
        ScanIndexForward: page.newestFirst !== true,
        Limit: page.limit,
        ...(page.from && { ExclusiveStartKey: page.from }),
      }),
    );
    return { items: Items, next: LastEvaluatedKey };
  }

  /** Reads the items of a partition whose sort key has a prefix, in order of their sort keys. */
  async queryPartition(pk: string, prefix = ''): Promise<Item[]> {
    const items: Item[] = [];
    for await (const page of this.queryPartitionPages(pk, prefix)) items.push(...page);
    return items;
  }

  /** Like {@link queryPartition}, one megabyte at a time. */
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

/** The key of an item in the map of {@link Table.get}. */
export function itemName(pk: string, sk: string): string {
  return `${pk}\n${sk}`;
}

/** The text of a string attribute; `''` for anything else. */
export function text(value: AttributeValue | undefined): string {
  return value?.S ?? '';
}

function toKey({ pk, sk }: ItemKey): Item {
  return { pk: { S: pk }, sk: { S: sk } };
}

/**
 * Encodes a body as deflated JSON. Writes are billed by the kilobyte, and a timeline compresses well: a case of 5
 * subscriptions and 20 timeline entries has 14.0 KB as JSON and 2.7 KB deflated, in 0.16 ms (docs/decisions/0007).
 */
export function encode(value: unknown): Uint8Array {
  return deflateRawSync(JSON.stringify(value));
}

/** Decodes a body. The caller names its type, which holds because only this product writes to the table. */
export function decode<T>(body: Uint8Array): T {
  return JSON.parse(inflateRawSync(body).toString());
}
