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
import { TtlCache } from '../runtime/ttl-cache.ts';
import type { Table } from '../store/table.ts';

/** Something to take in and the message it came in. */
export interface Received<
  E extends KnownEvent | CaseFoldEvent | TimePassed = KnownEvent | CaseFoldEvent | TimePassed,
> {
  readonly messageId: string;
  /** Whether the message was received before: whoever had it may have died and left something behind. */
  readonly redelivered?: boolean;
  readonly event: E;
}

/** Stores, queues, clock and settings: the world, as arguments. */
export interface IntakeDependencies {
  readonly table: Table;
  readonly outcomes: Queue;
  readonly mail: Queue;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
  /** Random text, to tell attempts to write apart. */
  readonly newAttemptId: () => string;
  /** Waits a random while of so many milliseconds at most. */
  readonly pause: (longest: number) => Promise<void>;
  /** Erased cases that were looked through of late. */
  readonly cleanedUp: TtlCache;
  readonly settings: ProcessSettings;
  readonly meter: Meter;
}

/** All that a batch holds for one case. */
export interface CaseEvents extends CaseKey {
  readonly received: readonly Received<CaseFoldEvent | TimePassed>[];
}

/** The real world of a function that takes things into cases. Only here do clock, chance and environment come in; all else gets them as arguments. */
export function createDependencies(meter: Meter): IntakeDependencies {
  const queues = openQueues('OUTCOMES_QUEUE_URL', 'MAIL_QUEUE_URL');
  return {
    table: openTable(),
    outcomes: queues.OUTCOMES_QUEUE_URL,
    mail: queues.MAIL_QUEUE_URL,
    now: () => Date.now(),
    newAttemptId: () => randomBytes(6).toString('base64url'),
    pause: jitteredPause,
    cleanedUp: createCleanupCache(),
    meter,
    settings: processSettings(),
  };
}

/** How long a container remembers that it cleaned up an erased case, in milliseconds. */
const CLEANUP_TTL = 10 * 60_000;
/** How many cleaned-up cases a container remembers. */
const CLEANUP_ENTRIES = 1_000;

/**
 * Remembers the erased cases that this container cleaned up recently. A late event costs its sender nothing, so it may
 * start the cleanup of a whole partition only once in a while.
 */
export function createCleanupCache(): TtlCache {
  return new TtlCache(CLEANUP_TTL, CLEANUP_ENTRIES);
}
