import { existsSync } from 'node:fs';
import { definitionOf } from '../../../shared/events/catalogue.ts';
import type { Call } from '../command.ts';
import type { Stage } from '../stage/stage.ts';
import { UsageTrouble } from '../trouble.ts';
import type { CheckedEvent } from './check-events.ts';
import { exampleEvent } from './fresh-event.ts';
import { type FoundEvent, readEvents } from './read-events.ts';
import { setPath } from './set-path.ts';

/** Options of every command that takes an event by its type or from a file. */
export const EVENT_OPTIONS = {
  file: { value: 'FILE', about: 'events from a file: JSON, an array, or one a line; - reads standard input' },
  set: {
    value: 'PATH=VALUE',
    many: true,
    about: 'sets a value by its path, such as data.partnerId=northwind',
  },
} as const;

/**
 * The events a command line names: the catalogue's example of a type, happening now under an id of its own, or those of a
 * file as they are; what `--set` says is set in each.
 * @throws UsageTrouble when it names none, or two ways at once
 */
export async function givenEvents(call: Call): Promise<readonly FoundEvent[]> {
  const [word] = call.positionals;
  const option = call.text('file');
  if ((word === undefined) === (option === undefined)) {
    throw new UsageTrouble(
      'Name either an event type or a file with --file.',
      'The types are in docs/events.md.',
    );
  }
  const file = option ?? (isFile(word ?? '') ? word : undefined);
  const found =
    file === undefined
      ? [{ place: 'event 1', value: exampleEvent(word ?? '', await (await call.stage()).now()) }]
      : readEvents(await call.read(file));
  for (const { value } of found) {
    if (typeof value !== 'object' || value === null) continue;
    for (const setting of call.all('set')) setPath(value, setting);
  }
  return found;
}

/** A word that is no type and names a file. */
function isFile(word: string): boolean {
  return definitionOf(word) === undefined && (word === '-' || existsSync(word));
}

/** Fields of events that mails go to, or answers to mails. */
const MAILED = ['customer.contactEmail', 'contactEmail', 'supportEmail', 'notificationsEmail'] as const;

/**
 * Makes sure that no mail leaves a deployed stage for an address of the catalogue's examples: there is nobody, and bounces
 * are held against the sender.
 * @throws UsageTrouble that names what is to be set
 */
export function refuseExampleAddresses(
  events: readonly CheckedEvent[],
  { local }: Pick<Stage, 'local'>,
): void {
  if (local) return;
  const left = events.flatMap(({ type, value }) => {
    const example: unknown = { data: definitionOf(type)?.example };
    return MAILED.map((path) => `data.${path}`).filter((path) => {
      const address = valueAt(example, path);
      return address !== undefined && address === valueAt(value, path);
    });
  });
  if (left.length === 0) return;
  throw new UsageTrouble(
    'The catalogue’s example has addresses that nobody has; a deployed stage would mail them.',
    `Set your own: ${left.map((path) => `--set ${path}=…`).join(' ')}`,
  );
}

function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((within, name) => {
    if (typeof within !== 'object' || within === null || !Object.hasOwn(within, name)) return undefined;
    // An object that has this name of its own.
    return (within as Record<string, unknown>)[name];
  }, value);
}
