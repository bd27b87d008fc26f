import * as z from 'zod';
import { FAILURE_REASONS } from '../../../shared/events/azure-onboarding.ts';
import { MAIL_KINDS } from '../../../shared/events/vocabulary.ts';
import { type DocumentedEvent, extensionSchema, nameOf } from './event-schemas.ts';
import { type JsonSchema, jsonSchemaOf } from './json-schema.ts';
import {
  instant,
  onboardingChain,
  partnerId,
  relationshipStatus,
  scope,
  step,
  subscriptionId,
  subscriptionStatus,
  tenantId,
} from './response-schemas.ts';

const about = { partnerId: partnerId(), customer: z.object({ tenantId: tenantId() }) };
const aboutOne = { ...about, subscriptionId: subscriptionId() };
const reason = z.string().describe('Why, in a word of the contract.');

const customer = { tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039' };
const base = { partnerId: 'contoso', customer };
const exampleOne = { ...base, subscriptionId: '42226ed6-070a-4e0f-b80c-4cdfb3e97aa7' };

interface OutcomeDefinition<Schema extends z.ZodType = z.ZodType> {
  readonly summary: string;
  readonly data: Schema;
  readonly example: z.output<Schema>;
}

/** Defines an outcome, with an example of the schema's type. */
function outcome<Schema extends z.ZodType>(
  summary: string,
  data: Schema,
  example: z.output<Schema>,
): OutcomeDefinition<Schema> {
  return { summary, data, example };
}

/**
 * The outcomes (contract §7): the schema of `data`, and an example. test/build/interface/outcomes.test.ts and every scenario
 * check them against what the product publishes.
 */
export const OUTCOMES = {
  'subscription.decided': outcome(
    "A subscription's status changed.",
    z.object({
      ...aboutOne,
      status: subscriptionStatus,
      reason: z.nullable(reason),
      rule: z.string().describe('The row of the decision table.'),
      previousStatus: z.nullable(subscriptionStatus),
    }),
    {
      ...exampleOne,
      status: 'supported',
      reason: null,
      rule: 'license-supported',
      previousStatus: 'awaiting-approval',
    },
  ),
  'invitation.sent': outcome(
    'The mail with an invitation has left.',
    z.object({ ...about, invitationId: z.string(), scope: z.nullable(scope) }),
    { ...base, invitationId: 'Zm9vYmFyYmF6', scope: 'delegated-admin' },
  ),
  'invitation.undeliverable': outcome(
    'An invitation could not be delivered, or its receiver complained.',
    z.object({ ...about, invitationId: z.string(), scope }),
    { ...base, invitationId: 'Zm9vYmFyYmF6', scope: 'delegated-admin' },
  ),
  'mail.failed': outcome(
    'A mail to the partner (notice, work order) bounced or was complained of, or SES rejected a mail. Nothing else depends on it.',
    z.object({
      ...about,
      mailId: z.string(),
      kind: z.enum(MAIL_KINDS),
      recipient: z.enum(['customer', 'partner']),
      why: z.enum(['bounced', 'complained', 'rejected']),
    }),
    { ...base, mailId: 'Zm9vYmFyYmF6-notice', kind: 'notice', recipient: 'partner', why: 'bounced' },
  ),
  'relationship.changed': outcome(
    "The customer's permission for the partner changed.",
    z.object({
      ...about,
      status: relationshipStatus,
      previousStatus: relationshipStatus,
      scope: z.nullable(scope),
    }),
    { ...base, status: 'active', previousStatus: 'invited', scope: 'delegated-admin' },
  ),
  'azure-onboarding.started': outcome(
    'An onboarding began.',
    z.object({ ...aboutOne, chain: onboardingChain }),
    {
      ...exampleOne,
      chain: 'switch-azure-plan',
    },
  ),
  'azure-onboarding.step-due': outcome(
    'A step of an onboarding is to be done now.',
    z.object({ ...aboutOne, chain: onboardingChain, step }),
    { ...exampleOne, chain: 'switch-azure-plan', step: 'request-transfer' },
  ),
  'azure-onboarding.refused': outcome(
    'An onboarding, or a step out of order, was refused.',
    z.object({ ...aboutOne, reason }),
    { ...exampleOne, reason: 'provider-must-switch' },
  ),
  'azure-onboarding.completed': outcome(
    'An onboarding is done.',
    z.object({ ...aboutOne, newSubscriptionId: z.nullable(subscriptionId()) }),
    { ...exampleOne, newSubscriptionId: '9c0c2d34-5b5a-4a3e-9d1b-1f5e8e3f0a11' },
  ),
  'azure-onboarding.failed': outcome(
    'An onboarding failed; it may be requested again.',
    z.object({ ...aboutOne, reason: z.enum(FAILURE_REASONS) }),
    { ...exampleOne, reason: 'transfer-expired' },
  ),
  'customer.erased': outcome(
    'All personal data of a customer was erased. Systems that keep data of earlier outcomes should erase it, too.',
    z.object({ ...about, erasedAt: instant() }),
    { ...base, erasedAt: '2026-11-22T12:00:00.000Z' },
  ),
  'event.refused': outcome(
    'An event, or a delivery of Partner Center, was understood but cannot be carried out.',
    z.object({
      partnerId: z.nullable(partnerId()),
      partnerTenantId: z.optional(z.nullable(tenantId())).describe('Only of deliveries of Partner Center.'),
      customer: z.nullable(about.customer),
      type: z.string().describe('What it was, or would have become.'),
      subscriptionId: z.nullable(subscriptionId()),
      reason,
    }),
    { ...exampleOne, type: 'subscription.ingested', reason: 'case-full' },
  ),
} satisfies Record<string, OutcomeDefinition>;

/** What every outcome has; further attributes are extensions of the event that caused it. */
export function outcomeSchema(): JsonSchema {
  const attributes = z.object({
    specversion: z.literal('1.0'),
    id: z.string().min(1).describe('Deterministic: a repeat has the same and can be dropped by it.'),
    source: z.string().regex(/^\/multichannel-support\/[A-Za-z0-9-]{1,64}$/),
    type: z.enum(Object.keys(OUTCOMES)),
    time: instant().describe('When it was decided.'),
    datacontenttype: z.literal('application/json'),
    causationid: z.string().describe('The id of the event that caused it.'),
    data: z.record(z.string(), z.unknown()),
  });
  return {
    ...jsonSchemaOf(attributes, 'output'),
    description: 'A CloudEvent of ours. It arrives at least once.',
    additionalProperties: extensionSchema,
    propertyNames: { pattern: '^[a-z0-9]{1,64}$' },
  };
}

/** Every event that goes out. `ref` makes a reference to a component by its name. */
export function eventsOut(ref: (name: string) => JsonSchema): DocumentedEvent[] {
  return Object.entries(OUTCOMES).map(([type, definition]) => ({
    type,
    name: `${nameOf(type)}Outcome`,
    queue: 'outcomes',
    summary: definition.summary,
    schema: {
      description: definition.summary,
      allOf: [
        ref('Outcome'),
        {
          type: 'object',
          properties: { type: { const: type }, data: jsonSchemaOf(definition.data, 'output') },
        },
      ],
    },
    example: {
      specversion: '1.0',
      id: `2c8f0d1e.${type}.once`,
      source: '/multichannel-support/contoso',
      type,
      time: '2026-11-22T12:00:01.000Z',
      datacontenttype: 'application/json',
      causationid: 'subscription-ingested-1',
      data: definition.example,
    },
  }));
}
