import { definitionOf } from '../../../shared/events/catalogue.ts';
import { envelope } from '../../../shared/events/envelope.ts';
import { type FieldText, fieldTexts } from '../../build/event-fields.ts';
import { UsageError } from '../errors.ts';
import { nearest } from '../terminal/words.ts';
import { pathOf } from './set-path.ts';

/** A field of an event, its path told from the event on: `data.customer.tenantId`. */
export type Field = FieldText;

/** The fields of a type's data, as its schema has them; none for a type that the catalogue does not have. */
export function fieldsOf(type: string): readonly Field[] {
  const definition = definitionOf(type);
  if (!definition) return [];
  return fieldTexts(definition.data).map((field) => ({ ...field, path: `data.${field.path}` }));
}

/**
 * Makes sure that what `--set` names is there in the type: what a schema does not know it drops without a word. Extension
 * attributes may be set, unless one is named as a field is, which is far more often meant.
 * @param type what the event is; one that the catalogue does not have is refused later
 * @throws UsageError that suggests what may be meant
 */
export function refuseUnknownPaths(type: string, settings: readonly string[]): void {
  const fields = fieldsOf(type).map(({ path }) => path);
  if (fields.length === 0) return;
  const known = new Set(fields.flatMap(withParents));
  for (const path of settings.map((setting) => pathOf(setting).join('.'))) {
    if (known.has(path) || Object.hasOwn(envelope.shape, path)) continue;
    const meant = meantBy(path, fields);
    if (/^[a-z0-9]{1,64}$/.test(path) && !meant.some((field) => isNamed(field, path))) continue;
    throw new UsageError(
      `${type} has no ${path}.`,
      meant.length > 0 ? `Did you mean ${meant.join(' or ')}?` : 'Its fields are in docs/events.md.',
    );
  }
}

function meantBy(path: string, fields: readonly string[]): string[] {
  const last = path.split('.').at(-1) ?? '';
  const named = fields.filter((field) => isNamed(field, last));
  const depth = Math.min(...named.map(depthOf));
  return named.length > 0 ? named.filter((field) => depthOf(field) === depth) : nearest(path, fields);
}

/** Whether the last word of a path is this one, in any letter case. */
function isNamed(path: string, word: string): boolean {
  return path.toLowerCase().endsWith(`.${word.toLowerCase()}`);
}

function depthOf(path: string): number {
  return path.split('.').length;
}

function withParents(path: string): string[] {
  const names = path.split('.');
  return names.map((_, index) => names.slice(0, index + 1).join('.'));
}
