import * as z from 'zod/mini';
import { caseOf, defineEvent, requester } from './event-definition.ts';
import { maybe } from './fields.ts';

/**
 * Erases a customer's personal data at one partner. Older events stay without effect, however late they arrive. Newer events
 * start afresh. `requestedBy` is not stored.
 */
export const customerErased = defineEvent({
  type: 'customer.erased',
  queue: 'relationship-events',
  summary:
    'Erases all personal data of a customer at one partner. The timeline stays, without personal data.',
  data: z.object({ ...caseOf, requestedBy: maybe(requester) }),
  example: {
    partnerId: 'contoso',
    customer: { tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039' },
    requestedBy: { role: 'global-admin' },
  },
});
