import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Outcome } from '../../shared/process/effects.ts';
import type { LoadStack } from './load-stack.ts';

/** Several at once, so that outcomes do not pile up in the stack. */
const READERS = 2;

/** Consumes outcomes, as the event bus does in AWS. */
export class OutcomeConsumer {
  readonly #stack: LoadStack;
  readonly #listener: (outcome: Outcome, sentAt: number) => void;
  readonly #readers: Promise<void>[];
  #isStopped = false;
  #count = 0;

  /** @param listener called for each outcome, with the time it was queued in epoch milliseconds */
  constructor(stack: LoadStack, listener: (outcome: Outcome, sentAt: number) => void = () => {}) {
    this.#stack = stack;
    this.#listener = listener;
    this.#readers = Array.from({ length: READERS }, () => this.#read());
  }

  /** Outcomes so far. */
  get count(): number {
    return this.#count;
  }

  /** Takes what is there, and ends. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#readers);
  }

  async #read(): Promise<void> {
    const { client } = this.#stack;
    const QueueUrl = this.#stack.queueUrl('outcomes');
    for (;;) {
      const isLast = this.#isStopped;
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 1,
          MessageSystemAttributeNames: ['SentTimestamp'],
        }),
      );
      if (Messages.length === 0 && isLast) return;
      if (Messages.length === 0) continue;
      for (const { Body = '', Attributes } of Messages) {
        this.#count++;
        this.#listener(JSON.parse(Body), Number(Attributes?.SentTimestamp));
      }
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
  }
}
