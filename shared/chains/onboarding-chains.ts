import { putSubscription } from '../case/draft.ts';
import type {
  Onboarding,
  OnboardingRequest,
  OnboardingStepState,
  Subscription,
} from '../case/subscription.ts';
import type { OnboardingStep } from '../events/azure-onboarding.ts';
import { type Instant, latest, toMillis } from '../events/instant.ts';
import type { ChainContext } from './chain-context.ts';
import { DAY } from './chain-context.ts';

/** The chains of contract §3.2 and their steps, in order. Create first, cancel last (R12). */
export const ONBOARDING_CHAINS = {
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
} as const satisfies Record<string, readonly OnboardingStep[]>;

export type OnboardingChain = keyof typeof ONBOARDING_CHAINS;

/** Days that the current partner has to accept a transfer before it expires (docs/references.md, Azure). */
const TRANSFER_DAYS = 30;

/** Whether a chain is an onboarding chain. */
export function isOnboardingChain(chain: string): chain is OnboardingChain {
  return Object.hasOwn(ONBOARDING_CHAINS, chain);
}

/** Starts an onboarding: its first step becomes due. With `retire.scope` `none` the old subscription is not cancelled (R12, R13). */
export function startOnboarding(
  context: ChainContext,
  subscription: Subscription,
  chain: OnboardingChain,
  request: OnboardingRequest,
): void {
  const steps: readonly OnboardingStep[] = ONBOARDING_CHAINS[chain];
  const neededSteps =
    request.retire.scope === 'none' ? steps.filter((step) => step !== 'cancel-existing') : steps;
  context.draft.changes.push({ kind: 'onboarding-started', subscriptionId: subscription.id, chain });
  put(context, subscription, {
    request,
    parked: false,
    chain,
    status: 'under-way',
    // The event that starts it may be older than the request and arrive late.
    changedAt: latest(request.at, context.cause.at),
    steps: neededSteps.map((name) => ({ name, status: 'waiting', at: null })),
    lastFailure: subscription.onboarding?.lastFailure ?? null,
    newSubscriptionId: null,
    stepDueSince: null,
  });
  startNextStep(context, subscription.id);
}

/** Completes the step that is due. The next step becomes due, or the onboarding is done. */
export function completeStep(
  context: ChainContext,
  subscription: Subscription,
  newSubscriptionId: string | undefined,
): void {
  const { onboarding } = subscription;
  if (!onboarding) return;
  const steps = onboarding.steps.map(
    (step): OnboardingStepState =>
      step.status === 'due' ? { ...step, status: 'done', at: context.cause.at } : step,
  );
  put(context, subscription, {
    ...onboarding,
    steps,
    changedAt: context.cause.at,
    newSubscriptionId: newSubscriptionId ?? onboarding.newSubscriptionId,
  });
  startNextStep(context, subscription.id);
}

/** Ends an onboarding, or a parked request for one, as failed. It may be requested again (contract §3.2). */
export function failOnboarding(
  context: ChainContext,
  subscription: Subscription,
  failure: { readonly reason: string; readonly detail: string | null; readonly at: Instant },
): void {
  const { onboarding } = subscription;
  if (!onboarding) return;
  const steps = onboarding.steps.map(
    (step): OnboardingStepState =>
      step.status === 'due' ? { ...step, status: 'failed', at: failure.at } : step,
  );
  put(context, subscription, {
    ...onboarding,
    steps,
    parked: false,
    status: 'failed',
    changedAt: latest(onboarding.changedAt, failure.at),
    lastFailure: failure,
  });
  const { reason, detail } = failure;
  context.draft.changes.push({ kind: 'onboarding-failed', subscriptionId: subscription.id, reason, detail });
}

/** When the transfer expires that the current partner must accept, in epoch milliseconds; `null` if no transfer waits for it. */
export function transferLimit({ onboarding }: Subscription): number | null {
  const due = onboarding?.steps.find((step) => step.status === 'due');
  if (onboarding?.status !== 'under-way' || due?.name !== 'current-partner-accepts') return null;
  return onboarding.stepDueSince === null ? null : toMillis(onboarding.stepDueSince) + TRANSFER_DAYS * DAY;
}

function startNextStep(context: ChainContext, id: string): void {
  const subscription = context.draft.subscriptions.get(id);
  const onboarding = subscription?.onboarding;
  if (!subscription || !onboarding) return;
  const next = onboarding.steps.find((step) => step.status === 'waiting');
  if (!next) {
    put(context, subscription, { ...onboarding, status: 'done', lastFailure: null });
    const { newSubscriptionId } = onboarding;
    context.draft.changes.push({ kind: 'onboarding-completed', subscriptionId: id, newSubscriptionId });
    return;
  }
  const steps = onboarding.steps.map(
    (step): OnboardingStepState => (step === next ? { ...step, status: 'due' } : step),
  );
  put(context, subscription, { ...onboarding, steps, stepDueSince: context.cause.at });
  context.draft.changes.push({
    kind: 'step-due',
    subscriptionId: id,
    chain: onboarding.chain ?? '',
    step: next.name,
  });
}

function put({ draft }: ChainContext, subscription: Subscription, onboarding: Onboarding): void {
  putSubscription(draft, { ...(draft.subscriptions.get(subscription.id) ?? subscription), onboarding });
}
