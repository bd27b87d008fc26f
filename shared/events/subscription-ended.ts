import * as z from 'zod/mini';
import { defineEvent } from './definition.ts';
import { maybe } from './fields.ts';
import { subscriptionOf } from './parts.ts';

/** A subscription ran out or was cancelled where it was bought. */
export const subscriptionEnded = defineEvent({
  type: 'subscription.ended',
  queue: 'subscription-events',
  summary: 'A subscription ran out or was cancelled where it was bought.',
  data: z.object({ ...subscriptionOf, reason: maybe(z.enum(['expired', 'cancelled'])) }),
  example: {
    partnerId: 'contoso',
    customer: { tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039' },
    subscriptionId: '7291bfbf-1772-4c5b-a624-18b6152cd8cb',
    reason: 'expired',
  },
});
