/**
 * Remembers, for a while, that something was done: for what is worth doing now and then only. It lasts as long as the function's
 * container does, so nothing may depend on it but costs and counts.
 */
export class TtlCache {
  readonly #span: number;
  readonly #most: number;
  /** When each was done last, the longest ago first. */
  readonly #done = new Map<string, number>();

  /**
   * @param span how long it is remembered, in milliseconds
   * @param most how many are remembered; more push out the oldest
   */
  constructor(span: number, most: number) {
    this.#span = span;
    this.#most = most;
  }

  /** Whether it was done within the span. @param now epoch milliseconds */
  has(what: string, now: number): boolean {
    const at = this.#done.get(what);
    // A clock that was set back makes nothing last longer.
    return at !== undefined && now >= at && now - at < this.#span;
  }

  /** Notes that it was done. @param now epoch milliseconds */
  add(what: string, now: number): void {
    this.#done.delete(what);
    this.#done.set(what, now);
    const [oldest] = this.#done.keys();
    if (this.#done.size > this.#most && oldest !== undefined) this.#done.delete(oldest);
  }
}
