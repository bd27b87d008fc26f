import { awsJson } from '../aws-json-client.ts';
import { localRegion, queueUrl, resourceName } from '../aws-names.ts';
import type { FunctionLogs } from '../function-logs.ts';
import type { SqsStandIn } from '../sqs.ts';
import { isRecord } from '../template/is-record.ts';
import type { MappingPlan } from '../template/plan.ts';
import { type FunctionPool, payloadLimit } from './function-pool.ts';

/** SQS's own limit of one receive or delete. */
const receiveLimit = 10;
const deleteAttempts = 3;
/** A long poll ends as soon as a message is there; its length only says how often an empty queue is asked. */
const longPollSeconds = 20;

/** Feeds a queue to a function as Lambda does: long polls, batches, partial responses, several at a time. */
export class EventSourceMapping {
  readonly queueName: string;
  readonly #plan: MappingPlan;
  readonly #sqs: SqsStandIn;
  readonly #pool: FunctionPool;
  readonly #logs: FunctionLogs;
  readonly #concurrency: number;
  readonly #received: (messages: readonly ReceivedMessage[]) => void;
  #polling = false;
  #loops: Promise<void>[] = [];
  #left = new Set<string>();

  constructor(
    plan: MappingPlan,
    options: {
      sqs: SqsStandIn;
      pool: FunctionPool;
      logs: FunctionLogs;
      concurrency: number;
      /** Called with each batch that was received. */
      received?: (messages: readonly ReceivedMessage[]) => void;
    },
  ) {
    this.#plan = plan;
    this.queueName = resourceName(plan.queueArn);
    this.#sqs = options.sqs;
    this.#pool = options.pool;
    this.#logs = options.logs;
    this.#received = options.received ?? (() => {});
    this.#concurrency = Math.min(options.concurrency, plan.maximumConcurrency ?? options.concurrency);
    // Kept from a process that was killed: nobody is at work on them, and they come back when their time is over.
    this.#left = new Set(this.#sqs.receiptHandles(this.queueName));
  }

