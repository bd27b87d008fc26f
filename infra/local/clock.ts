import { existsSync, readFileSync } from 'node:fs';
import { Duration } from 'luxon';
import { type KeptFile, replaceFile } from './data-folder.ts';

/**
 * The product's clock: the machine's, moved by an offset that every worker thread reads from shared memory.
 * With a file it survives a restart.
 */
export class StackClock {
  /** One Float64: milliseconds to add to the machine's time. */
  readonly buffer = new SharedArrayBuffer(8);
  readonly #offset = new Float64Array(this.buffer);
  readonly #file: KeptFile | undefined;

  constructor(file?: KeptFile) {
    this.#file = file;
    const kept = file !== undefined && existsSync(file.path) ? Number(readFileSync(file.path, 'utf8')) : 0;
    this.#offset[0] = Number.isFinite(kept) ? kept : 0;
  }

  now(): Date {
    return new Date(Date.now() + (this.#offset[0] ?? 0));
  }

  /** Moves the clock forward, or back before anything has happened. */
  move(milliseconds: number): void {
    const offset = (this.#offset[0] ?? 0) + milliseconds;
    if (this.#file !== undefined) replaceFile(this.#file, String(offset));
    this.#offset[0] = offset;
  }
}

/**
 * The longest step of the clock, in milliseconds. Work that is due on different days then runs in its order, and at most
 * half a day late.
 */
const longestStep = 12 * 3_600_000;

/** Splits a time into steps of at most 12 hours, in milliseconds; the last step holds the rest. No time is one step. */
export function clockSteps(milliseconds: number): number[] {
  const whole = Math.max(0, Math.ceil(milliseconds / longestStep) - 1);
  return [...new Array<number>(whole).fill(longestStep), milliseconds - whole * longestStep];
}

/** The form of a duration. Luxon also accepts months, signs, commas and `P1.5D`, which this excludes. */
const fixedUnits = /^P(?=.)[\dWD]*(?:T(?=.)[\dHM]*(?:[\d.]+S)?)?$/;

/**
 * Milliseconds of an ISO 8601 duration in weeks, days, hours, minutes and seconds (`P8D`, `PT90S`, `P1DT12H`).
 * @throws RangeError for anything else; months and years have no fixed length
 */
export function durationMilliseconds(text: string): number {
  const duration = Duration.fromISO(text);
  if (!duration.isValid || !fixedUnits.test(text))
    throw new RangeError(`${JSON.stringify(text)} is not a duration such as P8D or PT90S`);
  return duration.toMillis();
}
