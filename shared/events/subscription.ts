import * as z from 'zod/mini';
import { defineEvent, requester, subscriptionOf } from './event-definition.ts';
import { country, email, guid, locale, maybe, name, partnerId, subscriptionId, termEnd } from './fields.ts';
import { BILLINGS, CHANNELS } from './vocabulary.ts';

/** The event that starts everything (R1). */
export const subscriptionIngested = defineEvent({
  type: 'subscription.ingested',
  queue: 'subscription-events',
  summary: 'The partner is to support a subscription that the customer bought elsewhere.',
  data: z.object({
    partnerId: partnerId(),
    customer: z.object({
      tenantId: guid(),
      name: name(),
      contactEmail: email(),
      contactName: maybe(name()),
      country: country(),
      locale: maybe(locale()),
      isCspPartner: z.prefault(z.boolean(), false),
    }),
    subscription: z.object({
      id: subscriptionId(),
      name: name(),
      billing: z.enum(BILLINGS),
      channel: z.enum(CHANNELS),
      seller: maybe(z.object({ name: name(), partnerId: maybe(partnerId()) })),
      termEndsAt: maybe(termEnd()),
      quantity: maybe(z.int('must be a whole number').check(z.nonnegative('must not be negative'))),
    }),
    requestedBy: requester,
  }),
  example: {
    partnerId: 'contoso',
    customer: {
      tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039',
      name: 'Fabrikam, Inc.',
      contactEmail: 'it@fabrikam.example',
      contactName: 'Robin Fisher',
      country: 'US',
      locale: 'en-US',
    },
    subscription: {
      id: '7291BFBF-1772-4C5B-A624-18B6152CD8CB',
      name: 'Microsoft 365 E3',
      billing: 'license-based',
      channel: 'ea',
      quantity: 250,
    },
    requestedBy: { role: 'sales-agent', name: 'Kim Akers', email: 'kim@contoso.example' },
  },
});

export const subscriptionEnded = defineEvent({
  type: 'subscription.ended',
  queue: 'subscription-events',
  summary: 'A subscription expired or was cancelled where it was bought.',
  data: z.object({ ...subscriptionOf, reason: maybe(z.enum(['expired', 'cancelled'])) }),
  example: {
    partnerId: 'contoso',
    customer: { tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039' },
    subscriptionId: '7291bfbf-1772-4c5b-a624-18b6152cd8cb',
    reason: 'expired',
  },
});
