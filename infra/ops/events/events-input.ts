import { existsSync } from 'node:fs';
import { definitionOf } from '../../../shared/events/catalogue.ts';
import type { Call } from '../command.ts';
import { UsageError } from '../errors.ts';
import { fieldsOf, refuseUnknownPaths } from './fields.ts';
import { emptyEvent, exampleEvent } from './fresh-event.ts';
import { type FoundEvent, readEvents } from './read-events.ts';
import { requireFields } from './required-fields.ts';
import { pathOf, setPath, valueAt } from './set-path.ts';

/** Options of every command that takes an event by its type or from a file. */
export const EVENT_OPTIONS = {
  file: { value: 'FILE', about: 'events from a file: JSON, an array, or one a line; - reads standard input' },
  set: {
    value: 'PATH=VALUE',
    many: true,
    about: 'sets a value by its path, such as data.partnerId=northwind',
  },
} as const;

/** The events that a command line names. */
export interface EventsInput {
  readonly found: readonly FoundEvent[];
  /** What nobody gave, so that the catalogue's example filled it in: settings, as `data.country=US`. */
  readonly fromExample: readonly string[];
}

/**
 * The events a command line names: one of a type, happening now under an id of its own, or those of a file as they are;
 * what `--set` says is set in each. What is not set of a type comes from the catalogue's example, but nothing of that is sent
 * to a deployed stage.
 * @param purpose whether the events are sent, or only asked about
 * @throws UsageError when it names none, or two ways at once, or sets what there is not; or too little for a deployed stage
 */
export async function readEventsInput(call: Call, purpose: 'ask' | 'send'): Promise<EventsInput> {
  const [word] = call.positionals;
  const option = call.text('file');
  if ((word === undefined) === (option === undefined)) {
    throw new UsageError(
      'Name either an event type or a file with --file.',
      'The types are in docs/events.md.',
    );
  }
  const settings = call.all('set');
  const file = option ?? (isFile(word ?? '') ? word : undefined);
  if (file === undefined) return ofType(word ?? '', settings, call, purpose);
  const found = readEvents(await call.read(file));
  for (const { value } of found) setAll(value, settings);
  return { found, fromExample: [] };
}

async function ofType(type: string, settings: readonly string[], call: Call, purpose: 'ask' | 'send') {
  const stage = await call.stage();
  const isBare = purpose === 'send' && !stage.local;
  const value = (isBare ? emptyEvent : exampleEvent)(type, await stage.now());
  setAll(value, settings);
  if (isBare) requireFields(value, settings, stage);
  return { found: [{ place: 'event 1', value }], fromExample: isBare ? [] : untouched(value, settings) };
}

function setAll(event: unknown, settings: readonly string[]): void {
  if (typeof event !== 'object' || event === null) return;
  const type = 'type' in event ? String(event.type) : '';
  refuseUnknownPaths(type, settings);
  const texts = new Set(fieldsOf(type).flatMap(({ path, isText }) => (isText ? [path] : [])));
  for (const setting of settings) setPath(event, setting, (path) => texts.has(path));
}

/** What of an example no setting reached. */
function untouched(event: { readonly type: string }, settings: readonly string[]): string[] {
  const given = settings.map((setting) => pathOf(setting).join('.'));
  return fieldsOf(event.type).flatMap(({ path }) => {
    const value = valueAt(event, path);
    const isGiven = given.some((one) => path === one || path.startsWith(`${one}.`));
    if (value === undefined || isGiven) return [];
    return [`${path}=${typeof value === 'string' ? value : JSON.stringify(value)}`];
  });
}

/** A word that is no type and names a file, or can only be meant to. */
function isFile(word: string): boolean {
  return (
    definitionOf(word) === undefined &&
    (word === '-' || /[\\/]|\.(json|jsonl|ndjson|txt)$/i.test(word) || existsSync(word))
  );
}
