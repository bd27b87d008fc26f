import * as z from 'zod/mini';
import { defineEvent, requester, subscriptionOf } from './event-definition.ts';
import { domain, guid, maybe, name, remark, subscriptionId } from './fields.ts';

/** Every step of every onboarding chain (contract §3.2). */
export const ONBOARDING_STEPS = [
  'accept-customer-agreement',
  'create-subscription',
  'enter-details',
  'cancel-existing',
  'inform-current-partner',
  'request-transfer',
  'current-partner-accepts',
  'confirm-transfer',
  'open-ticket',
  'sign-form',
  'submit-form',
  'clean-up-roles',
] as const;
export type OnboardingStep = (typeof ONBOARDING_STEPS)[number];

export const FAILURE_REASONS = ['transfer-declined', 'transfer-expired', 'cancelled', 'other'] as const;

/** Kept with its subscription, of which many share an item of 400 KB: so few and short. */
const service = () => name().check(z.maxLength(100, 'must have at most 100 characters'));

const example = {
  partnerId: 'contoso',
  customer: { tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039' },
  subscriptionId: '42226ed6-070a-4e0f-b80c-4cdfb3e97aa7',
};

/** The partner wants to bring an Azure subscription over. */
export const azureOnboardingRequested = defineEvent({
  type: 'azure-onboarding.requested',
  queue: 'azure-events',
  summary: 'The partner wants to bring an Azure subscription over.',
  data: z.object({
    ...subscriptionOf,
    requestedBy: requester,
    offer: z.prefault(z.enum(['azure-plan', 'legacy']), 'azure-plan'),
    currentPartner: maybe(z.object({ name: name(), microsoftId: maybe(guid()), domain: maybe(domain()) })),
    retire: z.prefault(
      z.object({
        scope: z.enum(['subscription', 'services', 'none']),
        services: maybe(z.array(service()).check(z.maxLength(20, 'must have at most 20 entries'))),
      }),
      { scope: 'subscription' },
    ),
  }),
  example: {
    ...example,
    requestedBy: { role: 'global-admin' },
    offer: 'azure-plan',
    currentPartner: { name: 'Northwind Resale', domain: 'northwind.example' },
    retire: { scope: 'subscription' },
  },
});

/** Somebody did the step that was due. */
export const azureOnboardingStepCompleted = defineEvent({
  type: 'azure-onboarding.step-completed',
  queue: 'azure-events',
  summary: 'A step of an onboarding is done.',
  data: z.object({
    ...subscriptionOf,
    step: z.enum(ONBOARDING_STEPS),
    newSubscriptionId: maybe(subscriptionId()),
    note: maybe(remark()),
  }),
  example: {
    ...example,
    step: 'confirm-transfer',
    newSubscriptionId: 'a4c1340d-6911-4758-bba3-0c4c6007d161',
  },
});

/** An onboarding came to nothing; it may be requested again. */
export const azureOnboardingFailed = defineEvent({
  type: 'azure-onboarding.failed',
  queue: 'azure-events',
  summary: 'An onboarding came to nothing; it may be requested again.',
  data: z.object({ ...subscriptionOf, reason: z.enum(FAILURE_REASONS), detail: maybe(remark()) }),
  example: { ...example, reason: 'transfer-declined', detail: 'The current partner does not answer.' },
});
