import * as z from 'zod/mini';
import { caseOf, defineEvent, requester } from './event-definition.ts';
import { email, maybe, name, remark } from './fields.ts';
import { APPROVAL_WAYS, SCOPES } from './vocabulary.ts';

const invitationId = () => z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be an invitation id'));
const example = { partnerId: 'contoso', customer: { tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039' } };

/** The partner asks the customer (again); an open invitation is replaced. */
export const relationshipRequested = defineEvent({
  type: 'relationship.requested',
  queue: 'relationship-events',
  summary:
    'The partner asks the customer (again); an open invitation is replaced and its link stops working.',
  data: z.object({
    ...caseOf,
    requestedBy: requester,
    contactEmail: maybe(email()),
    scope: maybe(z.enum(SCOPES)),
  }),
  example: { ...example, requestedBy: { role: 'sales-agent' }, contactEmail: 'admin@fabrikam.example' },
});

/** The customer said yes. */
export const relationshipApproved = defineEvent({
  type: 'relationship.approved',
  queue: 'relationship-events',
  summary: 'The customer said yes: by the link, in Microsoft’s own portal, or as an upstream system knows.',
  data: z.object({
    ...caseOf,
    scope: maybe(z.enum(SCOPES)),
    via: z.enum(APPROVAL_WAYS),
    invitationId: maybe(invitationId()),
    approvedBy: maybe(name()),
  }),
  example: { ...example, scope: 'delegated-admin', via: 'upstream', approvedBy: 'Robin Fisher' },
});

/** The customer said no. */
export const relationshipDeclined = defineEvent({
  type: 'relationship.declined',
  queue: 'relationship-events',
  summary: 'The customer said no.',
  data: z.object({
    ...caseOf,
    via: z.enum(APPROVAL_WAYS),
    invitationId: maybe(invitationId()),
    comment: maybe(remark()),
  }),
  example: { ...example, via: 'upstream', comment: 'We stay with our present partner.' },
});

/** The permission is gone, wholly or its delegated administration only. */
export const relationshipRemoved = defineEvent({
  type: 'relationship.removed',
  queue: 'relationship-events',
  summary: 'The permission is gone, wholly or only its delegated administration.',
  data: z.object({
    ...caseOf,
    by: z.enum(['customer', 'partner', 'microsoft']),
    scope: z.prefault(z.enum(['delegated-admin', 'all']), 'all'),
  }),
  example: { ...example, by: 'customer', scope: 'all' },
});
