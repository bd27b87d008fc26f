import type * as z from 'zod';

/**
 * Parses by a schema, each value once: laws are asked about hundreds of deployments that differ in one resource and share the
 * others.
 */
export function parser<Output>(schema: z.ZodType<Output>): (value: object) => Output {
  const known = new WeakMap<object, { readonly output: Output }>();
  return (value) => {
    const found = known.get(value) ?? { output: schema.parse(value) };
    known.set(value, found);
    return found.output;
  };
}
