import type { Case } from '../case/case.ts';
import { isOpen } from '../case/invitation.ts';
import type { Subscription } from '../case/subscription.ts';
import { DAY, type ProcessSettings } from '../chains/context.ts';
import { transferLimit } from '../chains/onboarding-chains.ts';
import { toMillis } from '../events/instant.ts';

/** Something that time alone brings about, and when (epoch milliseconds). */
export type Due = { readonly at: number } & (
  | { readonly what: 'reminder'; readonly reminder: number }
  | { readonly what: 'invitation-expired' | 'decline-block-over' }
  | { readonly what: 'term-over' | 'transfer-expired'; readonly subscriptionId: string }
);

/**
 * What time will bring about in the part of a case that its head holds.
 * @param until epoch milliseconds: of several reminders that are due by then only the last is one, for the others are
 *   overtaken, and none when the invitation itself is over
 */
export function dueInHead(
  { invitation, relationship }: Case,
  settings: ProcessSettings,
  until: number,
): Due[] {
  const due: Due[] = [];
  if (isOpen(invitation)) {
    const expires = toMillis(invitation.expiresAt);
    due.push({ at: expires, what: 'invitation-expired' });
    const opened = toMillis(invitation.openedAt);
    const times = settings.reminderDays.map((day) => opened + day * DAY);
    const passed = times.filter((at) => at <= until).length;
    const reminder = Math.max(passed, invitation.reminders + 1);
    const at = times[reminder - 1];
    // Who has consented need not be reminded: what is waited for then is Microsoft.
    const isWaitedFor = invitation.status === 'open' && reminder > invitation.reminders && expires > until;
    if (at !== undefined && isWaitedFor) due.push({ at, what: 'reminder', reminder });
  }
  if (relationship.block?.reason === 'declined') {
    const at = toMillis(relationship.block.since) + settings.declineBlockDays * DAY;
    due.push({ at, what: 'decline-block-over' });
  }
  return due;
}

/** What time will bring about for one subscription: its term ends, or its transfer expires. */
export function dueOfSubscription(subscription: Subscription): Due[] {
  const { id, told, decision } = subscription;
  const due: Due[] = [];
  if (decision?.status === 'deferred' && told?.termEndsAt) {
    due.push({ at: toMillis(told.termEndsAt), what: 'term-over', subscriptionId: id });
  }
  const limit = transferLimit(subscription);
  if (limit !== null) due.push({ at: limit, what: 'transfer-expired', subscriptionId: id });
  return due;
}

/** The earliest of what is due for these subscriptions, in epoch milliseconds. */
export function earliestOf(subscriptions: Iterable<Subscription>): number | null {
  let earliest: number | null = null;
  for (const subscription of subscriptions) {
    for (const { at } of dueOfSubscription(subscription))
      earliest = earliest === null ? at : Math.min(earliest, at);
  }
  return earliest;
}
