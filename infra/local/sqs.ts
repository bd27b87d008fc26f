import { findPackageJSON } from 'node:module';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { type BuildAppOptions, buildApp } from 'fauxqs';
import { awsJson, ownRequestHeader } from './aws-json-client.ts';
import { localArn, queueUrl } from './aws-names.ts';
import { inTransaction, type KeptFile } from './data-folder.ts';
import type { FaultInjection } from './fault-injection.ts';
import { isLoopbackHost } from './http-server.ts';
import type { RequestCounters } from './request-counters.ts';
import { isRecord } from './template/is-record.ts';
import type { QueuePlan } from './template/plan.ts';

/** How many messages a queue holds, by state. */
export interface QueueDepth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** SQS by fauxqs, on loopback, with messages kept on disk when there is a data folder. */
export class SqsStandIn {
  readonly endpoint: string;
  readonly #app: FauxqsApp;
  readonly #create: (name: string, attributes: Record<string, string>) => Queue;
  readonly #journal: MessageJournal | undefined;
  readonly #queues = new Map<string, Queue>();

  private constructor(
    endpoint: string,
    app: FauxqsApp,
    create: (name: string, attributes: Record<string, string>) => Queue,
    journal: MessageJournal | undefined,
  ) {
    this.endpoint = endpoint;
    this.#app = app;
    this.#create = create;
    this.#journal = journal;
  }

  /** @param options.file SQLite file of the messages; in memory without it */
  static async start(options: {
    file?: KeptFile | undefined;
    counters: RequestCounters;
    faults: FaultInjection;
  }): Promise<SqsStandIn> {
    const { app, store } = await createFauxqs();
    countAndInjectFaults(app, options.counters, options.faults);
    refuseAsSqsDoes(app);
    const endpoint = await app.listen({ port: 0, host: '127.0.0.1' });
    const journal = options.file === undefined ? undefined : new MessageJournal(options.file);
    const create = (name: string, attributes: Record<string, string>) =>
      store.createQueue(name, queueUrl(endpoint, name), localArn('sqs', name), attributes);
    return new SqsStandIn(endpoint, app, create, journal);
  }

  createQueue(plan: QueuePlan): void {
    if (this.#queues.has(plan.name)) throw new Error(`the template has queue ${plan.name} twice`);
    const queue = this.#create(plan.name, { ...plan.attributes });
    this.#journal?.attach(queue);
    this.#queues.set(plan.name, queue);
  }

  names(): string[] {
    return [...this.#queues.keys()];
  }

  depth(name: string): QueueDepth {
    const queue = this.#queue(name);
    // Deadlines are only looked at when somebody receives; looking at a depth must count too.
    queue.processTimers();
    const { messages, inflightMessages, delayedMessages } = queue;
    return { visible: messages.length, inFlight: inflightMessages.size, delayed: delayedMessages.length };
  }

  /** All messages of a queue, without receiving them. */
  peek(name: string): QueueMessage[] {
    const { ready, delayed, inflight } = this.#queue(name).inspectMessages();
    return [...ready, ...delayed, ...inflight.map((entry) => entry.message)];
  }

  /** Receipt handles of the messages in flight. */
  receiptHandles(name: string): string[] {
    const queue = this.#queue(name);
    queue.processTimers();
    return [...queue.inflightMessages.keys()];
  }

  async send(name: string, body: string): Promise<void> {
    const input = { QueueUrl: queueUrl(this.endpoint, name), MessageBody: body };
    await awsJson(this.endpoint, 'AmazonSQS.SendMessage', input, { version: '1.0' });
  }

  /** Lets open long polls on a queue end now, with what there is. */
  endLongPolls(name: string): void {
    this.#queue(name).cancelWaiters();
  }

  /** Lets so many milliseconds pass for what is delayed or waits for its visibility timeout. */
  advanceTime(name: string, milliseconds: number): void {
    const queue = this.#queue(name);
    this.#journal?.advanceTime(name, milliseconds);
    for (const message of queue.delayedMessages)
      message.delayUntil = (message.delayUntil ?? 0) - milliseconds;
    for (const entry of queue.inflightMessages.values()) entry.visibilityDeadline -= milliseconds;
    queue.processTimers();
  }

  async close(): Promise<void> {
    await this.#app.close();
    this.#journal?.close();
  }

  #queue(name: string): Queue {
    const queue = this.#queues.get(name);
    if (queue === undefined) throw new Error(`there is no queue ${name}`);
    return queue;
  }
}

function countAndInjectFaults(app: FauxqsApp, counters: RequestCounters, faults: FaultInjection): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isLoopbackHost(request.headers.host))
      return reply.code(421).send({ message: 'Only for this machine' });
    const operation = String(request.headers['x-amz-target'] ?? '').replace('AmazonSQS.', '');
    const own = request.headers[ownRequestHeader] !== undefined;
    if (operation !== '') counters.count(own ? 'polling' : 'sqs', operation);
    if (!own && faults.isStopped('sqs')) {
      reply.raw.destroy();
      return reply.hijack();
    }
    const errorType = own ? undefined : faults.next('sqs', operation);
    if (errorType === undefined) return undefined;
    reply.code(/Internal|Unavailable/.test(errorType) ? 500 : 400);
    reply.header('content-type', 'application/x-amz-json-1.0');
    const body = { __type: `com.amazonaws.sqs#${errorType}`, message: 'A fault put here by a test' };
    return reply.send(JSON.stringify(body));
  });
}

