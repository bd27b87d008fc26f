import { putSubscription } from '../case/draft.ts';
import type { Decision, OnboardingRequest, Subscription } from '../case/subscription.ts';
import { isOnboardingChain, startOnboarding } from '../chains/onboarding-chains.ts';
import type { ChainContext } from '../chains/step.ts';
import { latest } from '../events/instant.ts';
import { firstHit } from '../rules/decide.ts';
import type { OnboardingFacts } from '../rules/facts.ts';
import { onboardingFacts, sharedFacts } from '../rules/facts-of.ts';
import type { OnboardingOutcome, OnboardingRule } from '../rules/onboarding-rules.ts';
import { rulesFor } from '../rules/table.ts';

/** What rules 3.2 decide of a request. */
export interface OnboardingDecision {
  readonly result: OnboardingOutcome['result'];
  readonly reason: string | null;
  readonly rule: string;
  readonly chain: string;
}

/** Asks rules 3.2 about a request, from the facts as they are now. */
export function decideOnboarding(
  context: ChainContext,
  subscription: Subscription | undefined,
  request: OnboardingRequest,
): OnboardingDecision {
  const { draft, partner, now, settings } = context;
  const shared = sharedFacts(draft.case, partner, { now, declineBlockDays: settings.declineBlockDays });
  const facts = onboardingFacts(subscription, request, shared, partner);
  context.onAsked?.({ cause: context.cause.key, subscription, table: 'azure-onboarding.requested', facts });
  const rule = firstHit(rulesFor(settings.allowedRoles)['azure-onboarding.requested'], facts);
  const { id, chain, outcome } = rule;
  return { result: outcome.result, reason: refusalReason(rule, facts, subscription), rule: id, chain };
}

/** Why a row decides as it does; "refused (its reason)": the subscription's own is more use than its status (contract §3.2). */
export function refusalReason(
  { id, outcome }: OnboardingRule,
  facts: OnboardingFacts,
  subscription: Subscription | undefined,
): string | null {
  const why = typeof outcome.reason === 'function' ? outcome.reason(facts) : outcome.reason;
  return id === 'onboarding-not-eligible' ? (subscription?.decision?.reason ?? why) : why;
}

/**
 * Looks again at a request that is kept, now that its subscription was decided: it starts, is refused, or waits on.
 * @param decision what was just decided of the subscription
 * @returns whether the request waits no more, so that the subscription is to be decided once more
 */
export function resumeParked(context: ChainContext, subscription: Subscription, decision: Decision): boolean {
  const { onboarding } = subscription;
  if (onboarding?.status !== 'parked') return false;
  const decided = decideOnboarding(context, { ...subscription, decision }, onboarding.request);
  if (decided.result === 'starts' && isOnboardingChain(decided.chain)) {
    startOnboarding(context, subscription, decided.chain, onboarding.request);
    return true;
  }
  if (decided.result !== 'refused') return false;
  const reason = decided.reason ?? 'refused';
  const { draft, cause } = context;
  const lastFailure = { reason, detail: null, at: cause.at };
  const refused = {
    ...onboarding,
    parked: false,
    status: 'failed',
    changedAt: latest(onboarding.changedAt, cause.at),
    lastFailure,
  } as const;
  putSubscription(draft, { ...subscription, onboarding: refused });
  draft.changes.push({ kind: 'onboarding-refused', subscriptionId: subscription.id, reason });
  return true;
}
