import { isForgotten } from '../case/forget.ts';
import type { ChainContext } from '../chains/step.ts';
import { type Applied, unapplied } from './applied.ts';
import { applyErased } from './apply-erased.ts';
import { applyOnboardingFailed, applyOnboardingRequested, applyStepCompleted } from './apply-onboarding.ts';
import { applyApproved, applyDeclined, applyRemoved, applyRequested } from './apply-relationship.ts';
import { applyEnded, applyIngested } from './apply-subscription.ts';
import { applyMailFailed } from './mail-failed.ts';
import type { CaseInput } from './noticed.ts';

/** Applies an event of any type to the draft; what happened before the customer was erased does not come back. */
export function applyEvent(context: ChainContext, event: CaseInput): Applied {
  const { type, time } = event;
  if (type !== 'customer.erased' && isForgotten(context.draft.case, time)) {
    return unapplied('stale', 'customer-erased');
  }
  switch (event.type) {
    case 'subscription.ingested':
      return applyIngested(context, event);
    case 'subscription.ended':
      return applyEnded(context, event);
    case 'relationship.requested':
      return applyRequested(context, event);
    case 'relationship.approved':
      return applyApproved(context, event);
    case 'relationship.declined':
      return applyDeclined(context, event);
    case 'relationship.removed':
      return applyRemoved(context, event);
    case 'customer.erased':
      return applyErased(context, event);
    case 'azure-onboarding.requested':
      return applyOnboardingRequested(context, event);
    case 'azure-onboarding.step-completed':
      return applyStepCompleted(context, event);
    case 'azure-onboarding.failed':
      return applyOnboardingFailed(context, event);
    case 'mail.failed':
      return applyMailFailed(context, event);
  }
}