/** What SQS refuses and fauxqs 2.4.1 accepts, and the attributes that SQS returns only on request. */
function refuseAsSqsDoes(app: FauxqsApp): void {
  app.addHook('preHandler', async (request, reply) => {
    const operation = String(request.headers['x-amz-target'] ?? '').replace('AmazonSQS.', '');
    const input = request.body;
    if (!isRecord(input)) return undefined;
    // fauxqs returns all attributes if no name is given. This name exists in no message.
    if (operation === 'ReceiveMessage') input.MessageAttributeNames ??= ['none'];
    const refused = refusedBySqs(operation, input);
    if (refused === undefined) return undefined;
    reply.code(400).header('content-type', 'application/x-amz-json-1.0');
    return reply.send(JSON.stringify({ __type: `com.amazonaws.sqs#${refused}`, message: refused }));
  });
}

/**
 * The error code for a request that SQS refuses (API reference of SendMessage and SendMessageBatch; quotas page).
 * @returns `undefined` for a request that is left to fauxqs
 */
function refusedBySqs(operation: string, input: Readonly<Record<string, unknown>>): string | undefined {
  if (operation === 'SendMessage') return isRefusedMessage(input) ? 'InvalidParameterValue' : undefined;
  if (operation !== 'SendMessageBatch' || !Array.isArray(input.Entries)) return undefined;
  if (input.Entries.some(({ Id }) => String(Id).length > 80)) return 'InvalidBatchEntryId';
  return input.Entries.some(isRefusedMessage) ? 'InvalidParameterValue' : undefined;
}

function isRefusedMessage(message: unknown): boolean {
  if (!isRecord(message)) return true;
  const { DelaySeconds: delay = 0, MessageAttributes: attributes } = message;
  if (typeof delay !== 'number' || delay < 0 || delay > 900) return true;
  const entries = Object.entries(isRecord(attributes) ? attributes : {});
  return entries.length > 10 || entries.some(([name, value]) => isRefusedAttribute(name, value));
}

function isRefusedAttribute(name: string, value: unknown): boolean {
  const text = isRecord(value) ? value.StringValue : undefined;
  const isEmpty = text === '' || (text === undefined && !(isRecord(value) && value.BinaryValue));
  return (
    !/^[\w.-]{1,256}$/.test(name) || isEmpty || (typeof text === 'string' && REFUSED_CHARACTERS.test(text))
  );
}

/** All that XML 1.0 excludes. */
const REFUSED_CHARACTERS = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

type Stores = NonNullable<BuildAppOptions['stores']>;

/** fauxqs's queues in memory, and what it calls to keep them. */
export type QueueStore = Stores['sqsStore'];
export type Queue = ReturnType<QueueStore['createQueue']>;
export type QueueMessage = Queue['messages'][number];
export type FauxqsApp = ReturnType<typeof buildApp>;

/**
 * fauxqs's app around a store that we hold. Its own `startFauxqs` binds every network interface and its persistence loses
 * a message whose visibility is set to 0 (2.4.1); `buildApp` leaves both to us but does not export the store's class, so
 * that is loaded from beside it. The version is pinned.
 */
export async function createFauxqs(): Promise<{ app: FauxqsApp; store: QueueStore }> {
  const stores: Stores = {
    sqsStore: await createStore<QueueStore>('sqs/sqsStore.js', 'SqsStore'),
    snsStore: await createStore<Stores['snsStore']>('sns/snsStore.js', 'SnsStore'),
    s3Store: await createStore<Stores['s3Store']>('s3/s3Store.js', 'S3Store'),
  };
  await acceptAllCharactersOfSqs();
  return { app: buildApp({ logger: false, stores }), store: stores.sqsStore };
}

/**
 * SQS accepts the characters of XML 1.0, also those above U+FFFF
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html). fauxqs 2.4.1 refuses these.
 */
async function acceptAllCharactersOfSqs(): Promise<void> {
  const { INVALID_MESSAGE_BODY_CHAR: pattern } =
    await importFauxqs<Record<string, unknown>>('sqs/sqsTypes.js');
  if (!(pattern instanceof RegExp))
    throw new Error('fauxqs has no INVALID_MESSAGE_BODY_CHAR; is it still version 2.4.1?');
  pattern.test = (text: string) => REFUSED_CHARACTERS.test(text);
}

async function createStore<Store>(file: string, name: string): Promise<Store> {
  const Class = (await importFauxqs<Record<string, new () => Store>>(file))[name];
  if (Class === undefined) throw new Error(`fauxqs has no ${name} in ${file}; is it still version 2.4.1?`);
  return new Class();
}