  /**
   * Whether a message that was received is not dealt with yet; one that was left for a retry is. Asked of the queue, not of
   * this poller, because a message is in flight before its poller knows of it.
   */
  get handling(): boolean {
    const inFlight = this.#sqs.receiptHandles(this.queueName);
    this.#left = new Set(inFlight.filter((handle) => this.#left.has(handle)));
    return inFlight.some((handle) => !this.#left.has(handle));
  }

  resume(): void {
    if (this.#polling || !this.#plan.enabled) return;
    this.#polling = true;
    this.#loops = Array.from({ length: this.#concurrency }, () => this.#poll());
  }

  /** Stops receiving; resolves when the batches already received are dealt with. */
  async pause(): Promise<void> {
    this.#polling = false;
    // A receive may still be on its way to the server and begin its long poll only after this.
    const again = setInterval(() => this.#sqs.endLongPolls(this.queueName), 5);
    this.#sqs.endLongPolls(this.queueName);
    await Promise.all(this.#loops);
    clearInterval(again);
  }

  async #poll(): Promise<void> {
    while (this.#polling) {
      try {
        const batch = await this.#gather();
        for (const part of batchesBySize(batch)) await this.#handle(part);
      } catch (error) {
        if (!this.#polling) return;
        this.#logs.write(this.#plan.functionName, 'stack', `polling ${this.queueName}: ${String(error)}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  /** One batch: up to the batch size, waiting no longer than the batch window for more. */
  async #gather(): Promise<ReceivedMessage[]> {
    const { batchSize, windowSeconds } = this.#plan;
    const batch = await this.#receive(Math.min(batchSize, receiveLimit), longPollSeconds);
    const closesAt = performance.now() + windowSeconds * 1000;
    while (batch.length > 0 && batch.length < batchSize && this.#polling) {
      const left = Math.floor((closesAt - performance.now()) / 1000);
      if (left <= 0) break;
      const count = Math.min(batchSize - batch.length, receiveLimit);
      batch.push(...(await this.#receive(count, Math.min(left, longPollSeconds))));
    }
    return batch;
  }

  async #receive(count: number, waitSeconds: number): Promise<ReceivedMessage[]> {
    const answer = await this.#call('ReceiveMessage', {
      MaxNumberOfMessages: count,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    return receivedMessages(answer);
  }

  async #handle(batch: readonly ReceivedMessage[]): Promise<void> {
    this.#received(batch);
    try {
      const answer = await this.#pool.invoke(sqsEvent(batch, this.#plan.queueArn));
      const ids = batch.map((message) => message.MessageId);
      const failed = failedMessageIds(answer, ids, this.#plan.reportsItemFailures);
      if (failed === 'all') {
        this.#logs.write(
          this.#plan.functionName,
          'stack',
          `malformed batch response: ${JSON.stringify(answer)}`,
        );
      } else {
        await this.#delete(batch.filter((message) => !failed.has(message.MessageId)));
      }
    } catch (error) {
      // As in Lambda, the whole batch stays until its visibility timeout is over.
      this.#logs.write(this.#plan.functionName, 'stack', `batch of ${batch.length} stays: ${String(error)}`);
    } finally {
      for (const { ReceiptHandle } of batch) this.#left.add(ReceiptHandle);
    }
  }

  async #delete(messages: readonly ReceivedMessage[]): Promise<void> {
    for (let start = 0; start < messages.length; start += receiveLimit) {
      const Entries = messages
        .slice(start, start + receiveLimit)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await this.#deleteBatch({ Entries });
    }
  }

  /** A connection that breaks must not bring finished messages back: deleting twice harms nothing. */
  async #deleteBatch(input: Record<string, unknown>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#call('DeleteMessageBatch', input);
        return;
      } catch (error) {
        if (attempt === deleteAttempts) throw error;
      }
    }
  }

  #call(operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { endpoint } = this.#sqs;
    const body = { QueueUrl: queueUrl(endpoint, this.queueName), ...input };
    return awsJson(endpoint, `AmazonSQS.${operation}`, body, { version: '1.0' });
  }
}

/** Lambda ends a batch at 6 MB (developer guide, “Batching behavior”); some room is left for what surrounds the bodies. */
const batchBytes = 0.9 * payloadLimit;

/** Splits what was received into batches that fit into one invocation. */
export function batchesBySize(messages: readonly ReceivedMessage[]): ReceivedMessage[][] {
  const batches: ReceivedMessage[][] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = Buffer.byteLength(JSON.stringify(message.Body));
    const last = batches.at(-1);
    if (last === undefined || bytes + size > batchBytes) {
      batches.push([message]);
      bytes = size;
    } else {
      last.push(message);
      bytes += size;
    }
  }
  return batches;
}

/** A message as SQS's JSON protocol hands it out. */
export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, Record<string, string>>>;
}

/** Messages of a ReceiveMessage answer. */
export function receivedMessages(answer: Record<string, unknown>): ReceivedMessage[] {
  return Array.isArray(answer.Messages) ? answer.Messages.filter(isReceivedMessage) : [];
}

function isReceivedMessage(value: unknown): value is ReceivedMessage {
  return isRecord(value) && typeof value.MessageId === 'string' && typeof value.ReceiptHandle === 'string';
}

/** The event that Lambda makes of a batch of SQS messages. */
export function sqsEvent(messages: readonly ReceivedMessage[], queueArn: string): Record<string, unknown> {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes ?? {},
      messageAttributes: messageAttributes(message),
      md5OfBody: message.MD5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: localRegion,
    })),
  };
}

function messageAttributes(message: ReceivedMessage): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue, BinaryValue, DataType }]) => [
      name,
      {
        ...(StringValue !== undefined && { stringValue: StringValue }),
        ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
        stringListValues: [],
        binaryListValues: [],
        dataType: DataType,
      },
    ]),
  );
}

/**
 * Which messages of a batch Lambda leaves in the queue, by what the function answered.
 * Source: AWS Lambda developer guide, "Handling errors for an SQS event source", success and failure conditions.
 * @returns message ids to keep; `'all'` when the answer counts as a failure of the whole batch
 */
export function failedMessageIds(
  answer: unknown,
  batch: readonly string[],
  reportsItemFailures: boolean,
): ReadonlySet<string> | 'all' {
  if (!reportsItemFailures || answer === null || answer === undefined) return new Set();
  if (!isRecord(answer)) return 'all';
  const failures = answer.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return 'all';
  const failed = new Set<string>();
  for (const failure of failures) {
    const id: unknown = isRecord(failure) ? failure.itemIdentifier : undefined;
    if (typeof id !== 'string' || !batch.includes(id)) return 'all';
    failed.add(id);
  }
  return failed;
}
