import { putSubscription } from '../case/draft.ts';
import {
  type Onboarding,
  type OnboardingRequest,
  type Subscription,
  unknownSubscription,
} from '../case/subscription.ts';
import {
  completeStep,
  failOnboarding,
  isOnboardingChain,
  startOnboarding,
} from '../chains/onboarding-chains.ts';
import type { ChainContext } from '../chains/step.ts';
import { type Applied, type Apply, applied, unapplied } from './applied.ts';
import { refusedAsFull } from './case-limit.ts';
import { decideOnboarding, type OnboardingDecision } from './decide-onboarding.ts';
import { isStale } from './decide-subscriptions.ts';

/** `azure-onboarding.requested`: started, kept until it can start, refused or ignored (contract §3.2). */
export const applyOnboardingRequested: Apply<'azure-onboarding.requested'> = (context, { data, time }) => {
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
  switch (decided.result) {
    case 'refused':
      return refuse(context, data.subscriptionId, decided);
    case 'ignored':
      return { ...unapplied('ignored', decided.reason), rule: decided.rule, chain: decided.chain };
    case 'parked': {
      const full = refusedAsFull(context, data.subscriptionId);
      if (full) return full;
      const subscription = known ?? unknownSubscription(data.subscriptionId);
      putSubscription(draft, { ...subscription, onboarding: parked(request, known) });
      // Asks for the relationship if rules 3.1 would: they are asked again.
      const about = { rule: decided.rule, chain: decided.chain, decide: [], again: [data.subscriptionId] };
      return { result: 'parked', reason: decided.reason, ...about };
    }
    case 'starts': {
      if (!known || !isOnboardingChain(decided.chain))
        throw new Error(`No chain of rules 3.2 is named ${decided.chain}`);
      startOnboarding(context, known, decided.chain, request);
      return { ...applied(), rule: decided.rule, chain: decided.chain, again: [known.id] };
    }
  }
};

/** `azure-onboarding.step-completed`: only the step that is due; one that is done already is a success (contract §3.2). */
export const applyStepCompleted: Apply<'azure-onboarding.step-completed'> = (
  context,
  { data, time, extensions },
) => {
  const known = context.draft.subscriptions.get(data.subscriptionId);
  const onboarding = known?.onboarding;
  const step = onboarding?.steps.find(({ name }) => name === data.step);
  if (known && step?.status === 'done') return unapplied('ignored', 'already-done');
  if (!known || onboarding?.status !== 'under-way')
    return refuseStep(context, data, 'no-onboarding-under-way');
  if (!step) return refuseStep(context, data, 'not-a-step-of-this-chain');
  if (isStale(time, onboarding.changedAt)) return unapplied('stale', null);
  // A transfer that is complete was accepted, whether or not anybody told so (contract §9).
  const acceptedToo =
    extensions.transferstatus === 'complete' && dueStep(onboarding) === 'current-partner-accepts';
  if (step.status !== 'due' && !(acceptedToo && data.step === 'confirm-transfer')) {
    return refuseStep(context, data, 'out-of-order');
  }
  completeStep(context, known, data.newSubscriptionId);
  const now = context.draft.subscriptions.get(known.id);
  if (step.status !== 'due' && now) completeStep(context, now, data.newSubscriptionId);
  return { ...applied(), chain: onboarding.chain, again: [known.id] };
};

/** `azure-onboarding.failed`: what was under way or kept waiting is over; it may be requested again. */
export const applyOnboardingFailed: Apply<'azure-onboarding.failed'> = (context, { data, time }) => {
  const known = context.draft.subscriptions.get(data.subscriptionId);
  const onboarding = known?.onboarding;
  if (known && onboarding?.status === 'failed') return unapplied('ignored', 'already-failed');
  if (!known || !onboarding || onboarding.status === 'done') {
    return refuseStep(context, data, 'no-onboarding-under-way');
  }
  if (isStale(time, onboarding.changedAt)) return unapplied('stale', null);
  failOnboarding(context, known, { reason: data.reason, detail: data.detail ?? null, at: time });
  return { ...applied(), chain: onboarding.chain, again: [known.id] };
};

/** A request that is kept until the subscription or the relationship is there. */
function parked(request: OnboardingRequest, known: Subscription | undefined): Onboarding {
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

function refuse({ draft }: ChainContext, subscriptionId: string, decided: OnboardingDecision): Applied {
  const reason = decided.reason ?? 'refused';
  draft.changes.push({ kind: 'onboarding-refused', subscriptionId, reason });
  return { ...unapplied('refused', reason), rule: decided.rule, chain: decided.chain };
}

function refuseStep(
  { draft }: ChainContext,
  { subscriptionId }: { subscriptionId: string },
  reason: string,
): Applied {
  draft.changes.push({ kind: 'onboarding-refused', subscriptionId, reason });
  return unapplied('refused', reason);
}

function dueStep({ steps }: Onboarding): string | undefined {
  return steps.find(({ status }) => status === 'due')?.name;
}
