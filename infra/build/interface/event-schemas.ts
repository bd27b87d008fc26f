import { CATALOGUE } from '../../../shared/events/catalogue.ts';
import { envelope } from '../../../shared/events/envelope.ts';
import { type JsonSchema, jsonSchemaOf } from './json-schema.ts';

/** An event of the documents: of the catalogue, or an outcome. */
export interface DocumentedEvent {
  readonly type: string;
  /** The name of its schema and message: `SubscriptionIngested`. */
  readonly name: string;
  readonly queue: string;
  readonly summary: string;
  /** The schema of the whole event. */
  readonly schema: JsonSchema;
  /** A valid event. */
  readonly example: Readonly<Record<string, unknown>>;
}

/** The envelope of every incoming event (contract §2). Other attributes are extensions. */
export function cloudEventSchema(): JsonSchema {
  return {
    ...jsonSchemaOf(envelope, 'input'),
    description:
      'CloudEvents 1.0, structured JSON, at most 64 KiB. `source` and `id` identify an event: a second delivery ' +
      'changes nothing. Other attributes are extensions. They are kept and passed on.',
    additionalProperties: extensionSchema,
    propertyNames: { pattern: '^[a-z0-9]{1,64}$' },
  };
}

/** The value of an extension attribute. */
export const extensionSchema: JsonSchema = {
  type: ['string', 'integer', 'boolean', 'null'],
  maxLength: 2048,
};

/** The incoming events, from the catalogue that checks them. @param ref makes a reference to a component by its name */
export function eventsIn(ref: (name: string) => JsonSchema): DocumentedEvent[] {
  return CATALOGUE.map(({ type, queue, summary, data, example }) => ({
    type,
    name: nameOf(type),
    queue,
    summary,
    schema: {
      description: summary,
      allOf: [
        ref('CloudEvent'),
        { type: 'object', properties: { type: { const: type }, data: jsonSchemaOf(data, 'input') } },
      ],
    },
    example: {
      specversion: '1.0',
      id: `${type.replaceAll('.', '-')}-1`,
      source: '/contoso/crm',
      type,
      time: '2026-11-22T12:00:00Z',
      data: example,
    },
  }));
}

/** Converts `azure-onboarding.step-due` to `AzureOnboardingStepDue`. */
export function nameOf(type: string): string {
  return type.replaceAll(/(?:^|[.-])([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
