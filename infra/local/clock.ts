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

/**
 * Most that time moves at once, in milliseconds. What becomes due a day or more apart then comes one after the other, as it
 * would have, and half a day late at most.
 */
const longestStep = 12 * 3_600_000;

/** A time in steps of at most 12 hours, in milliseconds; the last one makes it exact. No time at all is one step. */
export function clockSteps(milliseconds: number): number[] {
  const whole = Math.max(0, Math.ceil(milliseconds / longestStep) - 1);
  return [...new Array<number>(whole).fill(longestStep), milliseconds - whole * longestStep];
}

const second = 1000;
const units = [7 * 86_400, 86_400, 3_600, 60, 1].map((seconds) => seconds * second);

/**
 * Milliseconds of an ISO 8601 duration in weeks, days, hours, minutes and seconds (`P8D`, `PT90S`, `P1DT12H`).
 * @throws RangeError for anything else; months and years have no fixed length
 */
export function durationMilliseconds(text: string): number {
  const match = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
    text,
  );
  if (match === null) throw new RangeError(`${JSON.stringify(text)} is not a duration such as P8D or PT90S`);
  return units.reduce((sum, unit, index) => sum + unit * Number(match[index + 1] ?? 0), 0);
}
