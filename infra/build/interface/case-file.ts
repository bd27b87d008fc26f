import * as z from 'zod';
import { CATALOGUE } from '../../../shared/events/catalogue.ts';
import { MAIL_KINDS } from '../../../shared/events/vocabulary.ts';
import {
  billing,
  channel,
  instant,
  partnerId,
  path,
  relationshipStatus,
  scope,
  step,
  subscriptionId,
  subscriptionStatus,
  tenantId,
} from './words.ts';

const mailStatus = z.enum([
  'queued',
  'sending',
  'released',
  'sent',
  'delivered',
  'bounced',
  'complained',
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
  chain: z.nullable(z.string()),
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
    invitation: z.nullable(invitation).describe('The newest, open or not.'),
  }),
  subscriptions: z.array(subscription),
  timeline: z.array(entry).describe('Newest first.'),
  mails: z
    .array(z.object({ id: z.string(), kind: z.enum(MAIL_KINDS), at: instant(), status: mailStatus }))
    .describe('What the shown part of the timeline called for, newest first.'),
  timelineCursor: z.nullable(z.string()).describe('Goes on to older entries: `?timeline=<cursor>`.'),
});
