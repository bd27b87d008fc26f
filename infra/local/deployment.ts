import { resourceName } from './aws-names.ts';
import type { StackClock } from './clock.ts';
import { clockSteps } from './clock.ts';
import { AlarmBoard } from './cloudwatch-alarms/alarm-board.ts';
import { EventLog } from './console/event-log.ts';
import { createTable } from './dynamodb.ts';
import type { FunctionLogs } from './function-logs.ts';
import { HttpApi } from './http-api.ts';
import type { ReceivedMessage } from './lambda/event-source-mapping.ts';
import { EventSourceMapping } from './lambda/event-source-mapping.ts';
import type { InvocationError } from './lambda/execution-environment.ts';
import { FunctionPool, functionEnvironment } from './lambda/function-pool.ts';
import { Schedules } from './lambda/schedules.ts';
import type { SecretsManagerStandIn } from './secrets-manager.ts';
import type { SesStandIn } from './ses/ses-stand-in.ts';
import { SnsStandIn } from './sns.ts';
import type { QueueDepth, SqsStandIn } from './sqs.ts';
import type { MappingPlan, Plan } from './template/plan.ts';
import type { Endpoints } from './template/resource-type.ts';

/** How full a queue is and what it is for. */
export interface QueueState extends QueueDepth {
  readonly name: string;
  /** `source`: a function consumes it; `dead-letter`: failed messages of another queue; `open`: other systems consume it. */
  readonly role: 'source' | 'dead-letter' | 'open';
}

interface DeploymentOptions {
  readonly endpoints: Endpoints;
  readonly clock: StackClock;
  readonly logs: FunctionLogs;
  readonly sqs: SqsStandIn;
  readonly ses: SesStandIn;
  readonly secrets: SecretsManagerStandIn;
  readonly concurrency: number;
  readonly onLoadFailure: ((error: InvocationError) => void) | undefined;
}

/** Creates the resources of a plan on the stand-ins. Event source mappings and schedules start with `resume()`. */
export async function deploy(plan: Plan, options: DeploymentOptions): Promise<Deployment> {
  for (const table of plan.tables) await createTable(options.endpoints.dynamodb, table);
  for (const queue of plan.queues) options.sqs.createQueue(queue);
  for (const secret of plan.secrets) options.secrets.create(secret);
  await options.ses.configure(plan, new SnsStandIn(plan.subscriptions, options.sqs));
  return new Deployment(plan, options);
}

/** The functions, mappings, schedules and routes of a plan, running. */
export class Deployment {
  readonly httpApi: HttpApi;
  readonly alarms: AlarmBoard;
  /** The events that were delivered, for the console. */
  readonly events = new EventLog();
  readonly #sqs: SqsStandIn;
  readonly #pools: ReadonlyMap<string, FunctionPool>;
  readonly #mappings: readonly EventSourceMapping[];
  readonly #schedules: Schedules;
  readonly #deadLetterQueues: ReadonlySet<string>;
  #paused = true;
  #passing = Promise.resolve();

  constructor(plan: Plan, around: DeploymentOptions) {
    const { endpoints, clock, logs, sqs, concurrency, onLoadFailure } = around;
    this.#sqs = sqs;
    const consumed = new Set(plan.mappings.map(({ queueArn }) => resourceName(queueArn)));
    this.alarms = new AlarmBoard(plan.alarms, { clock, sqs, consumed });
    logs.recordMetrics = (line) => this.alarms.recordMetrics(line);
    this.#pools = new Map(
      plan.functions.map((one) => {
        const environment = functionEnvironment(one, endpoints);
        const onInvocationEnd = (ok: boolean) => this.#countInvocation(one.name, ok);
        return [
          one.name,
          new FunctionPool(one, {
            environment,
            clock: clock.buffer,
            logs,
            concurrency,
            onInvocationEnd,
            onLoadFailure,
          }),
        ];
      }),
    );
    this.#mappings = plan.mappings.map((mapping) => this.#map(mapping, around));
    const schedules = plan.schedules.map((one) => {
      const pool = this.pool(one.functionName);
      return { ...one, invoke: (event: unknown) => pool.invoke(event) };
    });
    this.#schedules = new Schedules(schedules, { clock, logs });
    this.#deadLetterQueues = new Set(
      plan.queues.flatMap((queue) =>
        queue.deadLetterArn === undefined ? [] : [resourceName(queue.deadLetterArn)],
      ),
    );
    // Every queue of a mapping or a redrive policy must exist. This fails at the start if one does not.
    for (const name of this.#deadLetterQueues) sqs.depth(name);
    for (const { queueName } of this.#mappings) sqs.depth(queueName);
    const answered = (status: number) => {
      for (const ApiId of plan.apis)
        this.alarms.count('AWS/ApiGateway', '5xx', { ApiId }, status >= 500 ? 1 : 0);
    };
    this.httpApi = new HttpApi(plan, { pools: this.#pools, clock, logs, answered });
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
    this.#schedules.resume();
  }

  async pause(): Promise<void> {
    this.#paused = true;
    await Promise.all([...this.#mappings, this.#schedules].map((one) => one.pause()));
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
      await shortDelay();
  }

  /**
   * Lets time pass, in steps: moves the clock and, by as much, delays and back-offs; starts what is scheduled; waits until
   * what became due is done, before the next step. While paused only the clock and the delays move.
   */
  advanceTime(milliseconds: number, moveClock: (by: number) => void): Promise<void> {
    const passed = this.#passing.then(async () => {
      for (const step of clockSteps(milliseconds)) await this.#step(step, moveClock);
    });
    this.#passing = passed.catch(() => {});
    return passed;
  }

  async close(): Promise<void> {
    const paused = this.pause();
    await Promise.all([...this.#pools.values()].map((pool) => pool.close()));
    await paused;
  }

  async #step(milliseconds: number, moveClock: (by: number) => void): Promise<void> {
    const isRunning = !this.#paused;
    if (isRunning) await this.#settled();
    // Nothing runs at the jump, so that no message under work comes back a second time. With none there is nothing to hold.
    const holds = isRunning && this.#sources().some(({ inFlight, delayed }) => inFlight + delayed > 0);
    if (holds) await this.pause();
    moveClock(milliseconds);
    for (const { name } of this.#sources()) this.#sqs.advanceTime(name, milliseconds);
    if (!isRunning) return;
    if (holds) this.resume();
    if (milliseconds > 0) await this.#schedules.runOnce();
    await this.#settled();
  }

  #countInvocation(FunctionName: string, ok: boolean): void {
    this.alarms.count('AWS/Lambda', 'Invocations', { FunctionName });
    this.alarms.count('AWS/Lambda', 'Errors', { FunctionName }, ok ? 0 : 1);
  }

  #map(mapping: MappingPlan, around: DeploymentOptions): EventSourceMapping {
    const { sqs, logs, concurrency } = around;
    const QueueName = resourceName(mapping.queueArn);
    const received = (messages: readonly ReceivedMessage[]) => {
      this.alarms.count('AWS/SQS', 'NumberOfMessagesReceived', { QueueName }, messages.length);
      for (const { Body } of messages) this.events.record(QueueName, Body, around.clock.now());
    };
    const pool = this.pool(mapping.functionName);
    return new EventSourceMapping(mapping, { sqs, logs, concurrency, pool, received });
  }

  /** Resolves when nothing is left to do now; messages that wait for their time may remain. */
  async #settled(): Promise<void> {
    while (this.#working()) await shortDelay();
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

function shortDelay(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
