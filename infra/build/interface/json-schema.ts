import * as z from 'zod';

/** A JSON Schema as data. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * What JSON Schema says of the checks that zod cannot translate, by the words a publisher gets who breaks one. Where it can
 * say nothing (a list of all countries would be 249 words), the words become the description.
 */
const TOLD: Readonly<Record<string, JsonSchema>> = {
  'must be an RFC 3339 date-time': { format: 'date-time' },
  'must be a BCP 47 language tag': { description: 'A BCP 47 language tag.' },
  'must be an ISO 3166-1 alpha-2 country code': {
    description: 'An ISO 3166-1 alpha-2 country code.',
    pattern: '^[A-Z]{2}$',
  },
  'must not contain control or direction characters': {},
  'must not contain control characters': {},
};

/**
 * A schema as JSON Schema, as OpenAPI 3.1 (2020-12) and AsyncAPI 3 (draft 7) both take it.
 * @param direction `input`: what a sender may write, defaults left out; `output`: what a receiver gets
 * @throws Error for a check that nothing is said of here: the documents must not promise less than is asked for unnoticed
 */
export function jsonSchemaOf(schema: z.core.$ZodType, direction: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...told } = z.toJSONSchema(schema, {
    io: direction,
    target: 'draft-7',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      for (const message of customChecks(zodSchema)) {
        const more = TOLD[message];
        if (!more) throw new Error(`Nothing says in JSON Schema: "${message}" (json-schema.ts)`);
        Object.assign(jsonSchema, more);
      }
      withoutNoise(jsonSchema);
    },
  });
  return told;
}

/** The messages of a schema's own checks. */
function customChecks(schema: z.core.$ZodType): string[] {
  const checks = schema._zod.def.checks ?? [];
  return checks.flatMap(({ _zod: { def } }) => {
    if (def.check !== 'custom') return [];
    // zod's type takes the issue of any check; ours say the same whatever it is.
    const told = (def.error as (() => string | { message: string } | null | undefined) | undefined)?.();
    return [typeof told === 'string' ? told : (told?.message ?? '')];
  });
}

/** Takes out what zod writes though it says nothing, and patterns that are only right with a flag JSON Schema has not got. */
function withoutNoise(schema: JsonSchema): void {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (Object.keys(Object(schema.propertyNames)).join() === 'type') delete schema.propertyNames;
  // The receiver takes more in later versions; a document that forbids it would break clients that check.
  if (schema.additionalProperties === false) delete schema.additionalProperties;
  if (schema.pattern?.startsWith('^application\\/')) {
    delete schema.pattern;
    schema.description = 'A JSON media type.';
  }
}
