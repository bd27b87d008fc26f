import { definitionOf } from '../../../shared/events/catalogue.ts';
import { envelope } from '../../../shared/events/envelope.ts';
import { type FieldText, fieldTexts } from '../../build/event-fields.ts';
import { UsageError } from '../errors.ts';
import { commandLine, type Stage } from '../stage/stage.ts';
import { count, nearest } from '../terminal/words.ts';
import type { FreshEvent } from './fresh-event.ts';

const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor']);

/**
 * Sets a value in an event by its path, as `--set data.customer.country=DE` asks. A field for text gets the value as text.
 * Elsewhere a value that is JSON (`5`, `true`, `null`, `["a"]`) is parsed.
 * @param isText whether the field at a path is for text; a field that holds a text now always is
 * @throws UsageError for a setting without a path
 */
export function setPath(
  event: object,
  setting: string,
  isText: (path: string) => boolean = () => false,
): void {
  const path = pathOf(setting);
  let parent: Record<string, unknown> = event as Record<string, unknown>;
  for (const name of path.slice(0, -1)) {
    const next = Object.hasOwn(parent, name) ? parent[name] : undefined;
    if (isRecord(next)) parent = next;
    else {
      const created: Record<string, unknown> = {};
      parent[name] = created;
      parent = created;
    }
  }
  const last = path.at(-1) ?? '';
  const staysText = typeof parent[last] === 'string' || isText(path.join('.'));
  parent[last] = parseValue(setting.slice(setting.indexOf('=') + 1), staysText);
}

/** The names of the path that a setting sets. @throws UsageError for a setting without a path */
export function pathOf(setting: string): readonly string[] {
  const at = setting.indexOf('=');
  const path = setting.slice(0, Math.max(0, at)).split('.');
  if (at < 1 || path.includes('') || path.some((name) => FORBIDDEN.has(name))) {
    throw new UsageError(`--set takes a path and a value, as in data.partnerId=contoso, not ${setting}.`);
  }
  return path;
}

/** The value at a path, or `undefined`. */
export function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (parent, name) => (isRecord(parent) && Object.hasOwn(parent, name) ? parent[name] : undefined),
      value,
    );
}

function parseValue(text: string, staysText: boolean): unknown {
  if (staysText && text !== 'null') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A field of an event. Its path starts at the event: `data.customer.tenantId`. */
export type Field = FieldText;

/** The fields of a type's data, from its schema; none for an unknown type. */
export function fieldsOf(type: string): readonly Field[] {
  const definition = definitionOf(type);
  if (!definition) return [];
  return fieldTexts(definition.data).map((field) => ({ ...field, path: `data.${field.path}` }));
}

/**
 * Refuses settings for fields that the type does not have: the schema would drop them silently. Extension attributes may be
 * set, but not under the name of a field, because then the field is meant.
 * @param type the type of the event; an unknown type is refused later
 * @throws UsageError that suggests a field
 */
export function refuseUnknownPaths(type: string, settings: readonly string[]): void {
  const fields = fieldsOf(type).map(({ path }) => path);
  if (fields.length === 0) return;
  const known = new Set(fields.flatMap(withParents));
  for (const path of settings.map((setting) => pathOf(setting).join('.'))) {
    if (known.has(path) || Object.hasOwn(envelope.shape, path)) continue;
    const similar = similarFields(path, fields);
    if (/^[a-z0-9]{1,64}$/.test(path) && !similar.some((field) => isNamed(field, path))) continue;
    throw new UsageError(
      `${type} has no ${path}.`,
      similar.length > 0 ? `Did you mean ${similar.join(' or ')}?` : 'Its fields are in docs/events.md.',
    );
  }
}

function similarFields(path: string, fields: readonly string[]): string[] {
  const last = path.split('.').at(-1) ?? '';
  const named = fields.filter((field) => isNamed(field, last));
  const depth = Math.min(...named.map(depthOf));
  return named.length > 0 ? named.filter((field) => depthOf(field) === depth) : nearest(path, fields);
}

/** Whether the last name of a path is this word, in any letter case. */
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

/**
 * Refuses an event that lacks required fields.
 * @param settings the values of `--set`
 * @throws UsageError that lists the missing fields with the values they take, and a complete command line
 */
export function requireFields(event: FreshEvent, settings: readonly string[], stage: Stage): void {
  const missing = fieldsOf(event.type).filter(
    ({ path, needed }) => needed === 'required' && valueAt(event, path) === undefined,
  );
  if (missing.length === 0) return;
  const words = [...settings, ...missing.map(sampleOf)].map((setting) => `--set ${quoted(setting)}`);
  throw new UsageError(
    `A deployed stage gets no example values, so every required field must be set: ${event.type} lacks ${count(missing.length, 'field')}.`,
    'Fill in your values, or send a file:',
    {
      run: commandLine(stage, ['publish', event.type, ...words].join(' ')),
      faults: missing.map(({ path, takes }) => ({
        place: '',
        path,
        problem: `is missing: ${takes.replaceAll('`', '')}`,
      })),
    },
  );
}

/** A setting to fill in. If the field takes one of a few words, the first of them. */
function sampleOf({ path, takes }: Field): string {
  const [, choice] = /^`([^`]+)`/.exec(takes) ?? [];
  return `${path}=${choice ?? `<${path.split('.').at(-1)}>`}`;
}

/** Quotes a word for a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
