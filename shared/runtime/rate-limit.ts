/** Real time, in milliseconds; another one in tests. */
export interface Clock {
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Time that only goes on: what a stage's own clock may jump by is no time that has passed. */
const realTime: Clock = {
  now: () => performance.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/**
 * Lets things begin one after the other, `interval` milliseconds apart or more, across invocations too: for a service that takes
 * only so many requests a second.
 */
export class RateLimit {
  readonly #interval: number;
  readonly #clock: Clock;
  #free = Number.NEGATIVE_INFINITY;

  constructor(interval: number, clock: Clock = realTime) {
    this.#interval = interval;
    this.#clock = clock;
  }

  /** Resolves when it is the caller's turn; callers have theirs in the order in which they ask. */
  async turn(): Promise<void> {
    const now = this.#clock.now();
    const at = Math.max(now, this.#free);
    this.#free = at + this.#interval;
    if (at > now) await this.#clock.wait(at - now);
  }
}
