import type { Queue } from '../../shared/effects/queue.ts';
import type { Certificates } from '../../shared/partner-center/certificate.ts';
import type { Meter } from '../../shared/runtime/metric-catalogue.ts';
import type { Recently } from '../../shared/runtime/recently.ts';
import type { Table } from '../../shared/store/table.ts';

/** What the webhook needs of the world. */
export interface WebhookWorld {
  readonly certificates: Certificates;
  readonly table: Table;
  /** Where mapped events go, and what became of the others. */
  readonly queues: Readonly<
    Record<'relationship-events' | 'azure-events' | 'outcomes', Pick<Queue, 'sendAll'>>
  >;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
  readonly meter: Meter;
  /** Refusals that were counted, by the ids of their outcomes: Partner Center delivers again for days. */
  readonly counted: Recently;
}
