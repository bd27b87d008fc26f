import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  InternalServerError,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { type Item, type ItemKey, text } from '../../../shared/store/table.ts';
import type { Faults } from '../faults.ts';
import type { Scheduler } from '../scheduler.ts';
import type { AwsErrors, Caller, Network } from './network.ts';

const metadata = { $metadata: { httpStatusCode: 400 }, message: 'simulated' };

const ERRORS: AwsErrors = {
  service: 'dynamodb',
  throttled: () => new ProvisionedThroughputExceededException(metadata),
  failed: () => new InternalServerError({ ...metadata, $metadata: { httpStatusCode: 500 } }),
};

/** The keys of the indexes: partition and sort. */
const INDEXES = { due: ['dueShard', 'dueAt'], customers: ['listPartition', 'listOrder'] } as const;
type IndexName = keyof typeof INDEXES;

/** An item has at most 400 KB. */
const LARGEST_ITEM = 400 * 1024;

/** A table with conditional writes, batches that are not atomic, and indexes that lag behind. */
export class SimulatedTable {
  /** Partition to sort key to item. */
  readonly partitions = new Map<string, Map<string, Item>>();
  /** What an index shows: the item as it was some time ago. */
  readonly #indexed: Record<IndexName, Map<string, Item>> = { due: new Map(), customers: new Map() };
  readonly #scheduler: Scheduler;
  readonly #faults: Faults;
  readonly #random: () => number;
  /** Called after each put, with the item that was there before. */
  onPut: (item: Item, before: Item | undefined) => void = () => {};

  constructor(scheduler: Scheduler, faults: Faults) {
    this.#scheduler = scheduler;
    this.#faults = faults;
    this.#random = scheduler.randomFor('table');
  }

  /** A client of this table, for one caller. */
  clientFor(caller: Caller, network: Network) {
    return {
      send: (command: unknown) =>
        network.call(
          caller,
          () => nameOf(command),
          () => this.apply(command),
          ERRORS,
          3,
        ),
    };
  }

  /** A client without faults and without time. */
  get instantClient() {
    return { send: async (command: unknown) => this.applyAtOnce(command) };
  }

  /** Carries a command out, in time. */
  async apply(command: unknown): Promise<unknown> {
    if (command instanceof BatchGetItemCommand) {
      const [[name, request] = ['', { Keys: [] }]] = Object.entries(command.input.RequestItems ?? {});
      const keys = request.Keys ?? [];
      const items: Item[] = [];
      const [now, later] = this.#split(keys);
      for (const key of now) {
        await this.#pauseInBatch();
        const item = this.#find(key);
        if (item) items.push(item);
      }
      return {
        Responses: { [name]: items },
        UnprocessedKeys: later.length > 0 ? { [name]: { ...request, Keys: later } } : {},
      };
    }
    if (command instanceof BatchWriteItemCommand) {
      const [[name, requests] = ['', []]] = Object.entries(command.input.RequestItems ?? {});
      if (requests.length > 25) throw validation('too many requests in a batch');
      const [now, later] = this.#split(requests);
      for (const { PutRequest, DeleteRequest } of now) {
        await this.#pauseInBatch();
        if (PutRequest?.Item) this.#put(PutRequest.Item);
        if (DeleteRequest?.Key) this.#delete(DeleteRequest.Key);
      }
      return { UnprocessedItems: later.length > 0 ? { [name]: later } : {} };
    }
    return this.applyAtOnce(command);
  }

