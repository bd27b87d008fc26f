import type { Platform } from './platform.ts';

/** The wall clock may jump, so the rate is measured by the other one. */
export type RateClock = Pick<Platform, 'monotonicNow' | 'wait'>;

/**
 * Limits the rate of requests to a service: they start at least `interval` milliseconds apart, across invocations of the
 * container, too.
 */
export class RateLimit {
  readonly #interval: number;
  readonly #clock: RateClock;
  #nextFree = Number.NEGATIVE_INFINITY;

  constructor(interval: number, clock: RateClock) {
    this.#interval = interval;
    this.#clock = clock;
  }

  /** Resolves when the caller may start, in the order of the calls. */
  async turn(): Promise<void> {
    const now = this.#clock.monotonicNow();
    const at = Math.max(now, this.#nextFree);
    this.#nextFree = at + this.#interval;
    if (at > now) await this.#clock.wait(at - now);
  }
}
