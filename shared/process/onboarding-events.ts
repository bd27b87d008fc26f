import { putSubscription } from '../case/draft.ts';
import {
  type Decision,
  type Onboarding,
  type OnboardingRequest,
  type Subscription,
  unknownSubscription,
} from '../case/subscription.ts';
import type { ChainContext } from '../chains/chain-context.ts';
import { completeStep, failOnboarding, startOnboarding } from '../chains/onboarding-chains.ts';
import { isStale, latest } from '../events/instant.ts';
import {
  type OnboardingResult,
  onboardingFacts,
  onboardingResult,
  onboardingRulesFor,
} from '../rules/onboarding-rules.ts';
import { firstHit } from '../rules/rule.ts';
import { sharedFacts } from '../rules/subscription-rules.ts';
import { type ApplyEvent, applied, type EventResult, refusedAsFull, unapplied } from './event-result.ts';

/** `azure-onboarding.requested`: starts, is parked until it can start, is refused or ignored (contract §3.2). */
export const applyOnboardingRequested: ApplyEvent<'azure-onboarding.requested'> = (
  context,
  { data, time },
) => {
  const { draft } = context;
  const known = draft.subscriptions.get(data.subscriptionId);
  if (isStale(time, known?.onboarding?.changedAt)) return unapplied('stale', null);
  const request: OnboardingRequest = {
    at: time,
    requestedBy: data.requestedBy,
    offer: data.offer,
    currentPartner: data.currentPartner,
    retire: data.retire,
  };
  const decided = decideOnboarding(context, known, request);
  const subscription = known ?? unknownSubscription(data.subscriptionId);
  switch (decided.result) {
    case 'refused': {
      const { rule, chain, reason } = decided;
      return { ...refuse(context, data, reason), rule, chain };
    }
    case 'ignored':
      return { ...unapplied('ignored', decided.reason), rule: decided.rule, chain: decided.chain };
    case 'parked': {
      const full = refusedAsFull(context, data.subscriptionId);
      if (full) return full;
      putSubscription(draft, { ...subscription, onboarding: parkedOnboarding(request, known) });
      const { rule, chain, reason } = decided;
      // Deciding the subscription again asks for the relationship, if the rules of §3.1 say so.
      return { result: 'parked', reason, rule, chain, decide: [], decideAgain: [data.subscriptionId] };
    }
    case 'starts':
      startOnboarding(context, subscription, decided.starts, request);
      return { ...applied(), rule: decided.rule, chain: decided.chain, decideAgain: [subscription.id] };
  }
};

/**
 * `azure-onboarding.step-completed`: completes the step that is due. A step that is already done is a success; any other step
 * is refused (contract §3.2).
 */
export const applyStepCompleted: ApplyEvent<'azure-onboarding.step-completed'> = (
  context,
  { data, time, extensions },
) => {
  const known = context.draft.subscriptions.get(data.subscriptionId);
  const onboarding = known?.onboarding;
  const step = onboarding?.steps.find(({ name }) => name === data.step);
  if (known && step?.status === 'done') return unapplied('ignored', 'already-done');
  if (!known || onboarding?.status !== 'under-way') return refuse(context, data, 'no-onboarding-under-way');
  if (!step) return refuse(context, data, 'not-a-step-of-this-chain');
  if (isStale(time, onboarding.changedAt)) return unapplied('stale', null);
  // A complete transfer proves that the current partner accepted it, even if no event reported that (contract §9).
  const provesAcceptance =
    extensions.transferstatus === 'complete' && dueStep(onboarding) === 'current-partner-accepts';
  if (step.status !== 'due' && !(provesAcceptance && data.step === 'confirm-transfer')) {
    return refuse(context, data, 'out-of-order');
  }
  const completed = completeStep(context, known, onboarding, data.newSubscriptionId);
  if (step.status !== 'due') completeStep(context, known, completed, data.newSubscriptionId);
  return { ...applied(), chain: onboarding.chain, decideAgain: [known.id] };
};

/** `azure-onboarding.failed`: ends an onboarding that is under way or parked. It may be requested again. */
export const applyOnboardingFailed: ApplyEvent<'azure-onboarding.failed'> = (context, { data, time }) => {
  const known = context.draft.subscriptions.get(data.subscriptionId);
  const onboarding = known?.onboarding;
  if (known && onboarding?.status === 'failed') return unapplied('ignored', 'already-failed');
  if (!known || !onboarding || onboarding.status === 'done') {
    return refuse(context, data, 'no-onboarding-under-way');
  }
  if (isStale(time, onboarding.changedAt)) return unapplied('stale', null);
  failOnboarding(context, known, onboarding, { reason: data.reason, detail: data.detail ?? null, at: time });
  return { ...applied(), chain: onboarding.chain, decideAgain: [known.id] };
};

/** A request that waits for the subscription or the relationship. */
function parkedOnboarding(request: OnboardingRequest, known: Subscription | undefined): Onboarding {
  return {
    request,
    parked: true,
    chain: null,
    status: 'parked',
    changedAt: request.at,
    stepDueSince: null,
    steps: [],
    lastFailure: known?.onboarding?.lastFailure ?? null,
    newSubscriptionId: null,
  };
}

function refuse(
  { draft }: ChainContext,
  { subscriptionId }: { subscriptionId: string },
  reason: string,
): EventResult {
  draft.changes.push({ kind: 'onboarding-refused', subscriptionId, reason });
  return unapplied('refused', reason);
}

function dueStep({ steps }: Onboarding): string | undefined {
  return steps.find(({ status }) => status === 'due')?.name;
}

/** The decision on an onboarding request, and the rule that made it. */
type OnboardingDecision = OnboardingResult & { readonly rule: string; readonly chain: string };

/** Decides a request by the rules of §3.2, from the facts as they are now. */
function decideOnboarding(
  context: ChainContext,
  subscription: Subscription | undefined,
  request: OnboardingRequest,
): OnboardingDecision {
  const { draft, partner, now, settings } = context;
  const shared = sharedFacts(draft.case, partner, { now, declineBlockDays: settings.declineBlockDays });
  const facts = onboardingFacts(subscription, request, shared, partner);
  context.onAsked?.({ cause: context.cause.key, subscription, table: 'azure-onboarding.requested', facts });
  const rule = firstHit(onboardingRulesFor(settings.allowedRoles), facts);
  return { ...onboardingResult(rule, facts, subscription), rule: rule.id, chain: rule.chain };
}

/**
 * Decides a parked request again after its subscription was decided. It starts, is refused, or stays parked.
 * @param decision the new decision on the subscription
 * @returns whether the request is no longer parked; the subscription must then be decided once more
 */
export function resumeParked(context: ChainContext, subscription: Subscription, decision: Decision): boolean {
  const { onboarding } = subscription;
  if (onboarding?.status !== 'parked') return false;
  const decided = decideOnboarding(context, { ...subscription, decision }, onboarding.request);
  if (decided.result === 'starts') {
    startOnboarding(context, subscription, decided.starts, onboarding.request);
    return true;
  }
  if (decided.result !== 'refused') return false;
  const { reason } = decided;
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
