import * as z from 'zod/mini';
import { caseOf, defineEvent, requester } from './event-definition.ts';
import { maybe } from './fields.ts';

/**
 * A customer's personal data is to be forgotten at one partner. What happened before it does not come back, however late
 * it arrives; what happens after it begins anew. Who asked is used for nothing and kept nowhere.
 */
export const customerErased = defineEvent({
  type: 'customer.erased',
  queue: 'relationship-events',
  summary: 'All personal data of a customer at one partner is to be erased; what happened stays, without it.',
  data: z.object({ ...caseOf, requestedBy: maybe(requester) }),
  example: {
    partnerId: 'contoso',
    customer: { tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039' },
    requestedBy: { role: 'global-admin' },
  },
});
