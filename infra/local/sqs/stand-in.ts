import type { RequestCounters } from '../counters.ts';
import type { FaultInjection } from '../faults.ts';
import { awsJson, ownRequestHeader } from '../http/aws-json.ts';
import { isLoopbackHost } from '../http/loopback.ts';
import { localArn, queueUrl } from '../identity.ts';
import type { QueuePlan } from '../template/plan.ts';
import { createFauxqs, type FauxqsApp, type Queue, type QueueMessage } from './fauxqs.ts';
import { MessageJournal } from './journal.ts';

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
    file?: string | undefined;
    counters: RequestCounters;
    faults: FaultInjection;
  }): Promise<SqsStandIn> {
    const { app, store } = await createFauxqs();
    countAndInjectFaults(app, options.counters, options.faults);
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
    const errorType = own ? undefined : faults.next('sqs', operation);
    if (errorType === undefined) return undefined;
    reply.code(/Internal|Unavailable/.test(errorType) ? 500 : 400);
    reply.header('content-type', 'application/x-amz-json-1.0');
    const body = { __type: `com.amazonaws.sqs#${errorType}`, message: 'A fault put here by a test' };
    return reply.send(JSON.stringify(body));
  });
}
