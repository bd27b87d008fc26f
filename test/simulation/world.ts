import type { Outcome } from '../../shared/process/effects.ts';
import { parseHead } from '../../shared/store/case-store.ts';
import type { Item } from '../../shared/store/table.ts';
import { decode, Table, text } from '../../shared/store/table.ts';
import type { StoredTimelinePage } from '../../shared/store/timeline-pages.ts';
import { SimulatedTable } from './aws/dynamodb.ts';
import { SimulatedLambda } from './aws/lambda.ts';
import { Network } from './aws/network.ts';
import { Pollers } from './aws/pollers.ts';
import { SimulatedSes } from './aws/ses.ts';
import { SimulatedSqs } from './aws/sqs.ts';
import { type Fault, Faults } from './faults.ts';
import { QUEUES } from './functions.ts';
import { Scheduler } from './scheduler.ts';

/** When every simulation begins. */
export const BEGINNING = Date.UTC(2026, 0, 5, 9);

/** A line of what happened, with the time since the beginning in milliseconds. */
export interface TraceLine {
  readonly at: number;
  readonly line: string;
}

/** The codes of messages that can never be processed (contract §10). */
const REFUSALS = new Set([
  'not-json',
  'not-a-cloudevent',
  'unknown-type',
  'wrong-queue',
  'invalid-data',
  'too-large',
]);

/** Sweeps in a row after which no case changed, without an outage: an hour and a half. */
const MOST_IDLE_SWEEPS = 90;

/** All of AWS that the product uses, with the product on it. */
export class World {
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly network: Network;
  readonly table: SimulatedTable;
  readonly sqs: SimulatedSqs;
  readonly ses: SimulatedSes;
  readonly lambda: SimulatedLambda;
  readonly pollers: Pollers;
  readonly lines: TraceLine[] = [];
  /** The keys of the timeline entries that each write of a case added, by its partition. */
  readonly writes = new Map<string, string[][]>();
  /** The bodies of outcomes that reached the bus, by their ids. */
  readonly outcomes = new Map<string, Set<string>>();
  /** What was moved to a dead-letter queue because no retry can help. */
  readonly refused: { readonly body: string; readonly errorCode: string }[] = [];
  /** What is wrong, whatever happened. */
  readonly violations: string[] = [];
  onOutcome: (outcome: Outcome) => void = () => {};
  /** The secret with the link keys. */
  secret = JSON.stringify({ current: 'k1', k1: '1'.repeat(40) });
  readonly #isTraced: boolean;
  #sweepAt: number | null = null;
  #lastSweep = 0;
  #idleSweeps = 0;

  constructor(
    seed: number,
    options: { readonly without?: ReadonlySet<Fault>; readonly isTraced?: boolean } = {},
  ) {
    this.#isTraced = options.isTraced === true;
    this.scheduler = new Scheduler(seed, BEGINNING);
    this.faults = new Faults(this.scheduler, options.without);
    this.network = new Network(this.scheduler, this.faults, this.trace);
    this.table = new SimulatedTable(this.scheduler, this.faults);
    this.sqs = new SimulatedSqs(QUEUES, this.scheduler, this.faults);
    this.ses = new SimulatedSes(this.scheduler, this.faults, this.sqs.queue('mail-feedback'));
    const services = { table: this.table, sqs: this.sqs, ses: this.ses, secret: () => this.secret };
    this.lambda = new SimulatedLambda(this.scheduler, this.faults, this.network, services, this.trace);
    this.pollers = new Pollers(this.scheduler, this.faults, this.sqs, this.network, this.lambda, this.trace);
    this.pollers.onFailure = (name, error) => {
      this.violations.push(`${name} threw ${error instanceof Error ? error.stack : String(error)}`);
    };
    this.#deliverOutcomes();
    this.pollers.onAnswer = ({ function: name, messages, failed }) => {
      if (name !== 'mail-feedback') return;
      for (const { id, body } of messages)
        if (!failed.has(id)) this.ses.noteProcessed(body, this.scheduler.time);
    };
    for (const name of QUEUES) {
      this.sqs.queue(`${name}-dlq`).onSend = (body, { errorCode = '' }) => {
        if (REFUSALS.has(errorCode)) this.refused.push({ body, errorCode });
      };
    }
    this.table.onPut = (item) => {
      if (text(item.sk) !== 'HEAD') return;
      this.#idleSweeps = 0;
      this.#noteWrite(item);
      this.#armSweep();
    };
  }

