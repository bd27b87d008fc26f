import { change } from '../case/draft.ts';
import { closeInvitation, moveRelationship } from '../case/permission.ts';
import { failOnboarding } from '../chains/onboarding-chains.ts';
import type { ChainContext } from '../chains/step.ts';
import { type Applied, applied } from './applied.ts';
import type { Due } from './due.ts';

/** Carries out one thing that is due; its reason in the timeline is what it was. */
export function carryOut(context: ChainContext, due: Due): Applied {
  const { draft, cause } = context;
  const { invitation, relationship } = draft.case;
  const done = { ...applied(), reason: due.what };
  switch (due.what) {
    case 'reminder':
      if (!invitation) return done;
      change(draft, { invitation: { ...invitation, reminders: due.reminder } });
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
      change(draft, { relationship: { ...relationship, block: null } });
      return done;
    case 'term-over':
      // The term's end is a fact like any other: the next decision sees it.
      return { ...done, decide: [due.subscriptionId] };
    case 'transfer-expired': {
      const subscription = draft.subscriptions.get(due.subscriptionId);
      const failure = { reason: 'transfer-expired', detail: null, at: cause.at };
      if (subscription) failOnboarding(context, subscription, failure);
      return { ...done, again: [due.subscriptionId] };
    }
  }
}
