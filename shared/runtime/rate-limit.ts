/** A clock in milliseconds; tests pass their own. */
export interface Clock {
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** A monotonic clock: the wall clock may jump. */
const monotonicClock: Clock = {
  now: () => performance.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/**
 * Limits the rate of requests to a service: they start at least `interval` milliseconds apart, across invocations of the
 * container, too.
 */
export class RateLimit {
  readonly #interval: number;
  readonly #clock: Clock;
  #nextFree = Number.NEGATIVE_INFINITY;

  constructor(interval: number, clock: Clock = monotonicClock) {
    this.#interval = interval;
    this.#clock = clock;
  }

  /** Resolves when the caller may start, in the order of the calls. */
  async turn(): Promise<void> {
    const now = this.#clock.now();
    const at = Math.max(now, this.#nextFree);
    this.#nextFree = at + this.#interval;
    if (at > now) await this.#clock.wait(at - now);
  }
}
