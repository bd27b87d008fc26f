import { CliError, type PlacedFault } from '../errors.ts';

/** An event of a file, unchecked. */
export interface FoundEvent {
  /** Where it stood, for a person: `event 2`, `line 7`. */
  readonly place: string;
  readonly value: unknown;
}

/**
 * The events of a file: one object, an array, or a line for each (JSON lines). A line that `dlq discard --save` wrote is
 * the message it saved.
 * @throws CliError when it is none of these, or empty
 */
export function readEvents(text: string): FoundEvent[] {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  if (trimmed === '') throw new CliError('no-events', 'There is no event in it.');
  const whole = parsed(trimmed);
  if (whole !== undefined) {
    const values = Array.isArray(whole.value) ? whole.value : [whole.value];
    if (values.length === 0) throw new CliError('no-events', 'There is no event in it.');
    return values.map((value, index) => ({ place: `event ${index + 1}`, value: unsaved(value) }));
  }
  const faults: PlacedFault[] = [];
  const events = trimmed.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const place = `line ${index + 1}`;
    const one = parsed(line);
    if (one) return [{ place, value: unsaved(one.value) }];
    faults.push({ place, path: 'event', problem: 'must be JSON' });
    return [];
  });
  if (faults.length === 0) return events;
  throw new CliError('not-json', 'It is neither JSON nor one JSON event a line.', { faults });
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** The event in a saved message, as it lay on its queue; a body that is no JSON stays text and is found faulty later. */
function unsaved(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!('savedFrom' in value && 'body' in value && typeof value.body === 'string')) return value;
  return parsed(value.body)?.value ?? value.body;
}
