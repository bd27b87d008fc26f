import type { Case } from '../case/case.ts';
import { updateCase } from '../case/draft.ts';
import { type Invitation, isOpen } from '../case/relationship.ts';
import type { StartedOnboarding, Subscription } from '../case/subscription.ts';
import { type ChainContext, DAY, type ProcessSettings } from '../chains/chain-context.ts';
import { failOnboarding, transferLimit } from '../chains/onboarding-chains.ts';
import { toMillis } from '../events/instant.ts';
import { applied, type EventResult } from './event-result.ts';
import { endInvitation } from './relationship-events.ts';

/** Something that becomes due by time alone, and when (epoch milliseconds). */
export type Due = { readonly at: number } & (
  | { readonly what: 'reminder'; readonly invitation: Invitation; readonly reminder: number }
  | { readonly what: 'invitation-expired'; readonly invitation: Invitation }
  | { readonly what: 'decline-block-over' }
  | { readonly what: 'term-over'; readonly subscription: Subscription }
  | {
      readonly what: 'transfer-expired';
      readonly subscription: Subscription;
      readonly onboarding: StartedOnboarding;
    }
);

/**
 * What becomes due for a case, except for its subscriptions.
 * @param until epoch milliseconds. Of several reminders due by then only the last counts; none counts once the invitation
 *   has expired by then.
 */
export function dueOfCase(
  { invitation, relationship }: Case,
  settings: ProcessSettings,
  until: number,
): Due[] {
  const due: Due[] = [];
  if (isOpen(invitation)) {
    const expires = toMillis(invitation.expiresAt);
    due.push({ at: expires, what: 'invitation-expired', invitation });
    const opened = toMillis(invitation.openedAt);
    const times = settings.reminderDays.map((day) => opened + day * DAY);
    const passed = times.filter((at) => at <= until).length;
    const reminder = Math.max(passed, invitation.reminders + 1);
    const at = times[reminder - 1];
    // A customer that has consented gets no reminder: only Microsoft's acceptance is missing.
    const isNeeded = invitation.status === 'open' && reminder > invitation.reminders && expires > until;
    if (at !== undefined && isNeeded) due.push({ at, what: 'reminder', invitation, reminder });
  }
  if (relationship.block?.reason === 'declined') {
    const at = toMillis(relationship.block.since) + settings.declineBlockDays * DAY;
    due.push({ at, what: 'decline-block-over' });
  }
  return due;
}

/** What becomes due for one subscription: the end of its term, or of its transfer. */
export function dueOfSubscription(subscription: Subscription): Due[] {
  const { reported, decision, onboarding } = subscription;
  const due: Due[] = [];
  if (decision?.status === 'deferred' && reported?.termEndsAt) {
    due.push({ at: toMillis(reported.termEndsAt), what: 'term-over', subscription });
  }
  if (onboarding?.status === 'under-way') {
    const at = transferLimit(onboarding);
    if (at !== null) due.push({ at, what: 'transfer-expired', subscription, onboarding });
  }
  return due;
}

/** When the first of these subscriptions becomes due, in epoch milliseconds; `null` if none does. */
export function earliestDueOf(subscriptions: Iterable<Subscription>): number | null {
  let earliest: number | null = null;
  for (const subscription of subscriptions) {
    for (const { at } of dueOfSubscription(subscription))
      earliest = earliest === null ? at : Math.min(earliest, at);
  }
  return earliest;
}

/** Applies one thing that is due. The reason in its timeline entry says what it was. */
export function applyDue(context: ChainContext, due: Due): EventResult {
  const { draft, cause } = context;
  const done = { ...applied(), reason: due.what };
  switch (due.what) {
    case 'reminder':
      updateCase(draft, { invitation: { ...due.invitation, reminders: due.reminder } });
      draft.changes.push({ kind: 'reminded', invitationId: due.invitation.id, reminder: due.reminder });
      return done;
    case 'invitation-expired':
      endInvitation(context, due.invitation, 'expired');
      return done;
    case 'decline-block-over':
      updateCase(draft, { relationship: { ...draft.case.relationship, block: null } });
      return done;
    case 'term-over':
      // The end of the term is a fact of the rules: deciding the subscription again is all there is to do.
      return { ...done, decide: [due.subscription.id] };
    case 'transfer-expired': {
      const failure = { reason: 'transfer-expired', detail: null, at: cause.at };
      failOnboarding(context, due.subscription, due.onboarding, failure);
      return { ...done, decideAgain: [due.subscription.id] };
    }
  }
}
