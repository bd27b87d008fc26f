import type { Case } from '../case/case.ts';
import { closeInvitation, moveRelationship, updateCase } from '../case/draft.ts';
import { isOpen } from '../case/relationship.ts';
import type { Subscription } from '../case/subscription.ts';
import { type ChainContext, DAY, type ProcessSettings } from '../chains/chain-context.ts';
import { failOnboarding, transferLimit } from '../chains/onboarding-chains.ts';
import { toMillis } from '../events/instant.ts';
import { applied, type EventResult } from './event-result.ts';

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
export function dueOfCase(
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
  const { id, reported, decision } = subscription;
  const due: Due[] = [];
  if (decision?.status === 'deferred' && reported?.termEndsAt) {
    due.push({ at: toMillis(reported.termEndsAt), what: 'term-over', subscriptionId: id });
  }
  const limit = transferLimit(subscription);
  if (limit !== null) due.push({ at: limit, what: 'transfer-expired', subscriptionId: id });
  return due;
}

/** The earliest of what is due for these subscriptions, in epoch milliseconds. */
export function earliestDueOf(subscriptions: Iterable<Subscription>): number | null {
  let earliest: number | null = null;
  for (const subscription of subscriptions) {
    for (const { at } of dueOfSubscription(subscription))
      earliest = earliest === null ? at : Math.min(earliest, at);
  }
  return earliest;
}

/** Carries out one thing that is due; its reason in the timeline is what it was. */
export function applyDue(context: ChainContext, due: Due): EventResult {
  const { draft, cause } = context;
  const { invitation, relationship } = draft.case;
  const done = { ...applied(), reason: due.what };
  switch (due.what) {
    case 'reminder':
      if (!invitation) return done;
      updateCase(draft, { invitation: { ...invitation, reminders: due.reminder } });
      draft.changes.push({ kind: 'reminded', invitationId: invitation.id, reminder: due.reminder });
      return done;
    case 'invitation-expired':
      if (!invitation) return done;
      closeInvitation(draft, 'expired', cause.at);
      // What is held stays when an invitation for more ends (contract §3.3).
      if (relationship.status !== 'active') {
        moveRelationship(draft, { status: 'expired', scope: null, at: cause.at });
      }
      draft.changes.push({
        kind: 'invitation-ended',
        invitationId: invitation.id,
        end: 'expired',
        scope: invitation.scope,
      });
      return done;
    case 'decline-block-over':
      updateCase(draft, { relationship: { ...relationship, block: null } });
      return done;
    case 'term-over':
      // The term's end is a fact like any other: the next decision sees it.
      return { ...done, decide: [due.subscriptionId] };
    case 'transfer-expired': {
      const subscription = draft.subscriptions.get(due.subscriptionId);
      const failure = { reason: 'transfer-expired', detail: null, at: cause.at };
      if (subscription) failOnboarding(context, subscription, failure);
      return { ...done, decideAgain: [due.subscriptionId] };
    }
  }
}
