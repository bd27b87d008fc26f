import { ChangeMessageVisibilityCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { Faults } from '../faults.ts';
import type { Scheduler } from '../scheduler.ts';
import type { AwsErrors, Caller, Network } from './network.ts';

const ERRORS: AwsErrors = {
  service: 'sqs',
  throttled: () =>
    Object.assign(new Error('simulated'), { name: 'RequestThrottled', $fault: 'client', $metadata: {} }),
  failed: () =>
    Object.assign(new Error('simulated'), {
      name: 'ServiceUnavailable',
      $fault: 'server',
      $metadata: { httpStatusCode: 503 },
    }),
};

/** Receives before SQS itself moves a message to the dead-letter queue (infra/settings/stage-settings.ts). */
export const QUEUE_RECEIVES = 30;
/** In milliseconds: six times a consumer's time limit (infra/constructs/event-queues.ts). */
export const VISIBILITY_TIMEOUT = 180_000;

/** A message in a queue. A second delivery is a second one with the same id. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  receives: number;
  /** Identifies the newest receive. */
  receipt: string;
  /** When it can be received, in epoch milliseconds. */
  visibleAt: number;
}

/** A standard queue: at least once, in any order. */
export class SimulatedQueue {
  readonly name: string;
  readonly messages = new Set<Message>();
  readonly deadLetters: SimulatedQueue | null;
  readonly #scheduler: Scheduler;
  readonly #faults: Faults;
  readonly #random: () => number;
  #count = 0;
  /** Called for each message that is sent. */
  onSend: (body: string, attributes: Readonly<Record<string, string>>) => void = () => {};
  /** Called when a message can be received. */
  onVisible: () => void = () => {};

  constructor(name: string, scheduler: Scheduler, faults: Faults, deadLetters: SimulatedQueue | null) {
    this.name = name;
    this.deadLetters = deadLetters;
    this.#scheduler = scheduler;
    this.#faults = faults;
    this.#random = scheduler.randomFor(`queue ${name}`);
  }

  /** Adds a message. */
  send(body: string, attributes: Readonly<Record<string, string>> = {}): void {
    this.onSend(body, attributes);
    const id = `${this.name}-${this.#count++}`;
    this.#add(id, body, attributes);
    if (this.#faults.happens('second-delivery')) this.#add(id, body, attributes);
  }

  #add(id: string, body: string, attributes: Readonly<Record<string, string>>): void {
    const delay = this.#faults.happens('late-delivery') ? this.#random() ** 3 * 600_000 : this.#random() * 20;
    const message = {
      id,
      body,
      attributes,
      receives: 0,
      receipt: '',
      visibleAt: this.#scheduler.time + delay,
    };
    this.messages.add(message);
    this.#scheduler.after(delay, () => this.onVisible());
  }

  /** Receives some visible messages, in any order. One that was received too often goes to the dead-letter queue instead. */
  receive(most: number): Message[] {
    const { time } = this.#scheduler;
    const visible = [...this.messages].filter(({ visibleAt }) => visibleAt <= time);
    const received: Message[] = [];
    while (visible.length > 0 && received.length < most) {
      const [message] = visible.splice(Math.floor(this.#random() * visible.length), 1);
      if (!message) break;
      if (this.deadLetters && message.receives >= QUEUE_RECEIVES) {
        this.messages.delete(message);
        this.deadLetters.send(message.body, message.attributes);
        continue;
      }
      message.receives++;
      message.receipt = `${message.id}/${message.receives}/${this.#random().toString(36).slice(2)}`;
      this.#hide(message, VISIBILITY_TIMEOUT);
      received.push(message);
    }
    return received;
  }

  /** Deletes a message by the receipt of a receive. An old receipt may have no effect. */
  delete(message: Message, receipt: string): void {
    if (message.receipt === receipt || this.#random() < 0.5) this.messages.delete(message);
  }

  /** Changes when a received message can be received again. */
  changeVisibility(receipt: string, milliseconds: number): void {
    for (const message of this.messages) if (message.receipt === receipt) this.#hide(message, milliseconds);
  }

  #hide(message: Message, milliseconds: number): void {
    message.visibleAt = this.#scheduler.time + milliseconds;
    this.#scheduler.after(milliseconds, () => this.onVisible());
  }

  /** Takes all messages out of the queue. */
  drain(): Message[] {
    const all = [...this.messages];
    this.messages.clear();
    return all;
  }
}

/** A received message as Lambda hands it to a function. */
export function toRecord({ id, body, receives, receipt }: Message): SQSRecord {
  return {
    messageId: id,
    receiptHandle: receipt,
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: '0',
      SenderId: 'simulation',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: 'us-east-1',
  };
}

/** All queues by name, each with its dead-letter queue `<name>-dlq`. */
export class SimulatedSqs {
  readonly queues = new Map<string, SimulatedQueue>();
  readonly #faults: Faults;
  readonly #random: () => number;

  constructor(names: readonly string[], scheduler: Scheduler, faults: Faults) {
    this.#faults = faults;
    this.#random = scheduler.randomFor('sqs');
    for (const name of names) {
      const deadLetters = new SimulatedQueue(`${name}-dlq`, scheduler, faults, null);
      this.queues.set(`${name}-dlq`, deadLetters);
      this.queues.set(name, new SimulatedQueue(name, scheduler, faults, deadLetters));
    }
  }

  /** A queue by its name. @throws Error for an unknown one */
  queue(name: string): SimulatedQueue {
    const queue = this.queues.get(name);
    if (!queue) throw new Error(`There is no queue ${name}`);
    return queue;
  }

  /** A client of these queues, for one caller. A queue's URL ends with its name. */
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

  /** Carries a command out. */
  apply(command: unknown): unknown {
    if (command instanceof SendMessageBatchCommand) return this.#send(command.input);
    if (command instanceof ChangeMessageVisibilityCommand) {
      const { QueueUrl, ReceiptHandle = '', VisibilityTimeout = 0 } = command.input;
      this.queue(nameIn(QueueUrl)).changeVisibility(ReceiptHandle, VisibilityTimeout * 1000);
      return {};
    }
    throw new Error('The simulated queues do not know this command');
  }

  #send({ QueueUrl, Entries = [] }: SendMessageBatchCommand['input']) {
    const queue = this.queue(nameIn(QueueUrl));
    const isPartial = this.#faults.happens('part-of-batch');
    const Successful: { Id: string | undefined }[] = [];
    const Failed: { Id: string | undefined; Code: string; SenderFault: boolean }[] = [];
    for (const { Id, MessageBody = '', MessageAttributes = {} } of Entries) {
      if (isPartial && this.#random() < 0.5) {
        Failed.push({ Id, Code: 'InternalError', SenderFault: false });
        continue;
      }
      const attributes = Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [
        name,
        StringValue,
      ]);
      queue.send(MessageBody, Object.fromEntries(attributes));
      Successful.push({ Id });
    }
    return { Successful, Failed };
  }
}

function nameIn(url: string | undefined): string {
  return url?.split('/').at(-1) ?? '';
}

function nameOf(command: unknown): string {
  if (command instanceof SendMessageBatchCommand) {
    const { QueueUrl, Entries = [] } = command.input;
    return `SendMessageBatch ${nameIn(QueueUrl)} ${Entries.map(({ MessageBody }) => MessageBody).join(' ')}`;
  }
  if (command instanceof ChangeMessageVisibilityCommand) {
    const { ReceiptHandle, VisibilityTimeout } = command.input;
    return `ChangeMessageVisibility ${ReceiptHandle} ${VisibilityTimeout} s`;
  }
  return String(command);
}
