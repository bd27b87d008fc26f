import { CATALOGUE } from '../../../shared/events/catalogue.ts';
import { envelope } from '../../../shared/events/envelope.ts';
import { type JsonSchema, jsonSchemaOf } from './json-schema.ts';

/** An event as the documents name it: in (the catalogue's) or out (an outcome). */
export interface DocumentedEvent {
  readonly type: string;
  /** Key of its schema and message: `SubscriptionIngested`. */
  readonly name: string;
  readonly queue: string;
  readonly summary: string;
  /** Schema of the whole event. */
  readonly schema: JsonSchema;
  /** A whole event that is valid. */
  readonly example: Readonly<Record<string, unknown>>;
}

/** What every event that comes in has (contract §2); further attributes are extensions. */
export function cloudEventSchema(): JsonSchema {
  return {
    ...jsonSchemaOf(envelope, 'input'),
    description:
      'CloudEvents 1.0, structured JSON, at most 64 KiB. `source` and `id` together are the identity: a second delivery ' +
      'changes nothing. Further attributes are extensions; they are kept and handed on.',
    additionalProperties: extensionSchema,
    propertyNames: { pattern: '^[a-z0-9]{1,64}$' },
  };
}

/** The value of an extension attribute. */
export const extensionSchema: JsonSchema = {
  type: ['string', 'integer', 'boolean', 'null'],
  maxLength: 2048,
};

/** Every event that comes in, from the catalogue that checks them. `ref` makes a reference to a component by its name. */
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

/** `azure-onboarding.step-due` as `AzureOnboardingStepDue`. */
export function nameOf(type: string): string {
  return type.replaceAll(/(?:^|[.-])([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
