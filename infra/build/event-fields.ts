import * as z from 'zod/mini';
import { faultsOf } from '../../shared/events/faults.ts';

/** A field of an event's `data`, in words. */
export interface FieldText {
  /** Path in `data`: `customer.tenantId`, `retire.services[]`. */
  readonly path: string;
  readonly needed: 'required' | 'optional' | 'with its parent';
  /** What the field takes, in the words a publisher gets who sends something else. */
  readonly takes: string;
  /** Its values are texts, whatever they look like. */
  readonly isText: boolean;
}

type Schema = z.core.JSONSchema.BaseSchema;

/** No schema takes a control character, so the fault it causes says what the field does take. */
const UNACCEPTABLE = '\u0001';

/** The fields of a schema, parents left out, in the schema's order. */
export function fieldTexts(data: z.core.$ZodType): FieldText[] {
  const root = z.toJSONSchema(data, { io: 'input', unrepresentable: 'any' });
  const toldFor = (path: readonly string[]) => faultText(data, path);
  return [...fieldsOf(root, [], 'required', toldFor)];
}

function* fieldsOf(
  schema: Schema,
  path: readonly string[],
  needed: FieldText['needed'],
  toldFor: (path: readonly string[]) => string,
): Generator<FieldText> {
  const { properties, required = [] } = present(schema);
  if (!properties) {
    const isText = present(schema).type === 'string';
    yield { path: path.join('.'), needed, takes: takes(schema, path, toldFor), isText };
    return;
  }
  for (const [name, child] of Object.entries(properties)) {
    if (typeof child === 'boolean') continue;
    const own = required.includes(name)
      ? needed === 'required'
        ? 'required'
        : 'with its parent'
      : 'optional';
    yield* fieldsOf(child, [...path, name], own, toldFor);
  }
}

/** The schema without the `null` by which CloudEvents writes absence. */
function present(schema: Schema): Schema {
  const one = schema.anyOf?.find((part) => typeof part !== 'boolean' && part.type !== 'null');
  return typeof one === 'object' ? one : schema;
}

function takes(
  schema: Schema,
  path: readonly string[],
  toldFor: (path: readonly string[]) => string,
): string {
  const told = kindOf(present(schema), path, toldFor);
  return schema.default === undefined ? told : `${told}; default ${shown(schema.default)}`;
}

function kindOf(
  schema: Schema,
  path: readonly string[],
  toldFor: (path: readonly string[]) => string,
): string {
  if (schema.enum) return schema.enum.map(shown).join(', ');
  switch (schema.type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
      return schema.minimum === 0 ? 'a whole number, 0 or more' : 'a whole number';
    case 'array': {
      const items = Array.isArray(schema.items) ? schema.items[0] : schema.items;
      const each = typeof items === 'object' ? kindOf(items, path, toldFor) : 'anything';
      return schema.maxItems === undefined
        ? `a list of: ${each}`
        : `a list, at most ${schema.maxItems}, of: ${each}`;
    }
    default:
      return schema.minLength === undefined
        ? toldFor(path)
        : `text, ${schema.minLength} to ${schema.maxLength?.toLocaleString('en')} characters`;
  }
}

/** What the schema says of the unacceptable value at a path, without its `must be`. */
function faultText(data: z.core.$ZodType, path: readonly string[]): string {
  const value = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), UNACCEPTABLE);
  const { error } = z.safeParse(data, value, { reportInput: true });
  const fault = faultsOf(error?.issues ?? []).find((one) => one.path === path.join('.'));
  if (!fault) throw new Error(`data.${path.join('.')} takes anything: this field needs words of its own`);
  return fault.problem.replace(/^must be /, '');
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `\`${value}\`` : `\`${JSON.stringify(value)}\``;
}
