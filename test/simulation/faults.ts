import type { Scheduler } from './scheduler.ts';

/** Everything that goes wrong in a simulation, each documented by AWS, with its usual probability. */
export const FAULTS = {
  /** AWS refuses a call because of its rate. Nothing is done. */
  throttle: 0.03,
  /** AWS fails before it does anything. */
  'error-before': 0.03,
  /** AWS does it, then answers with an error. */
  'error-after': 0.03,
  /** AWS does it, and the answer is lost: the client gives up waiting. */
  'answer-lost': 0.02,
  /** The client gives up waiting, and AWS does it only then. */
  'done-late': 0.01,
  /** DynamoDB leaves part of a batch unprocessed; SQS refuses part of a batch. */
  'part-of-batch': 0.05,
  /** The items of a batch are read or written at different moments, with other writers between them. */
  'torn-batch': 0.2,
  /** An index shows a write late. */
  'stale-index': 0.2,
  /** A queue delivers a message twice. */
  'second-delivery': 0.08,
  /** A queue delivers a message late, and so in another order. */
  'late-delivery': 0.15,
  /** A batch waits at its poller until other pollers may receive its messages, too. */
  'visibility-ends': 0.02,
  /** What a function answers about its batch does not arrive: every message comes back. */
  'answer-of-batch-lost': 0.03,
  /** A function dies at an await. */
  killed: 0.05,
  /** A function hangs until its deadline ends it. */
  deadline: 0.01,
  /** A new execution environment, without what the last one kept in memory. */
  'cold-start': 0.1,
  /** The clocks of two machines differ by up to five minutes. */
  'clock-skew': 0.5,
  /** SES refuses the mail for now. */
  'ses-throttle': 0.05,
  /** SES accepts the mail, and its answer is lost. */
  'ses-answer-lost': 0.05,
  /** Mails bounce, are complained of, or are rejected. */
  'mail-fails': 0.2,
  /** An SES notice comes after more than the eleven minutes that a sender waits for it. */
  'ses-notice-late': 0.03,
  /** The HTTP client does not get the answer. */
  'http-answer-lost': 0.05,
  /** The schedule leaves out a sweep. */
  'sweep-skipped': 0.2,
  /** Most calls of a service fail for seconds or minutes. */
  brownout: 0.005,
  /** Nothing in AWS works for hours. */
  outage: 0.15,
} as const;

export type Fault = keyof typeof FAULTS;
const KINDS = Object.keys(FAULTS) as Fault[];

/** Decides what goes wrong. Each run has some kinds of faults and not others, since one kind can hide another. */
export class Faults {
  readonly counts = new Map<Fault, number>();
  readonly #rates = new Map<Fault, number>();
  readonly #scheduler: Scheduler;
  #isOver = false;

  /** @param without kinds that this run leaves out */
  constructor(scheduler: Scheduler, without: ReadonlySet<Fault> = new Set()) {
    this.#scheduler = scheduler;
    const random = scheduler.randomFor('kinds of faults');
    for (const kind of KINDS) {
      const isOn = random() < 0.75;
      const strength = 0.3 + 1.7 * random();
      if (isOn && !without.has(kind)) this.#rates.set(kind, Math.min(0.9, FAULTS[kind] * strength));
    }
  }

  /** The kinds of this run. */
  get kinds(): readonly Fault[] {
    return [...this.#rates.keys()];
  }

  /** Whether a fault happens now. */
  happens(kind: Fault): boolean {
    const rate = this.#rates.get(kind);
    if (rate === undefined || this.#isOver || this.#scheduler.randomFor(kind)() >= rate) return false;
    this.count(kind);
    return true;
  }

  /** Counts a fault that happened. */
  count(kind: Fault): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }

  /** From now on nothing goes wrong. */
  end(): void {
    this.#isOver = true;
  }
}
