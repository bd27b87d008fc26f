import { EVENT_QUEUES } from '../../../shared/events/vocabulary.ts';
import { cloudEventSchema, type DocumentedEvent, eventsIn, nameOf } from './event-schemas.ts';
import { eventsOut, outcomeSchema } from './outcome-schemas.ts';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const QUEUES = {
  'subscription-events':
    'Partners and subscriptions. Apart from the others, so that a bulk import delays no approval.',
  'relationship-events': "The customer's permission for the partner.",
  'azure-events': 'Onboardings of usage-based (Azure) subscriptions.',
  outcomes:
    'What the product publishes. A deployed stage takes it on to its event bus: `detail` is the event, `detail-type` its type.',
} as const;

/**
 * The AsyncAPI document of the queues, from the catalogue that checks events and the schemas of outcomes.
 * @param version of the product
 */
export function asyncApiDocument(version: string) {
  const incoming = eventsIn(ref);
  const outgoing = eventsOut(ref);
  const all = [...incoming, ...outgoing];
  const onQueue = (queue: string) => all.filter((event) => event.queue === queue);
  return {
    asyncapi: '3.1.0' as const,
    id: 'urn:multichannel-support',
    info: {
      title: 'Multichannel support: events',
      version,
      description:
        'Decides how a partner may support subscriptions a customer bought elsewhere. Events arrive at least once and ' +
        'in any order; `source` and `id` together are an event’s identity. What can never be taken goes to the queue’s ' +
        'dead-letter queue with the attributes `errorCode` and `errorDetail`.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/cloudevents+json',
    servers: {
      sqs: {
        host: 'sqs.{region}.amazonaws.com',
        protocol: 'sqs',
        description:
          'A deployed stage. Its queues carry its name before theirs (`prod-subscription-events`); the stack’s ' +
          'outputs have their addresses.',
        variables: { region: { description: 'The AWS region of the stage.', default: 'us-east-1' } },
        security: [{ $ref: '#/components/securitySchemes/sigv4' }],
      },
      local: {
        host: '127.0.0.1',
        protocol: 'sqs',
        description:
          'The local stack (`npm start`); `.local/stack.json` has the addresses. Any credentials do.',
      },
    },
    channels: Object.fromEntries(
      Object.entries(QUEUES).map(([queue, description]) => [
        queue,
        {
          address: queue,
          description,
          messages: Object.fromEntries(
            onQueue(queue).map(({ type, name }) => [type, { $ref: `#/components/messages/${name}` }]),
          ),
          bindings: { sqs: queueBinding(queue) },
        },
      ]),
    ),
    operations: {
      ...Object.fromEntries(
        EVENT_QUEUES.map((queue) => [`receive${nameOf(queue)}`, operation('receive', queue, onQueue(queue))]),
      ),
      sendOutcomes: operation('send', 'outcomes', onQueue('outcomes')),
    },
    components: {
      messages: Object.fromEntries(all.map((event) => [event.name, message(event)])),
      schemas: {
        CloudEvent: cloudEventSchema(),
        Outcome: outcomeSchema(),
        ...Object.fromEntries(all.map(({ name, schema }) => [name, schema])),
      },
      securitySchemes: {
        sigv4: {
          type: 'userPassword',
          description: 'AWS Signature Version 4 by a principal that the queue’s policy or its own lets send.',
        },
      },
    },
  };
}

function message({ type, name, summary, example }: DocumentedEvent) {
  return {
    name: type,
    title: type,
    summary,
    contentType: 'application/cloudevents+json',
    payload: ref(name),
    examples: [{ name, summary, payload: example }],
  };
}

function operation(
  action: 'receive' | 'send',
  queue: keyof typeof QUEUES,
  events: readonly DocumentedEvent[],
) {
  return {
    action,
    channel: { $ref: `#/channels/${queue}` },
    summary: QUEUES[queue],
    messages: events.map(({ type }) => ({ $ref: `#/channels/${queue}/messages/${type}` })),
  };
}

function queueBinding(queue: string) {
  return {
    queue: { name: queue, fifoQueue: false },
    deadLetterQueue: { name: `${queue}-dlq`, fifoQueue: false },
    bindingVersion: '0.2.0',
  };
}
