import * as z from 'zod';
import { RELATIONSHIP_STATUSES } from '../../../shared/case/relationship.ts';
import { ONBOARDING_STEPS } from '../../../shared/events/azure-onboarding.ts';
import { BILLINGS, CHANNELS, SCOPES } from '../../../shared/events/vocabulary.ts';

/*
 * The fields of responses and outcomes. TypeScript's unions do not exist at run time, so this file lists them again.
 * test/build/interface compares each with its type and with real responses.
 */

/** An instant in a response: UTC, RFC 3339. */
export const instant = () => z.iso.datetime().meta({ pattern: undefined });
export const tenantId = () => z.guid().meta({ pattern: undefined });
export const partnerId = () => z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
export const subscriptionId = () => z.string();

export const scope = z.enum(SCOPES);
export const billing = z.enum(BILLINGS);
export const channel = z.enum(CHANNELS);
export const step = z.enum(ONBOARDING_STEPS);
export const path = z.enum(['new-subscription', 'switch-partner']);
export const onboardingChain = z.enum([
  'create-azure-subscription',
  'switch-azure-plan',
  'switch-azure-legacy',
]);

export const relationshipStatus = z.enum(RELATIONSHIP_STATUSES);

export const subscriptionStatus = z.enum([
  'ended',
  'rejected',
  'not-applicable',
  'deferred',
  'not-permitted',
  'supported',
  'awaiting-approval',
  'onboarded',
  'onboarding',
  'ready-to-onboard',
]);

/** `GET /partners/{partnerId}/customers` (contract §6). */
export const customerList = z.object({
  items: z.array(
    z.object({
      tenantId: tenantId(),
      name: z.nullable(z.string()),
      relationship: relationshipStatus,
      subscriptions: z
        .partialRecord(subscriptionStatus, z.int().min(0))
        .describe('How many have each status.'),
      changedAt: z.nullable(instant()),
    }),
  ),
  cursor: z.nullable(z.string()).describe('Goes on to the next page; null at the end.'),
});

/** `POST /decisions` (contract §8): what the rules would decide, and why. */
export const decision = z.object({
  rule: z
    .nullable(z.string())
    .describe('The row that hits; null when the event comes to nothing before any is asked.'),
  chain: z.nullable(z.string()),
  status: z.nullable(z.string()),
  reason: z.nullable(z.string()),
  path: z.optional(z.nullable(path)),
  earliestMoveDate: z.optional(z.nullable(instant())),
  because: z.array(z.string()).describe('The conditions of the row, all of which hold.'),
  missed: z
    .array(z.object({ rule: z.string(), because: z.array(z.string()) }))
    .describe('The rows above it, and what of each does not hold.'),
  facts: z.nullable(z.record(z.string(), z.union([z.string(), z.boolean()]))),
  table: z.string().describe('Version of the rule table.'),
});

/** 202 of `POST /events`. */
export const accepted = z.object({ accepted: z.array(z.string()).describe('The events’ ids, in order.') });

/** 200 of `POST /webhooks/partner-center`. */
export const delivered = z.object({ result: z.enum(['queued', 'ignored', 'refused']) });

/** `GET /health`. */
export const health = z.object({ status: z.literal('ok') });

/** RFC 9457. `code` is stable. `faults` name each fault by its path, without values. */
export const problem = z.object({
  type: z.string().describe('`urn:multichannel-support:problem:<code>`'),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.optional(z.string()),
  faults: z.optional(
    z.array(
      z.object({
        path: z.string(),
        problem: z.string(),
        event: z.optional(z.int().min(0)).describe('Place of the event in a batch, from 0.'),
        code: z.optional(z.string()),
      }),
    ),
  ),
});

/** A response of API Gateway itself, without a function. */
export const gatewayMessage = z.object({ message: z.string() });

/** Examples of responses. test/build/interface checks each against its schema. */
export const responseExamples = {
  accepted: { accepted: ['subscription-ingested-1'] },
  delivered: { result: 'queued' },
  health: { status: 'ok' },
  customerList: {
    items: [
      {
        tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039',
        name: 'Fabrikam, Inc.',
        relationship: 'invited',
        subscriptions: { 'awaiting-approval': 2 },
        changedAt: '2026-11-22T12:00:00.000Z',
      },
    ],
    cursor: null,
  },
  decision: {
    rule: 'license-request',
    chain: 'request-relationship',
    status: 'awaiting-approval',
    reason: null,
    path: null,
    earliestMoveDate: null,
    because: ['billing = license-based'],
    missed: [{ rule: 'license-awaiting', because: ['not: open = delegated-admin'] }],
    facts: { billing: 'license-based', open: 'none' },
    table: '1',
  },
} satisfies {
  accepted: z.output<typeof accepted>;
  delivered: z.output<typeof delivered>;
  health: z.output<typeof health>;
  customerList: z.output<typeof customerList>;
  decision: z.output<typeof decision>;
};
