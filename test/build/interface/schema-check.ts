import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as z from 'zod';

/** JSON Schema as OpenAPI 3.1 understands it; what only the documents understand (examples, discriminators) is no fault. */
export function newAjv(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  // CommonJS: the function is the module's `default`, which types and Node.js count differently.
  (addFormats.default ?? addFormats)(ajv);
  return ajv;
}

/** @returns what is wrong with a value, by path; nothing when it is valid */
export function faultsIn(ajv: Ajv2020, schema: AnySchema, value: unknown): string[] {
  const validate = ajv.compile(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/**
 * A check that a schema tells all of a value: in the documents objects are open, here a field that the schema does not name
 * is a fault.
 */
export function tellsAllOf(schema: z.ZodType): (value: unknown) => string[] {
  const ajv = newAjv();
  const validate = ajv.compile(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }));
  return (value) =>
    validate(value)
      ? []
      : (validate.errors ?? []).map(
          ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
        );
}
