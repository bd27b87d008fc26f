import type { Partner } from '../case/case.ts';

/** What a stage sets (contract §3.3, defaults 30, 30 and 3, 10, 25 days). */
export interface ProcessSettings {
  readonly invitationDays: number;
  readonly declineBlockDays: number;
  /** Days after an invitation was opened on which the customer is reminded, rising. */
  readonly reminderDays: readonly number[];
}

/** All the fold knows of the world: time, partner and settings come in as arguments (design, idea 1). */
export interface ProcessContext {
  readonly partner: Partner;
  /** The product's clock, in epoch milliseconds. */
  readonly now: number;
  readonly settings: ProcessSettings;
}

/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** Most subscriptions a case may have (contract §10). */
export const CASE_LIMIT = 10_000;
