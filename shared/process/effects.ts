import type { CaseKey } from '../case/case.ts';
import type { TimelineEntry } from '../case/timeline.ts';
import { type MailCommand, mailsOf } from './mail-orders.ts';
import { type Outcome, outcomeOf, outcomesOf } from './outcomes.ts';

export type { MailCommand } from './mail-orders.ts';
export { type Outcome, outcomeOf } from './outcomes.ts';

/** What leaves after an event was folded in. */
export interface Effects {
  readonly outcomes: readonly Outcome[];
  readonly mails: readonly MailCommand[];
}

/**
 * Everything that leaves because of one event. It follows from the timeline entry alone, so that a repeat of the event
 * sends the same again under the same ids (design, idea 4).
 */
export function effectsOf(key: CaseKey, entry: TimelineEntry): Effects {
  const decided = entry.decisions
    .filter((decision) => decision.status !== decision.previousStatus)
    .map(({ subscriptionId, status, reason, rule, previousStatus }) =>
      outcomeOf(key, entry, 'subscription.decided', subscriptionId, {
        subscriptionId,
        status,
        reason,
        rule,
        previousStatus,
      }),
    );
  return {
    outcomes: [...entry.changes.flatMap((change) => outcomesOf(key, entry, change)), ...decided],
    mails: entry.changes.flatMap((change) => mailsOf(key, entry, change)),
  };
}
