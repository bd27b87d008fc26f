import type { Call } from '../command.ts';
import type { Diagnosis } from './diagnose.ts';

/** Options that choose among the messages of a dead-letter queue; without any, all are meant. */
export const SELECTION_OPTIONS = {
  id: { value: 'ID', many: true, about: 'only this message (its id, or the first 8 letters) or this event' },
  code: { value: 'CODE', many: true, about: 'only messages with this code, as `dlq show` tells it' },
} as const;

/** Whether a command line means a message. */
export function selection(call: Call): (diagnosis: Diagnosis) => boolean {
  const ids = call.all('id');
  const codes = call.all('code');
  return ({ letter, contents, why }) =>
    (ids.length === 0 ||
      ids.some((id) => contents.id === id || (id.length >= 8 && letter.id.startsWith(id)))) &&
    (codes.length === 0 || codes.includes(why.code));
}
