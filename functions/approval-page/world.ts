import type { Queue } from '../../shared/effects/queue.ts';
import type { LinkKeys } from '../../shared/runtime/link-keys.ts';
import type { Table } from '../../shared/store/table.ts';

/** What the page needs of the world. */
export interface PageWorld {
  readonly table: Table;
  /** The queue `relationship-events`: a decision is an event like any other. */
  readonly answers: Queue;
  readonly keys: LinkKeys;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
}
