import * as z from 'zod';
import { EMPTY_GUIDS } from '../../../shared/events/guids.ts';

/** A JSON Schema as data. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * The JSON Schema of checks that zod cannot translate, by their error messages. Where JSON Schema has no keyword, or a list
 * would be too long (249 countries), it is a description.
 */
const CHECKS: Readonly<Record<string, JsonSchema>> = {
  'must be an RFC 3339 date-time': { format: 'date-time' },
  'must be a BCP 47 language tag': { description: 'A BCP 47 language tag.' },
  'must be an ISO 3166-1 alpha-2 country code': {
    description: 'An ISO 3166-1 alpha-2 country code.',
    pattern: '^[A-Z]{2}$',
  },
  'must be a JSON media type': { description: 'A JSON media type.' },
  'must be a mail address': { format: 'email' },
  'must not be the nil or max GUID': { not: { enum: [...EMPTY_GUIDS] } },
  'must contain a visible character': {},
  'must not contain control or direction characters': {},
  'must not contain control characters': {},
};

/**
 * Converts a schema to JSON Schema that is valid in OpenAPI 3.1 (2020-12) and AsyncAPI 3 (draft 7).
 * @param direction `input`: what a sender may write, without defaults; `output`: what a receiver gets
 * @throws Error for a check that {@link CHECKS} does not have, so that the documents never omit a check
 */
export function jsonSchemaOf(schema: z.core.$ZodType, direction: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(schema, {
    io: direction,
    target: 'draft-7',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: part }) => {
      for (const message of customChecks(zodSchema)) {
        const more = CHECKS[message];
        if (!more) throw new Error(`json-schema.ts has no JSON Schema for the check "${message}"`);
        Object.assign(part, more);
      }
      removeNoise(part);
    },
  });
  return jsonSchema;
}

/** The error messages of a schema's custom checks. */
function customChecks(schema: z.core.$ZodType): string[] {
  const checks = schema._zod.def.checks ?? [];
  return checks.flatMap(({ _zod: { def } }) => {
    if (def.check !== 'custom') return [];
    // zod passes the issue to this function; the messages of our checks do not depend on it.
    const message = (def.error as (() => string | { message: string } | null | undefined) | undefined)?.();
    return [typeof message === 'string' ? message : (message?.message ?? '')];
  });
}

/** Removes keywords without meaning, and patterns that need a flag that JSON Schema does not have. */
function removeNoise(schema: JsonSchema): void {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (Object.keys(Object(schema.propertyNames)).join() === 'type') delete schema.propertyNames;
  // Later versions may add fields. A document that forbids them would break clients that validate.
  if (schema.additionalProperties === false) delete schema.additionalProperties;
}
