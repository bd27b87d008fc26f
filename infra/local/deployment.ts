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
  around.ses.configure(plan, new TopicFanOut(plan.subscriptions, around.sqs));
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
      plan.queues.flatMap((queue) => (queue.deadLetterArn === undefined ? [] : [nameFromArn(queue.deadLetterArn)])),
    );
    for (const name of this.#deadLetterQueues) sqs.depth(name);
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
    while (this.#busy()) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Lets time pass for the source queues while nothing runs, so that no message under work comes back a second time. */
  async letPass(milliseconds: number, moveClock: () => void): Promise<void> {
    const wasPaused = this.#paused;
    await this.pause();
    moveClock();
    for (const mapping of this.#mappings) this.#sqs.letPass(mapping.queueName, milliseconds);
    if (!wasPaused) this.resume();
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

  #busy(): boolean {
    if ([...this.#pools.values()].some((pool) => pool.running > 0)) return true;
    if (this.#mappings.some((mapping) => mapping.handling > 0)) return true;
    return this.depths().some(
      ({ role, visible, inFlight, delayed }) => role === 'source' && visible + inFlight + delayed > 0,
    );
  }
}
