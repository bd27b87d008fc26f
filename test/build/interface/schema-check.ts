import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as z from 'zod';

/** Creates a JSON Schema validator for OpenAPI 3.1. It ignores keywords that only the documents have (examples, discriminators). */
export function newAjv(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  // The package is CommonJS. Types and Node.js disagree about its `default`.
  (addFormats.default ?? addFormats)(ajv);
  return ajv;
}

/** Lists the faults of a value by path; none if it is valid. */
export function faultsIn(ajv: Ajv2020, schema: AnySchema, value: unknown): string[] {
  const validate = ajv.compile(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/**
 * Creates a check that a value has only the fields of a schema. In the documents objects are open; here an unknown field
 * is a fault.
 */
export function exactCheck(schema: z.ZodType): (value: unknown) => string[] {
  const ajv = newAjv();
  const validate = ajv.compile(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }));
  return (value) =>
    validate(value)
      ? []
      : (validate.errors ?? []).map(
          ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
        );
}