  /** Notes what happens, if somebody wants to read it. */
  readonly trace = (line: () => string): void => {
    if (this.#isTraced) this.lines.push({ at: this.scheduler.time - BEGINNING, line: line() });
  };

  /** The table, without faults and without time. */
  get instantTable(): Table {
    // The product's table calls nothing but `send`.
    const client = this.table.instantClient as unknown as ConstructorParameters<typeof Table>[0];
    return new Table(client, 'cases');
  }

  /** The heads of all cases. */
  get heads(): Item[] {
    return [...this.table.items()].filter(({ sk }) => text(sk) === 'HEAD');
  }

  /** Notes which timeline entries a write of a case added. */
  #noteWrite(head: Item): void {
    const pk = text(head.pk);
    const known = this.writes.get(pk) ?? [];
    this.writes.set(pk, known);
    const seen = new Set(known.flat());
    const { body } = parseHead(head);
    const added: string[] = [];
    for (let ref = body?.older ?? null; ref !== null; ) {
      const page: StoredTimelinePage | null = this.#page(pk, `TIME#${ref}`);
      const keys = (page?.entries ?? []).map(({ key }) => key);
      added.unshift(...keys.filter((key) => !seen.has(key)));
      ref = keys.some((key) => seen.has(key)) ? null : (page?.before ?? null);
    }
    added.push(...(body?.recent ?? []).map(({ key }) => key).filter((key) => !seen.has(key)));
    known.push([...new Set(added)]);
  }

  #page(pk: string, sk: string): StoredTimelinePage | null {
    const body = this.table.item({ pk, sk })?.body?.B;
    return body ? decode<StoredTimelinePage>(body) : null;
  }

  /** What an item holds, as text. */
  readBody({ body, ...keys }: Item): string {
    return JSON.stringify(body?.B ? decode(body.B) : keys);
  }

  /** The pipe from `outcomes` to the bus: at least once. */
  #deliverOutcomes(): void {
    const queue = this.sqs.queue('outcomes');
    queue.onVisible = () => {
      for (const message of queue.receive(10)) {
        const outcome: Outcome = JSON.parse(message.body);
        const bodies = this.outcomes.get(outcome.id) ?? new Set();
        const isFirst = bodies.size === 0;
        bodies.add(message.body);
        this.outcomes.set(outcome.id, bodies);
        if (this.faults.happens('answer-of-batch-lost')) continue;
        queue.delete(message, message.receipt);
        if (isFirst) this.onOutcome(outcome);
      }
    };
  }

  /** When the schedule would find something to do: each minute, but not while nothing is due. */
  #armSweep(): void {
    const dueAt = this.heads.flatMap(({ dueAt: at }) => (at?.S ? [Date.parse(at.S)] : []));
    if (dueAt.length === 0) return;
    const earliest = Math.max(Math.min(...dueAt), this.#lastSweep + 60_000, this.scheduler.time);
    if (this.#sweepAt !== null && this.#sweepAt <= earliest) return;
    this.#sweepAt = earliest;
    this.scheduler.after(earliest - this.scheduler.time + 1, () => {
      if (this.#sweepAt === earliest) void this.#sweep();
    });
  }

  async #sweep(): Promise<void> {
    this.#sweepAt = null;
    this.#lastSweep = this.scheduler.time;
    if (this.network.down.size > 0) this.#idleSweeps = 0;
    if (++this.#idleSweeps > MOST_IDLE_SWEEPS) {
      this.violations.push(
        `cases stay due, whatever the sweeps do, since ${new Date(this.scheduler.time).toISOString()}`,
      );
      return;
    }
    if (!this.faults.happens('sweep-skipped')) await this.lambda.invoke('due-work', {});
    this.#armSweep();
  }
}
