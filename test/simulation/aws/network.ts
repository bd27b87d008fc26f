import type { Fault, Faults } from '../faults.ts';
import type { Scheduler } from '../scheduler.ts';

/** An execution environment, as the network sees it: it can die while a request is on its way. */
export interface Caller {
  readonly name: string;
  readonly isDead: boolean;
  /** How many of its requests did not simply work. */
  troubles: number;
}

/** The services that the product calls. */
export type Service = 'dynamodb' | 'sqs' | 'ses' | 'secrets';

/** Notes a line of what happens. The line is made only when somebody wants to read it. */
export type Trace = (line: () => string) => void;

/** An error as the clients of AWS throw it. */
export interface AwsErrors {
  readonly service: Service;
  readonly throttled: () => Error;
  readonly failed: () => Error;
}

/** The longest that a client waits for an answer, in milliseconds (`requestTimeout` in shared/runtime/clients.ts). */
const REQUEST_TIMEOUT = 5_000;

/** What a client of the SDK reports when no answer came in time. */
export function timeoutError(): Error {
  return Object.assign(new Error('Connection timed out'), {
    name: 'TimeoutError',
    $metadata: { attempts: 1 },
  });
}

/** A promise for the continuation of something that died: it never goes on. */
export function never<T>(): Promise<T> {
  return new Promise(() => {});
}

/** Carries requests of execution environments to AWS, and answers back, with everything that may happen between them. */
export class Network {
  readonly #scheduler: Scheduler;
  readonly #faults: Faults;
  readonly #random: () => number;
  readonly #trace: Trace;
  /** Number of requests that arrived. */
  requests = 0;
  /** The services that do not work. */
  readonly down = new Set<Service>();
  /** For services that fail mostly, until when; epoch milliseconds. */
  readonly #weakUntil = new Map<Service, number>();

  constructor(scheduler: Scheduler, faults: Faults, trace: Trace) {
    this.#scheduler = scheduler;
    this.#faults = faults;
    this.#random = scheduler.randomFor('network');
    this.#trace = trace;
  }

  /** For so many milliseconds, most calls of a service fail. */
  weaken(service: Service, milliseconds: number): void {
    this.#weakUntil.set(service, this.#scheduler.time + milliseconds);
  }

  /** Milliseconds on the way: mostly a few, sometimes very many. */
  #latency(): number {
    const random = this.#random();
    return random < 0.9 ? 1 + random * 10 : 10 + (random - 0.9) * 10_000;
  }

  /**
   * One call, with the attempts of an SDK client in standard mode.
   * @param what the call, for the trace
   * @param apply does the work; it is called once for each attempt that arrives
   */
  async call<T>(
    caller: Caller,
    what: () => string,
    apply: () => T | Promise<T>,
    errors: AwsErrors,
    attempts: number,
    kinds: { readonly throttle: Fault; readonly lost: Fault } = { throttle: 'throttle', lost: 'answer-lost' },
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(caller, what, apply, errors, kinds);
      } catch (error) {
        if (attempt === attempts || !isRetried(error)) throw error;
        await this.wait(caller, this.#random() * 100 * 2 ** attempt);
      }
    }
  }

  async #attempt<T>(
    caller: Caller,
    what: () => string,
    apply: () => T | Promise<T>,
    errors: AwsErrors,
    kinds: { readonly throttle: Fault; readonly lost: Fault },
  ): Promise<T> {
    const say = (how: string) => this.#trace(() => `${caller.name}: ${what()}${how}`);
    await this.#scheduler.wait(this.#latency());
    // A request of a dead caller may be on its way already.
    if (caller.isDead) {
      if (this.#random() < 0.5) {
        say(' (its caller is dead)');
        await apply();
      }
      return never();
    }
    this.requests++;
    if (this.#faults.happens('brownout')) {
      this.weaken(errors.service, 2_000 * 150 ** this.#random());
    }
    const isWeak = this.#scheduler.time < (this.#weakUntil.get(errors.service) ?? 0) && this.#random() < 0.95;
    if (isWeak || this.down.has(errors.service)) {
      caller.troubles++;
      throw errors.failed();
    }
    if (this.#faults.happens('deadline')) {
      say(' gets no answer');
      return never();
    }
    if (this.#faults.happens(kinds.throttle)) {
      caller.troubles++;
      say(' is throttled');
      throw errors.throttled();
    }
    if (this.#faults.happens('error-before')) {
      caller.troubles++;
      say(' fails, not done');
      throw errors.failed();
    }
    if (this.#faults.happens('done-late')) {
      caller.troubles++;
      say(' is done late');
      this.#scheduler.after(REQUEST_TIMEOUT + this.#random() * 20_000, () => {
        say(' is done now');
        // Nobody hears of a late failure.
        Promise.resolve(apply()).catch(() => undefined);
      });
      await this.wait(caller, REQUEST_TIMEOUT);
      throw timeoutError();
    }
    const isLost = this.#faults.happens(kinds.lost);
    const isError = this.#faults.happens('error-after');
    if (isLost || isError) caller.troubles++;
    say(isLost ? ' is done, its answer is lost' : isError ? ' is done, and fails' : '');
    const result = await apply();
    await this.wait(caller, isLost ? REQUEST_TIMEOUT : this.#latency());
    if (isLost) throw timeoutError();
    if (isError) throw errors.failed();
    return result;
  }

  /** Waits; if the caller is dead afterwards, for ever. */
  async wait(caller: Caller, milliseconds: number): Promise<void> {
    await this.#scheduler.wait(milliseconds);
    if (caller.isDead) await never();
  }
}

/** As the standard retry mode of the SDK: throttling, errors of the server, and no answer. */
function isRetried(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TimeoutError' || /throttl|throughput/i.test(error.name)) return true;
  return '$fault' in error && error.$fault === 'server';
}
