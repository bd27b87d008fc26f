import * as z from 'zod';
import { instant, path, relationshipStatus, subscriptionStatus, tenantId } from './words.ts';

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

/** `POST /decisions` (contract §8): what rules would decide, and why. */
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

/** RFC 9457. `code` stays the same over releases; `faults` name each fault by its path and never repeat a value. */
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

/** What API Gateway itself answers, before any function runs. */
export const gatewayMessage = z.object({ message: z.string() });

/** Examples, by the answer they are of; test/build/interface holds each against its schema. */
export const answerExamples = {
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
