import type { Faults } from '../faults.ts';
import { type FunctionName, functions } from '../functions.ts';
import type { Scheduler } from '../scheduler.ts';
import type { SimulatedLambda } from './lambda.ts';
import type { Network, Trace } from './network.ts';
import { type Message, type SimulatedQueue, type SimulatedSqs, toRecord, VISIBILITY_TIMEOUT } from './sqs.ts';

/** A batch that a function answered, as the invariants look at it. */
export interface AnsweredBatch {
  readonly function: FunctionName;
  readonly messages: readonly Message[];
  readonly failed: ReadonlySet<string>;
  readonly troubles: number;
  /** When the invocation began, in epoch milliseconds. */
  readonly startedAt: number;
}

/** Feeds queues to functions, as Lambda's event source mappings do. */
export class Pollers {
  readonly #running = new Map<FunctionName, number>();
  readonly #scheduler: Scheduler;
  readonly #faults: Faults;
  readonly #network: Network;
  readonly #lambda: SimulatedLambda;
  readonly #trace: Trace;
  readonly #random: () => number;
  onAnswer: (batch: AnsweredBatch) => void = () => {};
  /** Called when a function throws instead of answering. */
  onFailure: (name: FunctionName, error: unknown) => void = () => {};

  constructor(
    scheduler: Scheduler,
    faults: Faults,
    sqs: SimulatedSqs,
    network: Network,
    lambda: SimulatedLambda,
    trace: Trace,
  ) {
    this.#scheduler = scheduler;
    this.#faults = faults;
    this.#network = network;
    this.#lambda = lambda;
    this.#trace = trace;
    this.#random = scheduler.randomFor('pollers');
    for (const name of Object.keys(functions) as FunctionName[]) {
      const { consumes } = { consumes: undefined, ...functions[name] };
      if (!consumes) continue;
      const queue = sqs.queue(consumes.queue);
      queue.onVisible = () => this.#poll(name, queue, consumes.batchSize, consumes.concurrency);
    }
  }

  #poll(name: FunctionName, queue: SimulatedQueue, batchSize: number, concurrency: number): void {
    while (!this.#network.down.has('sqs') && (this.#running.get(name) ?? 0) < concurrency) {
      const messages = queue.receive(1 + Math.floor(this.#random() * batchSize));
      if (messages.length === 0) return;
      this.#running.set(name, (this.#running.get(name) ?? 0) + 1);
      this.#handle(name, queue, messages)
        .catch((error: unknown) => this.onFailure(name, error))
        .finally(() => {
          this.#running.set(name, (this.#running.get(name) ?? 1) - 1);
          this.#poll(name, queue, batchSize, concurrency);
        });
    }
  }

  async #handle(name: FunctionName, queue: SimulatedQueue, messages: readonly Message[]): Promise<void> {
    // A later receive gives the same message another receipt.
    const receipts = new Map(messages.map((message) => [message, message.receipt]));
    const Records = messages.map(toRecord);
    if (this.#faults.happens('visibility-ends')) {
      await this.#scheduler.wait(VISIBILITY_TIMEOUT * (0.9 + 0.3 * this.#random()));
    }
    this.#trace(() => `${name} receives ${messages.map(({ id, body }) => `${id} ${body}`).join(' ')}`);
    const startedAt = this.#scheduler.time;
    const end = await this.#lambda.invoke(name, { Records });
    if (end.kind === 'failed') this.onFailure(name, end.error);
    if (end.kind !== 'answered') return;
    const failed = failedIn(end.answer);
    this.onAnswer({ function: name, messages, failed, troubles: end.troubles, startedAt });
    this.#trace(() => `${name} answers: failed ${[...failed].join(' ') || 'none'}`);
    if (this.#faults.happens('answer-of-batch-lost')) return;
    for (const [message, receipt] of receipts) if (!failed.has(message.id)) queue.delete(message, receipt);
  }
}

function failedIn(answer: unknown): ReadonlySet<string> {
  const { batchItemFailures } = answer as { batchItemFailures: readonly { itemIdentifier: string }[] };
  return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
}
