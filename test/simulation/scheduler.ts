import { randomFrom } from '../fixtures/random.ts';

interface Task {
  readonly time: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * Virtual time. Everything in a simulation happens in tasks of one scheduler, one after the other, and every choice comes from
 * its seed. So a seed gives the same run again.
 */
export class Scheduler {
  readonly #seed: number;
  readonly #streams = new Map<string, () => number>();
  /** In order of time, the next one last. */
  readonly #tasks: Task[] = [];
  #order = 0;
  #time: number;

  /** @param startsAt the first moment, in epoch milliseconds */
  constructor(seed: number, startsAt: number) {
    this.#seed = seed;
    this.#time = startsAt;
  }

  /** The true time, in epoch milliseconds. Clocks of machines may differ from it. */
  get time(): number {
    return this.#time;
  }

  /** When the next task is due; `null` without one. */
  get nextTime(): number | null {
    return this.#tasks.at(-1)?.time ?? null;
  }

  /** The random numbers for a purpose. Each purpose has its own, so one that asks more often does not change the others. */
  randomFor(purpose: string): () => number {
    const known = this.#streams.get(purpose);
    if (known) return known;
    let hash = this.#seed;
    for (const character of purpose) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
    const random = randomFrom(hash);
    this.#streams.set(purpose, random);
    return random;
  }

  /** Runs something after some milliseconds, rounded up: clocks count whole ones. */
  after(milliseconds: number, run: () => void): void {
    const task = { time: this.#time + Math.max(0, Math.ceil(milliseconds)), order: this.#order++, run };
    let low = 0;
    let high = this.#tasks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#tasks[middle];
      if (other && (other.time > task.time || (other.time === task.time && other.order > task.order)))
        low = middle + 1;
      else high = middle;
    }
    this.#tasks.splice(low, 0, task);
  }

  /** Resolves after some milliseconds. */
  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /** Runs all tasks up to a moment, those that they add included. */
  async run(until: number): Promise<void> {
    // Work that was started before the run has its first tasks still to add.
    await settled();
    for (let task = this.#tasks.at(-1); task && task.time <= until; task = this.#tasks.at(-1)) {
      this.#tasks.pop();
      this.#time = Math.max(this.#time, task.time);
      task.run();
      await settled();
    }
    this.#time = Math.max(this.#time, Math.min(until, Number.MAX_SAFE_INTEGER));
  }
}

/**
 * Resolves when every promise that can go on has gone on: Node runs a tick that a promise's continuation asks for once there are no
 * other continuations. A turn of the event loop would cost a system call.
 */
function settled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
