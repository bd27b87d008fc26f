import { randomBytes } from 'node:crypto';
import type { CaseKey } from '../case/case.ts';
import type { ProcessSettings } from '../chains/chain-context.ts';
import type { KnownEvent } from '../events/catalogue.ts';
import type { CaseFoldEvent, TimePassed } from '../events/internal-events.ts';
import { openQueues, openTable } from '../runtime/clients.ts';
import { jitteredPause } from '../runtime/jitter.ts';
import type { Meter } from '../runtime/metric-catalogue.ts';
import type { Queue } from '../runtime/queue.ts';
import { processSettings } from '../runtime/settings.ts';
import type { TtlCache } from '../runtime/ttl-cache.ts';
import { createCleanupCache } from '../store/erasure-cleanup.ts';
import type { Table } from '../store/table.ts';

/** An event and the message it came in. */
export interface ReceivedEvent<
  E extends KnownEvent | CaseFoldEvent | TimePassed = KnownEvent | CaseFoldEvent | TimePassed,
> {
  readonly messageId: string;
  /** Whether the message was received before: the function that had it may have died halfway. */
  readonly redelivered?: boolean;
  readonly event: E;
}

/** The events of one case in a batch. */
export interface CaseEvents extends CaseKey {
  readonly received: readonly ReceivedEvent<CaseFoldEvent | TimePassed>[];
}

/** The dependencies of processing events: stores, queues, clock, randomness and settings. */
export interface IntakeDependencies {
  readonly table: Table;
  readonly outcomes: Queue;
  readonly mail: Queue;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
  /** A random id for each attempt to write a case. */
  readonly newAttemptId: () => string;
  /** Waits a random time, at most `longest` milliseconds. */
  readonly pause: (longest: number) => Promise<void>;
  /** The erased cases that were cleaned up recently. */
  readonly cleanedUp: TtlCache;
  readonly settings: ProcessSettings;
  readonly meter: Meter;
}

/** Creates the dependencies of a Lambda function from its environment. */
export function createDependencies(meter: Meter): IntakeDependencies {
  const { outcomes, mail } = openQueues('outcomes', 'mail');
  return {
    table: openTable(),
    outcomes,
    mail,
    now: () => Date.now(),
    newAttemptId: () => randomBytes(6).toString('base64url'),
    pause: jitteredPause,
    cleanedUp: createCleanupCache(),
    meter,
    settings: processSettings(),
  };
}
