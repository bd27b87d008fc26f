import * as z from 'zod/mini';
import { caseOf, defineEvent, requester } from './event-definition.ts';
import { email, maybe, name, remark } from './fields.ts';
import { APPROVAL_WAYS, SCOPES } from './vocabulary.ts';

const invitationId = () => z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be an invitation id'));
/**
 * Set by the approval page on the second answer to an invitation: the first one holds. The event is kept in the timeline and
 * changes nothing.
 */
const earlierAnswer = () => maybe(z.enum(['approved', 'declined']));
/** What gave or ended delegated administration, where Partner Center says it: DAP, or one GDAP relationship (`gdap:<id>`). */
const grant = () =>
  maybe(
    z.string().check(z.regex(/^(?:dap|gdap(?::[A-Za-z0-9-]{1,80})?)$/, 'must be dap, gdap or gdap:<id>')),
  );
const example = { partnerId: 'contoso', customer: { tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039' } };

export const relationshipRequested = defineEvent({
  type: 'relationship.requested',
  queue: 'relationship-events',
  summary:
    'The partner asks the customer, or asks again. An open invitation is replaced and its link stops working.',
  data: z.object({
    ...caseOf,
    requestedBy: requester,
    contactEmail: maybe(email()),
    scope: maybe(z.enum(SCOPES)),
  }),
  example: { ...example, requestedBy: { role: 'sales-agent' }, contactEmail: 'admin@fabrikam.example' },
});

export const relationshipApproved = defineEvent({
  type: 'relationship.approved',
  queue: 'relationship-events',
  summary: 'The customer approved: by the link, in Microsoft’s portal, or as an upstream system reports.',
  data: z.object({
    ...caseOf,
    scope: maybe(z.enum(SCOPES)),
    via: z.enum(APPROVAL_WAYS),
    invitationId: maybe(invitationId()),
    approvedBy: maybe(name()),
    grant: grant(),
    earlierAnswer: earlierAnswer(),
  }),
  example: { ...example, scope: 'delegated-admin', via: 'upstream', approvedBy: 'Robin Fisher' },
});

export const relationshipDeclined = defineEvent({
  type: 'relationship.declined',
  queue: 'relationship-events',
  summary: 'The customer declined.',
  data: z.object({
    ...caseOf,
    via: z.enum(APPROVAL_WAYS),
    invitationId: maybe(invitationId()),
    comment: maybe(remark()),
    earlierAnswer: earlierAnswer(),
  }),
  example: { ...example, via: 'upstream', comment: 'We stay with our present partner.' },
});

export const relationshipRemoved = defineEvent({
  type: 'relationship.removed',
  queue: 'relationship-events',
  summary: 'The permission was removed, completely or only its delegated administration.',
  data: z.object({
    ...caseOf,
    by: z.enum(['customer', 'partner', 'microsoft']),
    scope: z.prefault(z.enum(['delegated-admin', 'all']), 'all'),
    grant: grant(),
  }),
  example: { ...example, by: 'customer', scope: 'all' },
});
