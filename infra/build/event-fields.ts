import * as z from 'zod/mini';
import { faultsOf } from '../../shared/events/faults.ts';

/** The description of a field of an event's `data`. */
export interface FieldText {
  /** Its path in `data`: `customer.tenantId`, `retire.services[]`. */
  readonly path: string;
  readonly needed: 'required' | 'optional' | 'with its parent';
  /** The values that it accepts, in the words of its error message. */
  readonly takes: string;
  /** Whether its values are text, even if they look like numbers. */
  readonly isText: boolean;
}

type Schema = z.core.JSONSchema.BaseSchema;

/** No schema accepts a control character, so its fault says what the field accepts. */
const INVALID = '\u0001';

/** Lists the fields of a schema without their parents, in the order of the schema. */
export function fieldTexts(data: z.core.$ZodType): FieldText[] {
  const root = z.toJSONSchema(data, { io: 'input', unrepresentable: 'any' });
  const faultAt = (path: readonly string[]) => faultText(data, path);
  return [...fieldsOf(root, [], 'required', faultAt)];
}

function* fieldsOf(
  schema: Schema,
  path: readonly string[],
  needed: FieldText['needed'],
  faultAt: (path: readonly string[]) => string,
): Generator<FieldText> {
  const { properties, required = [] } = present(schema);
  if (!properties) {
    const isText = present(schema).type === 'string';
    yield { path: path.join('.'), needed, takes: takes(schema, path, faultAt), isText };
    return;
  }
  for (const [name, child] of Object.entries(properties)) {
    if (typeof child === 'boolean') continue;
    const own = required.includes(name)
      ? needed === 'required'
        ? 'required'
        : 'with its parent'
      : 'optional';
    yield* fieldsOf(child, [...path, name], own, faultAt);
  }
}

/** The schema without `null`, which CloudEvents uses for a missing value. */
function present(schema: Schema): Schema {
  const one = schema.anyOf?.find((part) => typeof part !== 'boolean' && part.type !== 'null');
  return typeof one === 'object' ? one : schema;
}

function takes(
  schema: Schema,
  path: readonly string[],
  faultAt: (path: readonly string[]) => string,
): string {
  const values = kindOf(present(schema), path, faultAt);
  return schema.default === undefined ? values : `${values}; default ${shown(schema.default)}`;
}

function kindOf(
  schema: Schema,
  path: readonly string[],
  faultAt: (path: readonly string[]) => string,
): string {
  if (schema.enum) return schema.enum.map(shown).join(', ');
  switch (schema.type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
      return schema.minimum === 0 ? 'a whole number, 0 or more' : 'a whole number';
    case 'array': {
      const items = Array.isArray(schema.items) ? schema.items[0] : schema.items;
      const each = typeof items === 'object' ? kindOf(items, path, faultAt) : 'anything';
      return schema.maxItems === undefined
        ? `a list of: ${each}`
        : `a list, at most ${schema.maxItems}, of: ${each}`;
    }
    default:
      return schema.minLength === undefined
        ? faultAt(path)
        : `text, ${schema.minLength} to ${schema.maxLength?.toLocaleString('en')} characters`;
  }
}

/** The schema's error message for an invalid value at a path, without `must be`. */
function faultText(data: z.core.$ZodType, path: readonly string[]): string {
  const value = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), INVALID);
  const { error } = z.safeParse(data, value, { reportInput: true });
  const fault = faultsOf(error?.issues ?? []).find((one) => one.path === path.join('.'));
  if (!fault) throw new Error(`data.${path.join('.')} accepts any value: describe this field`);
  return fault.problem.replace(/^must be /, '');
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `\`${value}\`` : `\`${JSON.stringify(value)}\``;
}
