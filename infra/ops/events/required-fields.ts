import { UsageError } from '../errors.ts';
import { next, type Stage } from '../stage/stage.ts';
import { count } from '../terminal/words.ts';
import { type Field, fieldsOf } from './fields.ts';
import type { FreshEvent } from './fresh-event.ts';
import { valueAt } from './set-path.ts';

/**
 * Makes sure that an event made of settings alone has all that its type asks for.
 * @param settings what `--set` said
 * @throws UsageError that names what is missing, what each takes, and shows a whole command line
 */
export function requireFields(event: FreshEvent, settings: readonly string[], stage: Stage): void {
  const missing = fieldsOf(event.type).filter(
    ({ path, needed }) => needed === 'required' && valueAt(event, path) === undefined,
  );
  if (missing.length === 0) return;
  const words = [...settings, ...missing.map(sampleOf)].map((setting) => `--set ${quoted(setting)}`);
  throw new UsageError(
    `To a deployed stage nothing is sent that stands in the catalogue’s example only: ${event.type} lacks ${count(missing.length, 'field')}.`,
    'Put your own values in, or send a file:',
    {
      run: next(stage, ['publish', event.type, ...words].join(' ')),
      faults: missing.map(({ path, takes }) => ({ place: '', path, problem: `is missing: ${plain(takes)}` })),
    },
  );
}

/** A setting to be filled in; the first of a few choices stands for them. */
function sampleOf({ path, takes }: Field): string {
  const [, choice] = /^`([^`]+)`/.exec(takes) ?? [];
  return `${path}=${choice ?? `<${path.split('.').at(-1)}>`}`;
}

function plain(takes: string): string {
  return takes.replaceAll('`', '');
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
