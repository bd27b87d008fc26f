import * as z from 'zod';
import { CATALOGUE } from '../../../shared/events/catalogue.ts';
import { MAIL_KINDS } from '../../../shared/events/vocabulary.ts';
import {
  billing,
  channel,
  instant,
  onboardingChain,
  partnerId,
  path,
  relationshipStatus,
  scope,
  step,
  subscriptionId,
  subscriptionStatus,
  tenantId,
} from './response-schemas.ts';

const mailStatus = z.enum([
  'queued',
  'sending',
  'released',
  'sent',
  'delivered',
  'bounced',
  'complained',
  'rejected',
  'skipped',
]);

const invitation = z.object({
  id: z.string(),
  scope,
  status: z.enum(['open', 'consented', 'approved', 'declined', 'expired', 'replaced', 'undeliverable']),
  openedAt: instant(),
  expiresAt: instant(),
  reminders: z.int().min(0),
  mail: mailStatus,
  comment: z.nullable(z.string()).describe('What the customer wrote with a refusal.'),
});

const onboarding = z.object({
  chain: z.nullable(onboardingChain),
  status: z.enum(['parked', 'under-way', 'done', 'failed']),
  parked: z.boolean(),
  lastFailure: z.nullable(z.object({ reason: z.string(), detail: z.nullable(z.string()), at: instant() })),
  newSubscriptionId: z.nullable(subscriptionId()),
  steps: z.array(
    z.object({
      name: step,
      status: z.enum(['done', 'due', 'waiting', 'failed']),
      at: z.nullable(instant()),
    }),
  ),
});

const subscription = z.object({
  id: subscriptionId(),
  name: z.nullable(z.string()),
  billing: z.nullable(billing),
  channel: z.nullable(channel),
  status: z.nullable(subscriptionStatus),
  reason: z.nullable(z.string()),
  rule: z.nullable(z.string()),
  path: z.nullable(path),
  earliestMoveDate: z.nullable(instant()),
  onboarding: z.nullable(onboarding),
});

/** What an event changed besides decisions. Its fields depend on `kind`; the contract names none of them. */
const change = z.looseObject({
  kind: z.enum([
    'relationship',
    'invitation-opened',
    'answered',
    'refused',
    'onboarding-refused',
    'onboarding-started',
    'step-due',
    'mail-failed',
    'onboarding-completed',
    'onboarding-failed',
    'erased',
    'reminded',
    'invitation-ended',
  ]),
});

const entry = z.object({
  at: instant(),
  source: z.string(),
  id: z.string(),
  type: z.enum([...CATALOGUE.map(({ type }) => type), 'time.passed', 'mail.failed']),
  rule: z.nullable(z.string()),
  chain: z.nullable(z.string()),
  result: z.enum(['applied', 'refused', 'stale', 'parked', 'ignored']),
  reason: z.nullable(z.string()),
  subscriptionId: z.nullable(subscriptionId()),
  table: z.string().describe('Version of the rule table that decided.'),
  recordedAt: instant(),
  decisions: z.array(
    z.object({
      subscriptionId: subscriptionId(),
      status: subscriptionStatus,
      previousStatus: z.nullable(subscriptionStatus),
      rule: z.string(),
      reason: z.nullable(z.string()),
    }),
  ),
  changes: z.array(change),
});

/** `GET /partners/{partnerId}/customers/{tenantId}` (contract §6); the type is `CaseFile` of functions/cases-api. */
export const caseFile = z.object({
  partnerId: partnerId(),
  customer: z.object({
    tenantId: tenantId(),
    name: z.nullable(z.string()),
    contactEmail: z.nullable(z.string()),
    country: z.nullable(z.string()),
    locale: z.nullable(z.string()),
    erasedAt: z.nullable(instant()).describe('When the customer was erased last.'),
  }),
  relationship: z.object({
    status: relationshipStatus,
    scope: z.nullable(scope),
    changedAt: z.nullable(instant()),
    grants: z
      .array(z.string())
      .describe('What gives the permission: reseller, dap, gdap:<id>. It is held while one of them is.'),
    invitation: z.nullable(invitation).describe('The newest, open or not.'),
  }),
  subscriptions: z.array(subscription),
  timeline: z.array(entry).describe('Newest first.'),
  mails: z
    .array(z.object({ id: z.string(), kind: z.enum(MAIL_KINDS), at: instant(), status: mailStatus }))
    .describe('What the shown part of the timeline called for, newest first.'),
  timelineCursor: z.nullable(z.string()).describe('Goes on to older entries: `?timeline=<cursor>`.'),
});

/** A case file with something of everything. */
export const caseFileExample: z.output<typeof caseFile> = {
  partnerId: 'contoso',
  customer: {
    tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039',
    name: 'Fabrikam, Inc.',
    contactEmail: 'it@fabrikam.example',
    country: 'US',
    locale: 'en',
    erasedAt: null,
  },
  relationship: {
    status: 'invited',
    scope: 'delegated-admin',
    changedAt: '2026-11-22T12:00:00.000Z',
    grants: [],
    invitation: {
      id: 'Zm9vYmFyYmF6',
      scope: 'delegated-admin',
      status: 'open',
      openedAt: '2026-11-22T12:00:00.000Z',
      expiresAt: '2026-12-22T12:00:00.000Z',
      reminders: 0,
      mail: 'sent',
      comment: null,
    },
  },
  subscriptions: [
    {
      id: '42226ed6-070a-4e0f-b80c-4cdfb3e97aa7',
      name: 'Azure',
      billing: 'usage-based',
      channel: 'csp',
      status: 'onboarding',
      reason: null,
      rule: 'azure-onboarding',
      path: 'switch-partner',
      earliestMoveDate: null,
      onboarding: {
        chain: 'switch-azure-plan',
        status: 'under-way',
        parked: false,
        lastFailure: null,
        newSubscriptionId: null,
        steps: [
          { name: 'inform-current-partner', status: 'done', at: '2026-11-22T12:05:00.000Z' },
          { name: 'request-transfer', status: 'due', at: null },
          { name: 'current-partner-accepts', status: 'waiting', at: null },
          { name: 'confirm-transfer', status: 'waiting', at: null },
        ],
      },
    },
  ],
  timeline: [
    {
      at: '2026-11-22T12:00:00.000Z',
      source: '/contoso/crm',
      id: 'subscription-ingested-1',
      type: 'subscription.ingested',
      rule: 'azure-request',
      chain: 'request-relationship',
      result: 'applied',
      reason: null,
      subscriptionId: '42226ed6-070a-4e0f-b80c-4cdfb3e97aa7',
      table: '1',
      recordedAt: '2026-11-22T12:00:01.000Z',
      decisions: [
        {
          subscriptionId: '42226ed6-070a-4e0f-b80c-4cdfb3e97aa7',
          status: 'awaiting-approval',
          previousStatus: null,
          rule: 'azure-request',
          reason: null,
        },
      ],
      changes: [{ kind: 'invitation-opened', invitationId: 'Zm9vYmFyYmF6', scope: 'delegated-admin' }],
    },
  ],
  mails: [
    { id: 'Zm9vYmFyYmF6-invitation', kind: 'invitation', at: '2026-11-22T12:00:01.000Z', status: 'sent' },
  ],
  timelineCursor: null,
};