/** Imports a module that fauxqs does not export. */
async function importFauxqs<Module>(file: string): Promise<Module> {
  const manifest = findPackageJSON('fauxqs', import.meta.url);
  if (manifest === undefined) throw new Error('fauxqs is not installed');
  return import(new URL(`dist/${file}`, pathToFileURL(manifest)).href);
}

type Row = Record<string, SQLOutputValue>;

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS messages (
    id TEXT PRIMARY KEY, queue TEXT NOT NULL, message TEXT NOT NULL, delay_until INTEGER,
    receive_count INTEGER NOT NULL, first_received INTEGER, receipt_handle TEXT, visible_at INTEGER
  );
  CREATE INDEX IF NOT EXISTS messages_by_queue ON messages (queue)`;

/**
 * Keeps every message on disk before its sender hears of it, so that a killed process loses none. SQLite's log survives
 * the end of the process without a sync for each message; only a power cut could take the newest ones.
 * Its methods are the ones that fauxqs's queue calls on its persistence.
 */
export class MessageJournal {
  readonly #file: KeptFile;
  readonly #database: DatabaseSync;
  readonly #insert;
  readonly #delete;
  readonly #receive;
  readonly #release;
  readonly #shift;

  constructor(file: KeptFile) {
    this.#file = file;
    this.#database = new DatabaseSync(file.path);
    file.write(() => this.#database.exec(schema));
    this.#insert = this.#database.prepare(
      `INSERT OR REPLACE INTO messages (id, queue, message, delay_until, receive_count, first_received)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#delete = this.#database.prepare('DELETE FROM messages WHERE id = ?');
    this.#receive = this.#database.prepare(
      'UPDATE messages SET receipt_handle = ?, visible_at = ?, receive_count = ?, first_received = ? WHERE id = ?',
    );
    this.#release = this.#database.prepare(
      'UPDATE messages SET receipt_handle = NULL, visible_at = NULL WHERE id = ?',
    );
    this.#shift = this.#database.prepare(
      'UPDATE messages SET delay_until = delay_until - ?1, visible_at = visible_at - ?1 WHERE queue = ?2',
    );
  }

  /** Fills a queue with what was kept of it, then keeps what happens to it. */
  attach(queue: Queue): void {
    const rows = this.#database
      .prepare('SELECT * FROM messages WHERE queue = ? ORDER BY rowid')
      .all(queue.name);
    for (const row of rows) restore(queue, row);
    // A move to the dead-letter queue is a delete and an insert: one transaction, or a kill between them loses the message.
    const dequeue = queue.dequeue.bind(queue);
    Object.assign(queue, {
      persistence: this,
      dequeue: (...args: Parameters<Queue['dequeue']>) =>
        this.#file.write(() => inTransaction(this.#database, () => dequeue(...args))),
    });
  }

  insertMessage(queue: string, message: QueueMessage): void {
    const { messageId, delayUntil, approximateReceiveCount, approximateFirstReceiveTimestamp } = message;
    const text = JSON.stringify(message);
    const first = approximateFirstReceiveTimestamp ?? null;
    this.#file.write(() =>
      this.#insert.run(messageId, queue, text, delayUntil ?? null, approximateReceiveCount, first),
    );
  }

  deleteMessage(id: string): void {
    this.#file.write(() => this.#delete.run(id));
  }

  updateMessageInflight(id: string, handle: string, visibleAt: number, count: number, first?: number): void {
    this.#file.write(() => this.#receive.run(handle, visibleAt, count, first ?? null, id));
  }

  updateMessageReady(id: string): void {
    this.#file.write(() => this.#release.run(id));
  }

  deleteQueueMessages(queue: string): void {
    this.#file.write(() => this.#database.prepare('DELETE FROM messages WHERE queue = ?').run(queue));
  }

  /** Attributes come from the template at every start. */
  updateQueueAttributes(): void {}

  /** Brings a queue's delays and visibility deadlines forward by so many milliseconds. */
  advanceTime(queue: string, milliseconds: number): void {
    this.#file.write(() => this.#shift.run(milliseconds, queue));
  }

  close(): void {
    this.#database.close();
  }
}

function restore(queue: Queue, row: Row): void {
  const message: QueueMessage = JSON.parse(String(row.message));
  message.approximateReceiveCount = Number(row.receive_count);
  if (typeof row.first_received === 'number') message.approximateFirstReceiveTimestamp = row.first_received;
  if (typeof row.receipt_handle === 'string' && Number(row.visible_at) > Date.now()) {
    const receiptHandle = row.receipt_handle;
    queue.inflightMessages.set(receiptHandle, {
      message,
      receiptHandle,
      visibilityDeadline: Number(row.visible_at),
    });
  } else if (typeof row.delay_until === 'number' && row.delay_until > Date.now()) {
    queue.delayedMessages.push({ ...message, delayUntil: row.delay_until });
  } else {
    queue.messages.push(message);
  }
}