  /** Carries a command out in one moment. */
  applyAtOnce(command: unknown): unknown {
    if (command instanceof PutItemCommand) {
      const { Item: item = {}, ...condition } = command.input;
      if (!holds(condition, this.#find(item))) throw new ConditionalCheckFailedException(metadata);
      this.#put(item);
      return {};
    }
    if (command instanceof QueryCommand) return this.#query(command.input);
    if (command instanceof BatchGetItemCommand) {
      const [[name, request] = ['', { Keys: [] }]] = Object.entries(command.input.RequestItems ?? {});
      const items = (request.Keys ?? []).map((key) => this.#find(key)).filter((item) => item !== undefined);
      return { Responses: { [name]: items }, UnprocessedKeys: {} };
    }
    if (command instanceof BatchWriteItemCommand) {
      for (const requests of Object.values(command.input.RequestItems ?? {})) {
        for (const { PutRequest, DeleteRequest } of requests) {
          if (PutRequest?.Item) this.#put(PutRequest.Item);
          if (DeleteRequest?.Key) this.#delete(DeleteRequest.Key);
        }
      }
      return { UnprocessedItems: {} };
    }
    throw new Error(`The simulated table has no ${nameOf(command)}`);
  }

  /** An item, as it is now. */
  item({ pk, sk }: ItemKey): Item | undefined {
    return this.partitions.get(pk)?.get(sk);
  }

  /** All items. */
  *items(): Generator<Item> {
    for (const partition of this.partitions.values()) yield* partition.values();
  }

  /** Which part of a batch is processed, and which is not. At least one part is. */
  #split<T>(all: readonly T[]): [T[], T[]] {
    if (all.length < 2 || !this.#faults.happens('part-of-batch')) return [[...all], []];
    const first = 1 + Math.floor(this.#random() * (all.length - 1));
    return [all.slice(0, first), all.slice(first)];
  }

  async #pauseInBatch(): Promise<void> {
    if (this.#faults.happens('torn-batch')) await this.#scheduler.wait(this.#random() * 300);
  }

  #find(key: Item): Item | undefined {
    return this.item({ pk: text(key.pk), sk: text(key.sk) });
  }

  #put(item: Item): void {
    if (sizeOf(item) > LARGEST_ITEM) throw validation('Item size has exceeded the maximum allowed size');
    const pk = text(item.pk);
    const sk = text(item.sk);
    const partition = this.partitions.get(pk) ?? new Map<string, Item>();
    this.partitions.set(pk, partition);
    const before = partition.get(sk);
    partition.set(sk, item);
    this.#index(pk, sk);
    this.onPut(item, before);
  }

  #delete(key: Item): void {
    this.partitions.get(text(key.pk))?.delete(text(key.sk));
    this.#index(text(key.pk), text(key.sk));
  }

  #index(pk: string, sk: string): void {
    if (sk !== 'HEAD') return;
    const update = () => {
      const item = this.item({ pk, sk });
      for (const name of Object.keys(INDEXES) as IndexName[]) {
        const [partition, sort] = INDEXES[name];
        if (item?.[partition] && item[sort]) this.#indexed[name].set(pk, item);
        else this.#indexed[name].delete(pk);
      }
    };
    if (this.#faults.happens('stale-index')) this.#scheduler.after(this.#random() * 5_000, update);
    else update();
  }

  #query(input: QueryCommand['input']) {
    const { IndexName, Limit = Number.POSITIVE_INFINITY, ExclusiveStartKey, ScanIndexForward = true } = input;
    const values = input.ExpressionAttributeValues ?? {};
    const isIndex = IndexName === 'due' || IndexName === 'customers';
    const [partitionName, sortName] = isIndex ? INDEXES[IndexName] : ['pk', 'sk'];
    const wanted = text(values[':partition'] ?? values[':pk']);
    const items = isIndex
      ? [...this.#indexed[IndexName].values()]
      : [...(this.partitions.get(wanted)?.values() ?? [])];
    const place = (item: Item) => `${text(item[sortName])}\n${text(item.pk)}`;
    const sorted = items
      .filter((item) => text(item[partitionName]) === wanted && isInRange(text(item[sortName]), input))
      .sort((a, b) => (place(a) < place(b) ? -1 : 1));
    if (!ScanIndexForward) sorted.reverse();
    const start = ExclusiveStartKey ? place(ExclusiveStartKey) : null;
    const rest =
      start === null
        ? sorted
        : sorted.filter((item) => (ScanIndexForward ? place(item) > start : place(item) < start));
    // A page of a query ends at a megabyte; any page may be small.
    const isShort = rest.length > 1 && this.#faults.happens('part-of-batch');
    const count = Math.min(Limit, isShort ? 1 + Math.floor(this.#random() * (rest.length - 1)) : rest.length);
    const page = rest.slice(0, count);
    const last = page.at(-1);
    // A page that reaches its limit has a key for the next one, even if nothing is left.
    const more = last !== undefined && (count < rest.length || count === Limit);
    const keys = [...new Set(['pk', 'sk', partitionName, sortName])];
    return {
      Items: page,
      ...(more && {
        LastEvaluatedKey: Object.fromEntries(keys.flatMap((key) => (last[key] ? [[key, last[key]]] : []))),
      }),
    };
  }
}

function isInRange(
  sort: string,
  { KeyConditionExpression = '', ExpressionAttributeValues = {} }: QueryCommand['input'],
) {
  const value = text(ExpressionAttributeValues[':value'] ?? ExpressionAttributeValues[':prefix']);
  const condition = KeyConditionExpression.split(' AND ')[1] ?? '';
  if (condition === '') return true;
  if (condition.startsWith('begins_with(')) return sort.startsWith(value);
  if (condition === '#sort <= :value') return sort <= value;
  throw new Error(`The simulated table does not know the condition ${KeyConditionExpression}`);
}

/** Whether a condition expression holds: comparisons and existence, joined by AND, then by OR. */
function holds(
  {
    ConditionExpression,
    ExpressionAttributeNames = {},
    ExpressionAttributeValues = {},
  }: Partial<PutItemCommand['input']>,
  item: Item | undefined,
): boolean {
  if (ConditionExpression === undefined) return true;
  const term = (expression: string): boolean => {
    const [, exists, attribute = ''] = /^attribute_(not_)?exists\((\w+)\)$/.exec(expression) ?? [];
    if (attribute !== '') return (item?.[attribute] === undefined) === (exists !== undefined);
    const [, name = '', operator, value = ''] = /^(#?\w+) (=|<=) (:\w+)$/.exec(expression) ?? [];
    if (name === '') throw new Error(`The simulated table does not know the condition ${expression}`);
    const stored = item?.[ExpressionAttributeNames[name] ?? name];
    const wanted = ExpressionAttributeValues[value];
    if (!stored || !wanted) return false;
    if (operator === '=') return JSON.stringify(stored) === JSON.stringify(wanted);
    return text(stored) <= text(wanted);
  };
  return ConditionExpression.split(' OR ').some((part) => part.split(' AND ').every(term));
}

function sizeOf(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + name.length + (value.B?.length ?? value.S?.length ?? value.N?.length ?? 1),
    0,
  );
}

function validation(message: string): Error {
  return Object.assign(new Error(message), { name: 'ValidationException', $fault: 'client' });
}

/** A command's name and what it is about, for traces. */
function nameOf(command: unknown): string {
  if (command instanceof PutItemCommand)
    return `PutItem ${text(command.input.Item?.pk)} ${text(command.input.Item?.sk)} v${command.input.Item?.version?.N ?? ''}`;
  if (command instanceof BatchGetItemCommand) {
    const keys = Object.values(command.input.RequestItems ?? {}).flatMap(({ Keys = [] }) => Keys);
    return `BatchGetItem ${keys.map(({ pk, sk }) => `${text(pk)} ${text(sk)}`).join(', ')}`;
  }
  if (command instanceof BatchWriteItemCommand) {
    const requests = Object.values(command.input.RequestItems ?? {}).flat();
    const keys = requests.map(({ PutRequest, DeleteRequest }) =>
      PutRequest?.Item
        ? `put ${text(PutRequest.Item.pk)} ${text(PutRequest.Item.sk)}`
        : `delete ${text(DeleteRequest?.Key?.pk)} ${text(DeleteRequest?.Key?.sk)}`,
    );
    return `BatchWriteItem ${keys.join(', ')}`;
  }
  if (command instanceof QueryCommand) {
    const { IndexName = '', ExpressionAttributeValues = {} } = command.input;
    return `Query ${IndexName} ${Object.values(ExpressionAttributeValues).map(text).join(' ')}`;
  }
  return command instanceof Object ? command.constructor.name : String(command);
}
