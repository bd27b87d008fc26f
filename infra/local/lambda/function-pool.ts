import { devNull } from 'node:os';
import { localRegion } from '../aws-names.ts';
import type { FunctionLogs } from '../function-logs.ts';
import type { FunctionPlan } from '../template/plan.ts';
import type { Endpoints } from '../template/resource-type.ts';
import { ExecutionEnvironment, InvocationError } from './execution-environment.ts';

/** Lambda's limit of a synchronous request and of a response, in bytes: 6 MB (quotas page). */
export const payloadLimit = 6 * 1024 * 1024;

/** A function and its execution environments: started when needed, reused warm, never more than its concurrency. */
export class FunctionPool {
  readonly plan: FunctionPlan;
  readonly #start: () => ExecutionEnvironment;
  readonly #idle: ExecutionEnvironment[] = [];
  readonly #busy = new Set<ExecutionEnvironment>();
  readonly #waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  readonly #concurrency: number;
  readonly #onInvocationEnd: (ok: boolean) => void;
  readonly #onLoadFailure: (error: InvocationError) => void;
  #turns = 0;
  #running = 0;
  #closed = false;

  constructor(
    plan: FunctionPlan,
    options: {
      environment: Record<string, string>;
      clock: SharedArrayBuffer;
      logs: FunctionLogs;
      /** The most worker threads. Further invocations wait. */
      concurrency: number;
      /** Called after every invocation. */
      onInvocationEnd?: (ok: boolean) => void;
      /** Called if the bundle cannot be loaded. Another attempt would fail, too. */
      onLoadFailure?: ((error: InvocationError) => void) | undefined;
    },
  ) {
    const { environment, clock, logs, concurrency } = options;
    this.plan = plan;
    this.#onInvocationEnd = options.onInvocationEnd ?? (() => {});
    this.#onLoadFailure = options.onLoadFailure ?? (() => {});
    this.#concurrency = Math.min(concurrency, plan.reservedConcurrency ?? concurrency);
    this.#start = () => new ExecutionEnvironment(plan, environment, clock, logs);
  }

  /** Invocations running or waiting for a worker. */
  get running(): number {
    return this.#running;
  }

  /**
   * Invokes the function.
   * @param event anything that goes into JSON
   * @returns what the handler answered, after a trip through JSON
   * @throws InvocationError
   */
  async invoke(event: unknown): Promise<unknown> {
    this.#running += 1;
    try {
      const payload = JSON.stringify(event);
      this.#refuseLarge('request', payload);
      const result = await this.#run(payload);
      this.#refuseLarge('response', result);
      const answer: unknown = JSON.parse(result);
      this.#onInvocationEnd(true);
      return answer;
    } catch (error) {
      if (!this.#closed) this.#failed(error);
      throw error;
    } finally {
      this.#running -= 1;
    }
  }

  #refuseLarge(what: 'request' | 'response', payload: string): void {
    if (Buffer.byteLength(payload) <= payloadLimit) return;
    const message = `${this.plan.name}: the ${what} has more than ${payloadLimit} bytes`;
    throw new InvocationError(what === 'request' ? 'payload-too-large' : 'handler-failed', message);
  }

  #failed(error: unknown): void {
    this.#onInvocationEnd(false);
    if (error instanceof InvocationError && error.code === 'initialization-failed')
      this.#onLoadFailure(error);
  }

  /**
   * Ends execution environments at once, wherever they are in their work, as Lambda does with one that runs out of memory.
   * @param most how many at most, the busy ones first
   * @returns how many were at work
   */
  async kill(most = Number.POSITIVE_INFINITY): Promise<number> {
    const busy = [...this.#busy].slice(0, most);
    const idle = this.#idle.slice(0, Math.max(0, most - busy.length));
    await Promise.all([...busy, ...idle].map((environment) => environment.close()));
    return busy.length;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const closed = new InvocationError('stack-closed', 'the stack is closing');
    for (const waiter of this.#waiting.splice(0)) waiter.reject(closed);
    await Promise.all([...this.#idle, ...this.#busy].map((environment) => environment.close()));
  }

  async #run(event: string): Promise<string> {
    await this.#turn();
    let environment: ExecutionEnvironment | undefined;
    try {
      environment = this.#take();
      this.#busy.add(environment);
      return await environment.invoke(event);
    } finally {
      if (environment !== undefined) this.#release(environment);
      this.#handOver();
    }
  }

  async #turn(): Promise<void> {
    if (this.#closed) throw new InvocationError('stack-closed', 'the stack is closing');
    if (this.#turns < this.#concurrency) this.#turns += 1;
    else await new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** Gives the turn to who waits longest; a turn given back and taken anew could be taken twice in between. */
  #handOver(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#turns -= 1;
    else next.resolve();
  }

  #release(environment: ExecutionEnvironment): void {
    this.#busy.delete(environment);
    if (!environment.ended && !this.#closed) this.#idle.push(environment);
  }

  #take(): ExecutionEnvironment {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop())
      if (!idle.ended) return idle;
    return this.#start();
  }
}

/**
 * A function's whole environment: the template's variables and what Lambda's runtime sets. Nothing of this process's own
 * environment gets in, so that a bundle cannot come to rely on a developer's machine or reach a real account.
 */
export function functionEnvironment(plan: FunctionPlan, endpoints: Endpoints): Record<string, string> {
  return {
    ...plan.environment,
    AWS_REGION: localRegion,
    AWS_DEFAULT_REGION: localRegion,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    // A profile in the home folder could lead the SDK to a real endpoint.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_SES: endpoints.ses,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secrets,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: plan.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(plan.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${plan.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: plan.directory,
    _HANDLER: plan.handler,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
  };
}
