import type { CaseKey } from '../case/case.ts';
import type { ProcessSettings } from '../chains/chain-context.ts';
import type { KnownEvent } from '../events/catalogue.ts';
import type { CaseFoldEvent, TimePassed } from '../events/internal-events.ts';
import { openQueues, openTable } from '../runtime/clients.ts';
import type { Meter } from '../runtime/metric-catalogue.ts';
import { type JitteredPause, jitteredPause, type Platform } from '../runtime/platform.ts';
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
  /** Waits between two attempts to write a case. */
  readonly pause: JitteredPause;
  /** The erased cases that were cleaned up recently. */
  readonly cleanedUp: TtlCache;
  readonly settings: ProcessSettings;
  readonly meter: Meter;
}

/** Creates the dependencies of a Lambda function from its environment. */
export function createDependencies(platform: Platform, meter: Meter): IntakeDependencies {
  const { outcomes, mail } = openQueues(platform, 'outcomes', 'mail');
  return {
    table: openTable(platform),
    outcomes,
    mail,
    now: platform.now,
    newAttemptId: platform.newId,
    pause: jitteredPause(platform),
    cleanedUp: createCleanupCache(),
    meter,
    settings: processSettings(),
  };
}
