import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { QueuePair, Stage } from '../stage/stage.ts';

/** A message in a dead-letter queue. */
export interface DeadLetter {
  readonly id: string;
  /** The handle of the last receive, to delete or return the message. */
  readonly receiptHandle: string;
  readonly body: string;
  /** Without {@link errorCode} and {@link errorDetail}. */
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  /** When it was sent, or moved here by its function; epoch milliseconds. */
  readonly sentAt: number | null;
  /** How often it was received in all queues. SQS counts reads by this command line, too. */
  readonly receives: number;
  /** Why its function gave up; `null` if SQS itself moved the message. */
  readonly errorCode: string | null;
  readonly errorDetail: string | null;
}

/** Converts a message as SQS returns it. */
export function toDeadLetter({
  MessageId = '',
  ReceiptHandle = '',
  Body = '',
  Attributes = {},
  MessageAttributes = {},
}: Message): DeadLetter {
  const { errorCode, errorDetail, ...attributes } = MessageAttributes;
  const sentAt = Number(Attributes.SentTimestamp);
  return {
    id: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes,
    sentAt: sentAt > 0 ? sentAt : null,
    receives: Number(Attributes.ApproximateReceiveCount) || 0,
    errorCode: errorCode?.StringValue ?? null,
    errorDetail: errorDetail?.StringValue ?? null,
  };
}

/** The number of messages in a dead-letter queue. SQS's counts are approximate. */
export interface QueueDepth {
  readonly waiting: number;
  /** Messages that somebody has received: another operator, or a command that was interrupted. */
  readonly held: number;
}

/** The most entries of one SQS request. */
const BATCH_SIZE = 10;
/** Visibility timeout while messages are only read, in seconds. */
const PEEK_SECONDS = 60;
/** Visibility timeout while messages are worked on, of which there may be thousands, in seconds. */
const WORK_SECONDS = 15 * 60;
/** Two empty responses mean that there are no more messages. */
const EMPTY_RESPONSES = 2;

/** Handles a batch of messages. @returns the messages that stay in the queue */
export type DeadLetterWork = (messages: readonly DeadLetter[]) => Promise<readonly DeadLetter[]>;

/** A dead-letter queue, to read without removing anything, or to work through. */
export class DeadLetterQueue {
  readonly #sqs: SQSClient;
  readonly #url: string;
  readonly #isExact: boolean;

  /** @param isExact whether the queue reports its exact depth: the local stack does, SQS does not */
  constructor(sqs: SQSClient, url: string, isExact: boolean) {
    this.#sqs = sqs;
    this.#url = url;
    this.#isExact = isExact;
  }

  /** Reads the number of messages. */
  async depth(): Promise<QueueDepth> {
    const { Attributes = {} } = await this.#sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: this.#url,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return {
      waiting: Number(Attributes.ApproximateNumberOfMessages) || 0,
      held: Number(Attributes.ApproximateNumberOfMessagesNotVisible) || 0,
    };
  }

  /** Reads up to `most` messages and returns all of them to the queue before it resolves. */
  async peek(most: number): Promise<DeadLetter[]> {
    const seen: DeadLetter[] = [];
    await this.#forEachBatch(most, PEEK_SECONDS, async (messages) => {
      seen.push(...messages);
      return messages;
    });
    return seen;
  }

  /**
   * Works through all messages, up to ten at a time. Messages that stay become visible again at the end, because they would
   * be received a second time before.
   * @returns whether every message was seen; `false` if the work takes longer than the visibility timeout
   */
  workThrough(work: DeadLetterWork): Promise<boolean> {
    return this.#forEachBatch(Number.POSITIVE_INFINITY, WORK_SECONDS, work);
  }

  async #forEachBatch(most: number, seconds: number, work: DeadLetterWork): Promise<boolean> {
    const { waiting } = await this.depth();
    const seen = new Set<string>();
    const staying: string[] = [];
    try {
      for (let empty = 0; seen.size < most && empty < EMPTY_RESPONSES; ) {
        const isDone = this.#isExact && seen.size >= waiting;
        if (isDone) break;
        const messages = await this.#receive(Math.min(BATCH_SIZE, most - seen.size), seconds);
        if (messages.length === 0) {
          empty += 1;
          continue;
        }
        const fresh = messages.filter(({ id }) => !seen.has(id));
        // A message returns when its visibility timeout ends. It must not be worked on twice.
        const again = messages.filter((message) => !fresh.includes(message));
        staying.push(...again.map(({ receiptHandle }) => receiptHandle));
        if (fresh.length === 0) return false;
        for (const { id } of fresh) seen.add(id);
        const left = await work(fresh).catch((error: unknown) => {
          staying.push(...fresh.map(({ receiptHandle }) => receiptHandle));
          throw error;
        });
        staying.push(...left.map(({ receiptHandle }) => receiptHandle));
      }
      return true;
    } finally {
      await this.#makeVisible(staying);
    }
  }

  /** Deletes received messages. @returns the messages that could not be deleted */
  async delete(messages: readonly DeadLetter[]): Promise<DeadLetter[]> {
    if (messages.length === 0) return [];
    const Entries = messages.map(({ receiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle: receiptHandle,
    }));
    const { Failed = [] } = await this.#sqs.send(
      new DeleteMessageBatchCommand({ QueueUrl: this.#url, Entries }),
    );
    return Failed.flatMap(({ Id }) => messages[Number(Id)] ?? []);
  }

  async #receive(most: number, seconds: number): Promise<DeadLetter[]> {
    const { Messages = [] } = await this.#sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#url,
        MaxNumberOfMessages: most,
        VisibilityTimeout: seconds,
        // A long poll asks all of SQS's servers. A short poll may miss messages.
        WaitTimeSeconds: 1,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
      }),
    );
    return Messages.map(toDeadLetter);
  }

  async #makeVisible(receiptHandles: readonly string[]): Promise<void> {
    for (let start = 0; start < receiptHandles.length; start += BATCH_SIZE) {
      const Entries = receiptHandles
        .slice(start, start + BATCH_SIZE)
        .map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
      // If this fails, the messages become visible when their timeout ends.
      await this.#sqs
        .send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.#url, Entries }))
        .catch(() => undefined);
    }
  }
}

/** Opens the dead-letter queue of a queue. */
export function openDeadLetterQueue({ sqs, local }: Stage, { deadLetterUrl }: QueuePair): DeadLetterQueue {
  return new DeadLetterQueue(sqs, deadLetterUrl, local);
}
