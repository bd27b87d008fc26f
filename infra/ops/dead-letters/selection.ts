import { Option } from '@commander-js/extra-typings';
import { manyTexts } from '../command.ts';
import { UsageError } from '../errors.ts';
import type { QueuePair, Stage } from '../stage/stage.ts';
import { nearest } from '../terminal/words.ts';
import type { Diagnosis } from './diagnose.ts';

/** `--id`, which may be repeated. */
export const idOption = new Option(
  '--id <ID>',
  'only this message (its id, or the first 8 characters of it) or this event; may be repeated',
).argParser(manyTexts('id'));

/** `--code`, which may be repeated. */
export const codeOption = new Option(
  '--code <CODE>',
  'only messages with this code, as `dlq show` prints it; may be repeated',
).argParser(manyTexts('code'));

/** The options that select messages of a dead-letter queue. Without any, every message is selected. */
export interface Selection {
  readonly id?: readonly string[] | undefined;
  readonly code?: readonly string[] | undefined;
}

/** Creates a test whether a message is selected. */
export function isSelected({ id: ids = [], code: codes = [] }: Selection): (diagnosis: Diagnosis) => boolean {
  return ({ deadLetter, contents, cause }) =>
    (ids.length === 0 ||
      ids.some((id) => contents.id === id || (id.length >= 8 && deadLetter.id.startsWith(id)))) &&
    (codes.length === 0 || codes.includes(cause.code));
}

/** Finds a queue by its name, with or without `-dlq` and the name of the stage. @throws UsageError */
export function queueNamed(stage: Stage, word: string): QueuePair {
  const withoutSuffix = word.replace(/-dlq$/, '');
  const prefix = `${stage.name}-`;
  const name = withoutSuffix.startsWith(prefix) ? withoutSuffix.slice(prefix.length) : withoutSuffix;
  const found =
    stage.queues.find((queue) => queue.name === withoutSuffix) ??
    stage.queues.find((queue) => queue.name === name);
  if (found) return found;
  const names = stage.queues.map((queue) => queue.name);
  const [similar] = nearest(name, names);
  throw new UsageError(
    `There is no queue ${word}.`,
    similar === undefined ? `The queues are ${names.join(', ')}.` : `Did you mean ${similar}?`,
  );
}
