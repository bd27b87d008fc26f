import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FunctionLogs } from '../function-logs.ts';
import type { FunctionPlan } from '../template/plan.ts';

/** An invocation that did not end well; `code` says how. */
export class InvocationError extends Error {
  readonly code:
    | 'handler-failed'
    | 'timed-out'
    | 'runtime-exited'
    | 'initialization-failed'
    | 'payload-too-large'
    | 'stack-closed';

  constructor(code: InvocationError['code'], message: string) {
    super(message);
    this.name = 'InvocationError';
    this.code = code;
  }
}

/** Lambda gives a function's code 10 s to load. */
const loadMilliseconds = 10_000;

/** One worker thread with a function's bundle in it; takes one invocation at a time. */
export class ExecutionEnvironment {
  readonly #plan: FunctionPlan;
  readonly #worker: Worker;
  readonly #loaded: Promise<void>;
  #settle: ((reply: WorkerReply | InvocationError) => void) | undefined;
  #ended = false;
  /** What took the runtime down, in its own words. */
  #lastWords: string | undefined;

  constructor(
    plan: FunctionPlan,
    environment: Record<string, string>,
    clock: SharedArrayBuffer,
    logs: FunctionLogs,
  ) {
    this.#plan = plan;
    const workerData: WorkerStart = { ...locate(plan), clock };
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData,
      env: environment,
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: plan.memoryMegabytes },
    });
    for (const stream of ['stdout', 'stderr'] as const) {
      this.#worker[stream]
        .setEncoding('utf8')
        .on('data', (text: string) => logs.write(plan.name, stream, text));
    }
    this.#worker.on('message', (reply: WorkerReply) => this.#end(reply));
    this.#worker.on('error', (error) => {
      const isError = error instanceof Error;
      this.#lastWords = isError ? `${error.name}: ${error.message}` : String(error);
      logs.write(plan.name, 'stderr', isError ? (error.stack ?? error.message) : String(error));
    });
    this.#worker.on('exit', () => {
      this.#ended = true;
      this.#end(new InvocationError('runtime-exited', `${plan.name}: the runtime exited`));
    });
    this.#loaded = this.#load();
    this.#loaded.catch(() => {});
  }

  /** Whether the thread is gone; such an environment takes no invocation any more. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Runs the handler once.
   * @returns the result as JSON text
   * @throws InvocationError when the handler throws, runs past the function's timeout, or takes the runtime down
   */
  async invoke(event: string): Promise<string> {
    await this.#loaded;
    const { name, arn, memoryMegabytes, timeoutSeconds } = this.#plan;
    const timeoutMilliseconds = timeoutSeconds * 1000;
    const requestId = randomUUID();
    const request: InvocationRequest = {
      requestId,
      event,
      timeoutMilliseconds,
      functionName: name,
      functionArn: arn,
      memoryMegabytes,
    };
    const late = new InvocationError('timed-out', `${name}: timed out after ${timeoutSeconds} seconds`);
    const ended = this.#next(timeoutMilliseconds, late);
    this.#worker.postMessage(request);
    const reply = await ended;
    if (reply.kind === 'result') return reply.result;
    const said = reply.kind === 'error' ? `${reply.type}: ${reply.message}` : 'answered out of turn';
    throw new InvocationError('handler-failed', `${name}: ${said}`);
  }

  async close(): Promise<void> {
    this.#ended = true;
    await this.#worker.terminate();
  }

  async #load(): Promise<void> {
    const failed = (why: string) =>
      new InvocationError('initialization-failed', `${this.#plan.name}: its bundle did not load${why}`);
    const late = failed(` within ${loadMilliseconds / 1000} seconds`);
    try {
      await this.#next(loadMilliseconds, late);
    } catch (error) {
      const [line] = this.#lastWords?.split('\n') ?? [];
      throw error === late ? late : failed(line === undefined ? '' : `: ${line}`);
    }
  }

  /** The worker's next word; late or gone, the thread is ended and the promise fails. */
  #next(milliseconds: number, late: InvocationError): Promise<WorkerReply> {
    if (this.#ended) return Promise.reject(new InvocationError('runtime-exited', late.message));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#end(late);
        void this.close();
      }, milliseconds);
      this.#settle = (reply) => {
        clearTimeout(timer);
        if (reply instanceof InvocationError) reject(reply);
        else resolve(reply);
      };
    });
  }

  #end(reply: WorkerReply | InvocationError): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(reply);
  }
}

function locate(plan: FunctionPlan): { bundle: string; exportName: string } {
  const dot = plan.handler.lastIndexOf('.');
  const base = join(plan.directory, plan.handler.slice(0, dot));
  const file = ['.mjs', '.js'].map((extension) => `${base}${extension}`).find(existsSync);
  if (file === undefined) throw new Error(`${plan.name}: no ${base}.mjs or .js`);
  return { bundle: pathToFileURL(file).href, exportName: plan.handler.slice(dot + 1) };
}

/** What a worker thread is started with. */
export interface WorkerStart {
  /** File URL of the bundle. */
  readonly bundle: string;
  /** Name of the exported handler. */
  readonly exportName: string;
  /** One Float64 of shared memory: milliseconds the product's clock is ahead of the machine's. */
  readonly clock: SharedArrayBuffer;
}

/** One invocation, to the worker. The event goes as JSON text, as Lambda's own does. */
export interface InvocationRequest {
  readonly requestId: string;
  readonly event: string;
  readonly timeoutMilliseconds: number;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMegabytes: number;
}

/** What a worker says: that its bundle is loaded, or how an invocation ended. */
export type WorkerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly requestId: string; readonly result: string }
  | { readonly kind: 'error'; readonly requestId: string; readonly type: string; readonly message: string };
