import { putSubscription } from '../case/draft.ts';
import { type OnboardingRequest, unknownSubscription } from '../case/subscription.ts';
import type { ChainContext } from '../chains/step.ts';
import { firstHit } from '../rules/decide.ts';
import { onboardingFacts, sharedFacts } from '../rules/facts-of.ts';
import { RULES } from '../rules/table.ts';
import { type Applied, type Apply, unapplied } from './applied.ts';
import { refusedAsFull } from './case-limit.ts';
import { isStale } from './decide-subscriptions.ts';

/**
 * `azure-onboarding.requested`: refused, ignored or kept (contract §3.2). A request that could start is kept, too, until
 * the chains of 3.2 are built.
 */
export const applyOnboardingRequested: Apply<'azure-onboarding.requested'> = (context, { data, time }) => {
  const { draft } = context;
  const known = draft.subscriptions.get(data.subscriptionId);
  if (isStale(time, known?.onboarding?.request.at)) return unapplied('stale', null);
  const request: OnboardingRequest = {
    at: time,
    requestedBy: data.requestedBy,
    offer: data.offer,
    currentPartner: data.currentPartner,
    retire: data.retire,
  };
  const decided = decideOnboarding(context, data.subscriptionId, request);
  if (decided.result === 'refused') {
    draft.changes.push({
      kind: 'onboarding-refused',
      subscriptionId: data.subscriptionId,
      reason: decided.reason ?? 'refused',
    });
  } else if (decided.result === 'parked') {
    const full = refusedAsFull(context, data.subscriptionId);
    if (full) return full;
    putSubscription(draft, {
      ...(known ?? unknownSubscription(data.subscriptionId)),
      onboarding: {
        request,
        parked: true,
        chain: null,
        status: 'parked',
        steps: [],
        lastFailure: known?.onboarding?.lastFailure ?? null,
        newSubscriptionId: null,
      },
    });
  }
  return decided;
};

/** A step or failure of an onboarding that is not under way is refused and kept in the timeline. */
export const applyOnboardingProgress: Apply<'azure-onboarding.step-completed' | 'azure-onboarding.failed'> = (
  { draft },
  { data },
) => {
  const reason = 'no-onboarding-under-way';
  draft.changes.push({ kind: 'onboarding-refused', subscriptionId: data.subscriptionId, reason });
  return unapplied('refused', reason);
};

function decideOnboarding(context: ChainContext, id: string, request: OnboardingRequest): Applied {
  const { draft, partner, now, settings } = context;
  const subscription = draft.subscriptions.get(id);
  const shared = sharedFacts(draft.case, partner, { now, declineBlockDays: settings.declineBlockDays });
  const facts = onboardingFacts(subscription, request, shared, partner);
  const rule = firstHit(RULES['azure-onboarding.requested'], facts);
  const { result, reason } = rule.outcome;
  const why = typeof reason === 'function' ? reason(facts) : reason;
  return {
    result: result === 'starts' ? 'parked' : result,
    // "Refused (its reason)": the subscription's own reason is more use to the partner than its status.
    reason: rule.id === 'onboarding-not-eligible' ? (subscription?.decision?.reason ?? why) : why,
    rule: rule.id,
    chain: rule.chain,
    decide: [],
  };
}
