import { putSubscription } from '../case/draft.ts';
import {
  type Decision,
  type Onboarding,
  type OnboardingRequest,
  type Subscription,
  unknownSubscription,
} from '../case/subscription.ts';
import type { ChainContext } from '../chains/chain-context.ts';
import {
  completeStep,
  failOnboarding,
  isOnboardingChain,
  startOnboarding,
} from '../chains/onboarding-chains.ts';
import { isStale, latest } from '../events/instant.ts';
import {
  type OnboardingFacts,
  type OnboardingOutcome,
  type OnboardingRule,
  onboardingFacts,
} from '../rules/onboarding-rules.ts';
import { firstHit } from '../rules/rule.ts';
import { sharedFacts } from '../rules/subscription-rules.ts';
import { rulesFor } from '../rules/table.ts';
import { type ApplyEvent, applied, type EventResult, refusedAsFull, unapplied } from './event-result.ts';

/** `azure-onboarding.requested`: started, kept until it can start, refused or ignored (contract §3.2). */
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
      const about = {
        rule: decided.rule,
        chain: decided.chain,
        decide: [],
        decideAgain: [data.subscriptionId],
      };
      return { result: 'parked', reason: decided.reason, ...about };
    }
    case 'starts': {
      if (!known || !isOnboardingChain(decided.chain))
        throw new Error(`No chain of rules 3.2 is named ${decided.chain}`);
      startOnboarding(context, known, decided.chain, request);
      return { ...applied(), rule: decided.rule, chain: decided.chain, decideAgain: [known.id] };
    }
  }
};

/** `azure-onboarding.step-completed`: only the step that is due; one that is done already is a success (contract §3.2). */
export const applyStepCompleted: ApplyEvent<'azure-onboarding.step-completed'> = (
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
  return { ...applied(), chain: onboarding.chain, decideAgain: [known.id] };
};

/** `azure-onboarding.failed`: what was under way or kept waiting is over; it may be requested again. */
export const applyOnboardingFailed: ApplyEvent<'azure-onboarding.failed'> = (context, { data, time }) => {
  const known = context.draft.subscriptions.get(data.subscriptionId);
  const onboarding = known?.onboarding;
  if (known && onboarding?.status === 'failed') return unapplied('ignored', 'already-failed');
  if (!known || !onboarding || onboarding.status === 'done') {
    return refuseStep(context, data, 'no-onboarding-under-way');
  }
  if (isStale(time, onboarding.changedAt)) return unapplied('stale', null);
  failOnboarding(context, known, { reason: data.reason, detail: data.detail ?? null, at: time });
  return { ...applied(), chain: onboarding.chain, decideAgain: [known.id] };
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

function refuse({ draft }: ChainContext, subscriptionId: string, decided: OnboardingDecision): EventResult {
  const reason = decided.reason ?? 'refused';
  draft.changes.push({ kind: 'onboarding-refused', subscriptionId, reason });
  return { ...unapplied('refused', reason), rule: decided.rule, chain: decided.chain };
}

function refuseStep(
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
