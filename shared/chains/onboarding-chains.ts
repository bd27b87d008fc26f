import { putSubscription } from '../case/draft.ts';
import type {
  Onboarding,
  OnboardingChain,
  OnboardingRequest,
  OnboardingStepState,
  StartedOnboarding,
  Subscription,
} from '../case/subscription.ts';
import type { OnboardingStep } from '../events/azure-onboarding.ts';
import { type Instant, latest, toMillis } from '../events/instant.ts';
import type { ChainContext } from './chain-context.ts';
import { DAY } from './chain-context.ts';

/** The chains of contract §3.2 and their steps, in order. Create first, cancel last (R12). */
export const ONBOARDING_CHAINS: Readonly<Record<OnboardingChain, readonly OnboardingStep[]>> = {
  'create-azure-subscription': [
    'accept-customer-agreement',
    'create-subscription',
    'enter-details',
    'cancel-existing',
  ],
  'switch-azure-plan': [
    'inform-current-partner',
    'request-transfer',
    'current-partner-accepts',
    'confirm-transfer',
  ],
  'switch-azure-legacy': [
    'inform-current-partner',
    'open-ticket',
    'sign-form',
    'submit-form',
    'clean-up-roles',
  ],
};

/** Days that the current partner has to accept a transfer before it expires (docs/references.md, Azure). */
const TRANSFER_DAYS = 30;

/** Starts an onboarding: its first step becomes due. With `retire.scope` `none` the old subscription is not cancelled (R12, R13). */
export function startOnboarding(
  context: ChainContext,
  subscription: Subscription,
  chain: OnboardingChain,
  request: OnboardingRequest,
): void {
  const steps = ONBOARDING_CHAINS[chain];
  const neededSteps =
    request.retire.scope === 'none' ? steps.filter((step) => step !== 'cancel-existing') : steps;
  context.draft.changes.push({ kind: 'onboarding-started', subscriptionId: subscription.id, chain });
  startNextStep(context, subscription, {
    request,
    parked: false,
    chain,
    status: 'under-way',
    // The event that starts it may be older than the request and arrive late.
    changedAt: latest(request.at, context.cause.at),
    steps: neededSteps.map((name) => ({ name, status: 'waiting', at: null })),
    lastFailure: subscription.onboarding?.lastFailure ?? null,
    newSubscriptionId: null,
    stepDueSince: context.cause.at,
  });
}

/**
 * Completes the step that is due. The next step becomes due, or the onboarding is done.
 * @returns the onboarding after it
 */
export function completeStep(
  context: ChainContext,
  subscription: Subscription,
  onboarding: StartedOnboarding,
  newSubscriptionId: string | undefined,
): StartedOnboarding {
  const steps = onboarding.steps.map(
    (step): OnboardingStepState =>
      step.status === 'due' ? { ...step, status: 'done', at: context.cause.at } : step,
  );
  return startNextStep(context, subscription, {
    ...onboarding,
    steps,
    changedAt: context.cause.at,
    newSubscriptionId: newSubscriptionId ?? onboarding.newSubscriptionId,
  });
}

/** Ends an onboarding, or a parked request for one, as failed. It may be requested again (contract §3.2). */
export function failOnboarding(
  context: ChainContext,
  subscription: Subscription,
  onboarding: Onboarding,
  failure: { readonly reason: string; readonly detail: string | null; readonly at: Instant },
): void {
  const steps = onboarding.steps.map(
    (step): OnboardingStepState =>
      step.status === 'due' ? { ...step, status: 'failed', at: failure.at } : step,
  );
  putSubscription(context.draft, {
    ...subscription,
    onboarding: {
      ...onboarding,
      steps,
      parked: false,
      status: 'failed',
      changedAt: latest(onboarding.changedAt, failure.at),
      lastFailure: failure,
    },
  });
  const { reason, detail } = failure;
  context.draft.changes.push({ kind: 'onboarding-failed', subscriptionId: subscription.id, reason, detail });
}

/** When the transfer expires that the current partner must accept, in epoch milliseconds; `null` if no transfer waits for it. */
export function transferLimit({ steps, stepDueSince }: StartedOnboarding): number | null {
  const due = steps.find((step) => step.status === 'due');
  if (due?.name !== 'current-partner-accepts') return null;
  return toMillis(stepDueSince) + TRANSFER_DAYS * DAY;
}

function startNextStep(
  { draft, cause }: ChainContext,
  subscription: Subscription,
  onboarding: StartedOnboarding,
): StartedOnboarding {
  const subscriptionId = subscription.id;
  const { chain, newSubscriptionId } = onboarding;
  const next = onboarding.steps.find((step) => step.status === 'waiting');
  if (!next) {
    const done: StartedOnboarding = { ...onboarding, status: 'done', lastFailure: null };
    putSubscription(draft, { ...subscription, onboarding: done });
    draft.changes.push({ kind: 'onboarding-completed', subscriptionId, newSubscriptionId });
    return done;
  }
  const steps = onboarding.steps.map(
    (step): OnboardingStepState => (step === next ? { ...step, status: 'due' } : step),
  );
  const continued: StartedOnboarding = { ...onboarding, steps, stepDueSince: cause.at };
  putSubscription(draft, { ...subscription, onboarding: continued });
  draft.changes.push({ kind: 'step-due', subscriptionId, chain, step: next.name });
  return continued;
}
