/**
 * Remembers keys for a limited time. It lives as long as the function's container, so only costs and counts may depend on it.
 */
export class TtlCache {
  readonly #ttl: number;
  readonly #maxEntries: number;
  /** When each key was added last; the oldest first. */
  readonly #addedAt = new Map<string, number>();

  /**
   * @param ttl how long a key is remembered, in milliseconds
   * @param maxEntries how many keys are remembered; the oldest is evicted
   */
  constructor(ttl: number, maxEntries: number) {
    this.#ttl = ttl;
    this.#maxEntries = maxEntries;
  }

  /** Whether the key was added within the TTL. @param now epoch milliseconds */
  has(key: string, now: number): boolean {
    const at = this.#addedAt.get(key);
    // A clock that was set back must not extend the TTL.
    return at !== undefined && now >= at && now - at < this.#ttl;
  }

  /** Adds a key. @param now epoch milliseconds */
  add(key: string, now: number): void {
    this.#addedAt.delete(key);
    this.#addedAt.set(key, now);
    const [oldest] = this.#addedAt.keys();
    if (this.#addedAt.size > this.#maxEntries && oldest !== undefined) this.#addedAt.delete(oldest);
  }
}
