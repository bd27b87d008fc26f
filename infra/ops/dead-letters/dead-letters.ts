import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { QueuePair, Stage } from '../stage/stage.ts';
import { type DeadLetter, toDeadLetter } from './dead-letter.ts';

/** How many messages a dead-letter queue holds, as far as SQS knows. */
export interface QueueDepth {
  readonly waiting: number;
  /** In somebody's hands now: another operator's, or a look that was broken off less than its time ago. */
  readonly held: number;
}

/** SQS's own limit of one request. */
const ENTRIES = 10;
/** So long a message stays away when a look at it is broken off, in seconds. */
const LOOK = 60;
/** The same for work on messages, of which there may be thousands. */
const WORK = 15 * 60;
/** So many empty answers mean that there is no more; where depths are exact, they tell. */
const EMPTY_ANSWERS = 2;

/** A dead-letter queue: to look at without taking anything, and to work through. */
export class DeadLetterQueue {
  readonly #sqs: SQSClient;
  readonly #url: string;
  readonly #exact: boolean;

  /** @param exact whether the queue always tells its depth as it is: the local stack's do, SQS's do not */
  constructor(sqs: SQSClient, url: string, exact: boolean) {
    this.#sqs = sqs;
    this.#url = url;
    this.#exact = exact;
  }

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

  /** Looks at messages, the first that SQS finds; all are given back before this resolves. */
  async peek(most: number): Promise<DeadLetter[]> {
    const seen: DeadLetter[] = [];
    await this.workThrough(most, LOOK, async (letters) => {
      seen.push(...letters);
      return letters;
    });
    return seen;
  }

  /**
   * Works through messages, ten at a time at most; those that `work` hands back are given back to the queue when all are
   * done, not before: they would be received again.
   * @param work deletes, or hands back
   * @returns whether all were seen, as far as can be told; not so when it took longer than messages stay away
   */
  async workThrough(
    most: number,
    seconds: number,
    work: (letters: readonly DeadLetter[]) => Promise<readonly DeadLetter[]>,
  ): Promise<boolean> {
    const { waiting } = await this.depth();
    const seen = new Set<string>();
    const kept: string[] = [];
    try {
      for (let empty = 0; seen.size < most && empty < EMPTY_ANSWERS; ) {
        const isOver = this.#exact && seen.size >= waiting;
        if (isOver) break;
        const letters = await this.#receive(Math.min(ENTRIES, most - seen.size), seconds);
        if (letters.length === 0) {
          empty += 1;
          continue;
        }
        const fresh = letters.filter(({ id }) => !seen.has(id));
        // A message comes a second time when its time was over; who works on it must not get it twice.
        const again = letters.filter((one) => !fresh.includes(one));
        kept.push(...again.map(({ receiptHandle }) => receiptHandle));
        if (fresh.length === 0) return false;
        for (const { id } of fresh) seen.add(id);
        const back = await work(fresh).catch((error: unknown) => {
          kept.push(...fresh.map(({ receiptHandle }) => receiptHandle));
          throw error;
        });
        kept.push(...back.map(({ receiptHandle }) => receiptHandle));
      }
      return true;
    } finally {
      await this.#giveBack(kept);
    }
  }

  /** As {@link workThrough} with the time that work takes. */
  handle(work: (letters: readonly DeadLetter[]) => Promise<readonly DeadLetter[]>): Promise<boolean> {
    return this.workThrough(Number.POSITIVE_INFINITY, WORK, work);
  }

  /** Deletes received messages. @returns those that could not be deleted */
  async delete(letters: readonly DeadLetter[]): Promise<DeadLetter[]> {
    if (letters.length === 0) return [];
    const Entries = letters.map(({ receiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle: receiptHandle,
    }));
    const { Failed = [] } = await this.#sqs.send(
      new DeleteMessageBatchCommand({ QueueUrl: this.#url, Entries }),
    );
    return Failed.flatMap(({ Id }) => letters[Number(Id)] ?? []);
  }

  async #receive(most: number, seconds: number): Promise<DeadLetter[]> {
    const { Messages = [] } = await this.#sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#url,
        MaxNumberOfMessages: most,
        VisibilityTimeout: seconds,
        // A long poll asks all of SQS's servers; a short one may miss what is there.
        WaitTimeSeconds: 1,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
      }),
    );
    return Messages.map(toDeadLetter);
  }

  async #giveBack(receiptHandles: readonly string[]): Promise<void> {
    for (let start = 0; start < receiptHandles.length; start += ENTRIES) {
      const Entries = receiptHandles
        .slice(start, start + ENTRIES)
        .map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
      // What cannot be given back now comes back by itself.
      await this.#sqs
        .send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.#url, Entries }))
        .catch(() => undefined);
    }
  }
}

/** The dead-letter queue of a queue of a stage. */
export function readDeadLetters({ sqs, local }: Stage, { deadLetterUrl }: QueuePair): DeadLetterQueue {
  return new DeadLetterQueue(sqs, deadLetterUrl, local);
}
