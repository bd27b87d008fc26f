import type { ProcessContext } from '../chains/context.ts';
import { eventKey } from '../events/identity.ts';
import { fromMillis } from '../events/instant.ts';
import { carryOut } from './carry-out.ts';
import { type Due, dueInHead, dueOfSubscription } from './due.ts';
import { type Folding, NeedsAllSubscriptions } from './folding.ts';

/**
 * Lets time pass up to a moment: carries out what is due by then, the earliest first, each as an entry of its own under the
 * product's clock.
 * @param until epoch milliseconds, not after the clock
 */
export function passTime(
  folding: Folding,
  context: ProcessContext,
  otherSubscriptions: number,
  until: number,
): void {
  for (;;) {
    const { subscriptionsDueAt, partnerId } = folding.case;
    if (otherSubscriptions > 0 && subscriptionsDueAt !== null && subscriptionsDueAt <= until) {
      throw new NeedsAllSubscriptions();
    }
    const due = earliestDue(folding, context, until);
    if (!due) return;
    const source = `/multichannel-support/${partnerId}/clock`;
    const id = idOf(due, folding);
    folding.fold(
      {
        key: eventKey({ source, id }),
        source,
        id,
        type: 'time.passed',
        at: fromMillis(due.at),
        subscriptionId: 'subscriptionId' in due ? due.subscriptionId : null,
        extensions: {},
        mayAsk: due.what === 'term-over' || due.what === 'decline-block-over',
      },
      (chain) => carryOut(chain, due),
    );
  }
}

function earliestDue(
  { case: of, subscriptions }: Folding,
  { settings, now }: ProcessContext,
  until: number,
): Due | null {
  // What has overtaken a reminder is judged by the clock: that is when it would be mailed.
  const all = [...dueInHead(of, settings, now)];
  for (const subscription of subscriptions.values()) all.push(...dueOfSubscription(subscription));
  let first: Due | null = null;
  for (const due of all) if (due.at <= until && (!first || due.at < first.at)) first = due;
  return first;
}

/** The same thing that is due has the same id, however often it is tried. */
function idOf(due: Due, { case: of }: Folding): string {
  const invitation = `${of.tenantId}-${of.invitation?.id ?? 'none'}`;
  switch (due.what) {
    case 'reminder':
      return `${invitation}-reminder-${due.reminder}`;
    case 'invitation-expired':
      return `${invitation}-expired`;
    case 'decline-block-over':
      return `${of.tenantId}-decline-block-over-${due.at}`;
    default:
      return `${of.tenantId}-${due.subscriptionId}-${due.what}-${due.at}`;
  }
}
