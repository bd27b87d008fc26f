import type { DocumentedEvent } from '../event-schemas.ts';
import { responseExamples } from '../response-schemas.ts';
import {
  forbidden,
  jsonResponse,
  type Operation,
  type Operations,
  problemResponse,
  throttled,
  unavailable,
} from './operation.ts';

const event = { $ref: '#/components/schemas/Event' };
const notUtf8 = {
  code: 'not-utf-8',
  title: 'The request could not be read',
  detail: 'The body must be UTF-8',
};
const notJson = { code: 'not-json', title: 'The request could not be read', detail: 'The body must be JSON' };
const fault = { path: 'data.subscription.billing', problem: 'must be one of license-based, usage-based' };

/** Events by HTTP, and what would be decided of one (contract §8). @param events all there are, for examples */
export function eventOperations(events: readonly DocumentedEvent[]): Operations {
  return { 'POST /events': publish(events), 'POST /decisions': explain(events) };
}
function publish(events: readonly DocumentedEvent[]): Operation {
  return {
    access: 'iam',
    document: {
      operationId: 'publishEvents',
      summary: 'Checks one event, or up to 100, and puts each on its queue; takes none when any is faulty.',
      tags: ['Events'],
      requestBody: {
        required: true,
        content: {
          'application/cloudevents+json': {
            schema: event,
            examples: Object.fromEntries(events.map(({ type, example }) => [type, { value: example }])),
          },
          'application/cloudevents-batch+json': {
            schema: { type: 'array', maxItems: 100, items: event },
            example: events.slice(0, 1).map(({ example }) => example),
          },
        },
      },
      responses: {
        202: jsonResponse('All are queued.', 'Accepted', responseExamples.accepted),
        ...problemResponse(
          400,
          'None was taken.',
          {
            code: 'invalid-events',
            title: 'None of the events was taken',
            detail: 'Each fault names the event by its place in the batch, from 0, and the path in it',
            faults: [{ event: 0, code: 'invalid-data', ...fault }],
          },
          notJson,
          notUtf8,
        ),
        ...forbidden,
        ...problemResponse(413, 'Too many events in one request.', {
          code: 'too-many-events',
          title: 'A batch may have at most 100 events',
        }),
        ...problemResponse(415, 'Not one of the two media types.', {
          code: 'unsupported-media-type',
          title: 'Send CloudEvents in structured JSON',
        }),
        ...throttled,
        ...unavailable,
      },
    },
  };
}

function explain(events: readonly DocumentedEvent[]): Operation {
  return {
    access: 'iam',
    document: {
      operationId: 'explainDecision',
      summary: 'The rule an event would hit now, and why each row above it missed. Changes nothing.',
      tags: ['Events'],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: {
                event: {
                  description: 'A `subscription.ingested` or an `azure-onboarding.requested`.',
                  ...event,
                },
                facts: {
                  type: 'object',
                  description: 'Facts supposed to be otherwise, by the names that an answer’s `facts` has.',
                  additionalProperties: { type: ['string', 'boolean'] },
                },
              },
              required: ['event'],
            },
            example: {
              event: events.find(({ type }) => type === 'subscription.ingested')?.example,
              facts: { open: 'delegated-admin' },
            },
          },
        },
      },
      responses: {
        200: jsonResponse('What would be decided.', 'Decision', responseExamples.decision),
        ...problemResponse(
          400,
          'The event or a fact is faulty.',
          { code: 'invalid-data', title: 'The event is faulty', faults: [fault] },
          {
            code: 'invalid-facts',
            title: 'The facts are faulty',
            faults: [{ path: 'facts.open', problem: 'must be one of none, reseller-only, delegated-admin' }],
          },
          notJson,
        ),
        ...forbidden,
        ...problemResponse(404, 'The partner is not registered.', {
          code: 'unknown-partner',
          title: 'This partner is not registered',
        }),
        ...problemResponse(422, 'No decision table is asked by this type.', {
          code: 'no-rules',
          title: 'No decision table is asked by relationship.removed',
        }),
        ...throttled,
        ...unavailable,
      },
    },
  };
}
