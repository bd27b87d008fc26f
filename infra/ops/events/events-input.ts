import { existsSync } from 'node:fs';
import { Option } from '@commander-js/extra-typings';
import { definitionOf } from '../../../shared/events/catalogue.ts';
import { manyTexts, oneText, type Session } from '../command.ts';
import { CliError, type PlacedFault, UsageError } from '../errors.ts';
import { fieldsOf, pathOf, refuseUnknownPaths, requireFields, setPath, valueAt } from './event-fields.ts';
import { emptyEvent, exampleEvent } from './fresh-event.ts';

/** `--file`: the events come from a file. */
export const fileOption = new Option(
  '--file <FILE>',
  'events from a file: JSON, an array, or one event a line; - reads standard input',
).argParser(oneText('file'));

/** `--set`, which may be repeated. */
export const setOption = new Option(
  '--set <PATH=VALUE>',
  'set a value by its path, such as data.partnerId=northwind; may be repeated',
).argParser(manyTexts('set'));

/** The events that a command line names. */
export interface EventsInput {
  readonly found: readonly FoundEvent[];
  /** The values that the catalogue's example supplied, as settings: `data.country=US`. */
  readonly fromExample: readonly string[];
}

/** How a command line names events. */
export interface EventChoice {
  /** An event type, or a file. */
  readonly word: string | undefined;
  readonly file?: string | undefined;
  readonly set?: readonly string[] | undefined;
}

/**
 * Reads the events that a command line names: a new event of a type, or the events of a file. `--set` applies to each. The
 * catalogue's example supplies what is not set, except for events that are sent to a deployed stage.
 * @param purpose whether the events are sent, or only explained
 * @throws UsageError if the command line names no events or names them twice, sets an unknown field, or sets too little
 */
export async function readEventsInput(
  session: Session,
  { word, file: option, set: settings = [] }: EventChoice,
  purpose: 'explain' | 'send',
): Promise<EventsInput> {
  if ((word === undefined) === (option === undefined)) {
    throw new UsageError(
      'Name either an event type or a file with --file.',
      'The types are in docs/events.md.',
    );
  }
  const file = option ?? (isFile(word ?? '') ? word : undefined);
  if (file === undefined) return newEvent(word ?? '', settings, session, purpose);
  const found = readEvents(await session.read(file));
  for (const { value } of found) applySettings(value, settings);
  return { found, fromExample: [] };
}

async function newEvent(
  type: string,
  settings: readonly string[],
  session: Session,
  purpose: 'explain' | 'send',
): Promise<EventsInput> {
  const stage = await session.stage();
  const withoutExample = purpose === 'send' && !stage.local;
  const value = (withoutExample ? emptyEvent : exampleEvent)(type, await stage.now());
  applySettings(value, settings);
  if (withoutExample) requireFields(value, settings, stage);
  return {
    found: [{ place: 'event 1', value }],
    fromExample: withoutExample ? [] : exampleValues(value, settings),
  };
}

function applySettings(event: unknown, settings: readonly string[]): void {
  if (typeof event !== 'object' || event === null) return;
  const type = 'type' in event ? String(event.type) : '';
  refuseUnknownPaths(type, settings);
  const texts = new Set(fieldsOf(type).flatMap(({ path, isText }) => (isText ? [path] : [])));
  for (const setting of settings) setPath(event, setting, (path) => texts.has(path));
}

/** The values of an event that no setting changed. */
function exampleValues(event: { readonly type: string }, settings: readonly string[]): string[] {
  const given = settings.map((setting) => pathOf(setting).join('.'));
  return fieldsOf(event.type).flatMap(({ path }) => {
    const value = valueAt(event, path);
    const isGiven = given.some((one) => path === one || path.startsWith(`${one}.`));
    if (value === undefined || isGiven) return [];
    return [`${path}=${typeof value === 'string' ? value : JSON.stringify(value)}`];
  });
}

/** Whether a word names a file: it is not an event type, and the file exists or the word looks like a file name. */
function isFile(word: string): boolean {
  return (
    definitionOf(word) === undefined &&
    (word === '-' || /[\\/]|\.(json|jsonl|ndjson|txt)$/i.test(word) || existsSync(word))
  );
}

/** An event from a file, not checked yet. */
export interface FoundEvent {
  /** Its place, for people: `event 2` or `line 7`. */
  readonly place: string;
  readonly value: unknown;
}

/**
 * Reads the events of a file: one object, an array, or one event a line (JSON lines). A line that `dlq discard --save` wrote
 * stands for the message in it.
 * @throws CliError if the text is none of these, or empty
 */
export function readEvents(text: string): FoundEvent[] {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  if (trimmed === '') throw new CliError('no-events', 'There is no event in it.');
  const whole = parseJson(trimmed);
  if (whole !== undefined) {
    const values = Array.isArray(whole.value) ? whole.value : [whole.value];
    if (values.length === 0) throw new CliError('no-events', 'There is no event in it.');
    return values.map((value, index) => ({ place: `event ${index + 1}`, value: savedEvent(value) }));
  }
  const faults: PlacedFault[] = [];
  const events = trimmed.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const place = `line ${index + 1}`;
    const parsed = parseJson(line);
    if (parsed) return [{ place, value: savedEvent(parsed.value) }];
    faults.push({ place, path: 'event', problem: 'must be JSON' });
    return [];
  });
  if (faults.length === 0) return events;
  throw new CliError('not-json', 'It is neither JSON nor one JSON event a line.', { faults });
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** The event in a saved message. A body that is not JSON stays text, and the checks refuse it later. */
function savedEvent(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!('savedFrom' in value && 'body' in value && typeof value.body === 'string')) return value;
  return parseJson(value.body)?.value ?? value.body;
}
