import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * The product's clock: the machine's, moved by an offset that every worker thread reads from shared memory.
 * With a file it survives a restart.
 */
export class StackClock {
  /** One Float64: milliseconds to add to the machine's time. */
  readonly buffer = new SharedArrayBuffer(8);
  readonly #offset = new Float64Array(this.buffer);
  readonly #file: string | undefined;

  constructor(file?: string) {
    this.#file = file;
    const kept = file !== undefined && existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    this.#offset[0] = Number.isFinite(kept) ? kept : 0;
  }

  now(): Date {
    return new Date(Date.now() + (this.#offset[0] ?? 0));
  }

  /** Moves the clock by so many milliseconds; back only before anything has happened. */
  move(milliseconds: number): void {
    const offset = (this.#offset[0] ?? 0) + milliseconds;
    if (this.#file !== undefined) {
      // Rename is atomic: a crash leaves the old offset or the new one.
      writeFileSync(`${this.#file}.new`, String(offset));
      renameSync(`${this.#file}.new`, this.#file);
    }
    this.#offset[0] = offset;
  }
}
