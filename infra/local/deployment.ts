import type { StackClock } from './clock.ts';
import { createTable } from './dynamodb/create-table.ts';
import { HttpApi } from './http/http-api.ts';
import { nameFromArn } from './identity.ts';
import { functionEnvironment } from './lambda/environment.ts';
import { FunctionPool } from './lambda/function-pool.ts';
import type { LogSink } from './logs.ts';
import { EventSourceMapping } from './mapping/event-source-mapping.ts';
import type { SecretsStandIn } from './secrets/stand-in.ts';
import type { SesStandIn } from './ses/stand-in.ts';
import { TopicFanOut } from './sns.ts';
import type { QueueDepth, SqsStandIn } from './sqs/stand-in.ts';
import type { MappingPlan, Plan } from './template/plan.ts';
import type { Endpoints } from './template/resource.ts';

/** How full a queue is and what it is for. */
export interface QueueState extends QueueDepth {
  readonly name: string;
  /** `source`: a function consumes it; `dead-letter`: another queue's failures; `open`: for others to consume. */
  readonly role: 'source' | 'dead-letter' | 'open';
}

interface Surroundings {
  readonly endpoints: Endpoints;
  readonly clock: StackClock;
  readonly logs: LogSink;
  readonly sqs: SqsStandIn;
  readonly ses: SesStandIn;
  readonly secrets: SecretsStandIn;
  readonly concurrency: number;
}

/** Makes on the stand-ins what the plan asks for. The mappings rest until `resume()`. */
export async function deploy(plan: Plan, around: Surroundings): Promise<Deployment> {
  for (const table of plan.tables) await createTable(around.endpoints.dynamodb, table);
  for (const queue of plan.queues) around.sqs.createQueue(queue);
  for (const secret of plan.secrets) around.secrets.create(secret);
  await around.ses.configure(plan, new TopicFanOut(plan.subscriptions, around.sqs));
  return new Deployment(plan, around);
}

/** The functions, mappings and routes of a plan, running. */
export class Deployment {
  readonly httpApi: HttpApi;
  readonly #sqs: SqsStandIn;
  readonly #pools: ReadonlyMap<string, FunctionPool>;
  readonly #mappings: readonly EventSourceMapping[];
  readonly #deadLetterQueues: ReadonlySet<string>;
  #paused = true;

  constructor(plan: Plan, around: Surroundings) {
    const { endpoints, clock, logs, sqs, concurrency } = around;
    this.#sqs = sqs;
    this.#pools = new Map(
      plan.functions.map((one) => {
        const environment = functionEnvironment(one, endpoints);
        return [one.name, new FunctionPool(one, { environment, clock: clock.buffer, logs, concurrency })];
      }),
    );
    this.#mappings = plan.mappings.map((mapping) => this.#map(mapping, around));
    this.#deadLetterQueues = new Set(
      plan.queues.flatMap((queue) =>
        queue.deadLetterArn === undefined ? [] : [nameFromArn(queue.deadLetterArn)],
      ),
    );
    // A queue that a mapping or a redrive policy names must be there; asking for it says so at the start.
    for (const name of this.#deadLetterQueues) sqs.depth(name);
    for (const { queueName } of this.#mappings) sqs.depth(queueName);
    this.httpApi = new HttpApi(plan, { pools: this.#pools, clock, logs });
  }

  /** @throws Error for a function no stack has */
  pool(name: string): FunctionPool {
    const pool = this.#pools.get(name);
    if (pool === undefined) throw new Error(`there is no function ${name}`);
    return pool;
  }

  resume(): void {
    this.#paused = false;
    for (const mapping of this.#mappings) mapping.resume();
  }

  async pause(): Promise<void> {
    this.#paused = true;
    await Promise.all(this.#mappings.map((mapping) => mapping.pause()));
  }

  depths(): QueueState[] {
    const sources = new Set(this.#mappings.map((mapping) => mapping.queueName));
    return this.#sqs.names().map((name) => {
      const role = sources.has(name) ? 'source' : this.#deadLetterQueues.has(name) ? 'dead-letter' : 'open';
      return { name, role, ...this.#sqs.depth(name) };
    });
  }

  /**
   * Resolves once no source queue holds a message (visible, in flight or delayed) and no function runs. A function sends
   * before its own message goes, all in this process: there is no moment in between at which everything looks empty.
   */
  async idle(): Promise<void> {
    while (this.#working() || this.#sources().some(({ inFlight, delayed }) => inFlight + delayed > 0))
      await soon();
  }

  /**
   * Moves the clock, and lets as much time pass for delays and back-offs. What is due before is done before; resolves when
   * what became due is done too. Nothing runs at the jump, so that no message under work comes back a second time.
   */
  async letPass(milliseconds: number, moveClock: () => void): Promise<void> {
    const wasPaused = this.#paused;
    if (!wasPaused) await this.#settled();
    await this.pause();
    moveClock();
    for (const { name } of this.#sources()) this.#sqs.letPass(name, milliseconds);
    if (wasPaused) return;
    this.resume();
    await this.#settled();
  }

  async close(): Promise<void> {
    const paused = this.pause();
    await Promise.all([...this.#pools.values()].map((pool) => pool.close()));
    await paused;
  }

  #map(mapping: MappingPlan, around: Surroundings): EventSourceMapping {
    const { sqs, logs, concurrency } = around;
    return new EventSourceMapping(mapping, { sqs, logs, concurrency, pool: this.pool(mapping.functionName) });
  }

  /** Resolves when nothing is left to do now; messages that wait for their time may remain. */
  async #settled(): Promise<void> {
    while (this.#working()) await soon();
  }

  #working(): boolean {
    if ([...this.#pools.values()].some((pool) => pool.running > 0)) return true;
    if (this.#mappings.some((mapping) => mapping.handling)) return true;
    return this.#sources().some(({ visible }) => visible > 0);
  }

  #sources(): QueueState[] {
    return this.depths().filter(({ role }) => role === 'source');
  }
}

function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
