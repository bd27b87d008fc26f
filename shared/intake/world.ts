import type { CaseKey } from '../case/case.ts';
import type { ProcessSettings } from '../chains/context.ts';
import type { Queue } from '../effects/queue.ts';
import type { KnownEvent } from '../events/catalogue.ts';
import type { CaseDue, CaseInput } from '../process/noticed.ts';
import type { Meter } from '../runtime/metric-catalogue.ts';
import type { Recently } from '../runtime/recently.ts';
import type { Table } from '../store/table.ts';

/** Something to take in and the message it came in. */
export interface Received<E extends KnownEvent | CaseInput | CaseDue = KnownEvent | CaseInput | CaseDue> {
  readonly messageId: string;
  /** Whether the message was received before: whoever had it may have died and left something behind. */
  readonly again?: boolean;
  readonly event: E;
}

/** Stores, queues, clock and settings: the world, as arguments. */
export interface IntakeWorld {
  readonly table: Table;
  readonly outcomes: Queue;
  readonly mail: Queue;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
  /** Random text, to tell attempts to write apart. */
  readonly mark: () => string;
  /** Waits a random while of so many milliseconds at most. */
  readonly pause: (longest: number) => Promise<void>;
  /** Erased cases that were looked through of late. */
  readonly cleared: Recently;
  readonly settings: ProcessSettings;
  readonly meter: Meter;
}

/** All that a batch holds for one case. */
export interface CaseGroup extends CaseKey {
  readonly received: readonly Received<CaseInput | CaseDue>[];
}
