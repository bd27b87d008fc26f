import type { TextOutput } from '../terminal/text-output.ts';
import { count, duration } from '../terminal/words.ts';
import type { Diagnosis } from './diagnose.ts';
import { NO_REASON, reasonTextFor } from './reason-texts.ts';

/** Prints a message and why it is in the queue. @param now epoch milliseconds */
export function printDeadLetter(
  output: TextOutput,
  { deadLetter, contents, cause }: Diagnosis,
  now: number,
): void {
  const { type, id, source, partnerId, tenantId } = contents;
  const age = deadLetter.sentAt === null ? 'of unknown age' : `${duration(now - deadLetter.sentAt)} old`;
  // A function that gives a reason sends a new message, so the receives of that message are only reads.
  const tries =
    deadLetter.errorCode === null ? `, received ${count(deadLetter.receives, 'time')} (reads count)` : '';
  output.line({ text: `${deadLetter.id}  ${age}${tries}`, tone: 'strong' });
  output.facts([
    [
      '  is',
      [type ?? 'not an event that can be parsed', id, source && `from ${source}`].filter(Boolean).join(' '),
    ],
    ...(partnerId === null
      ? []
      : [['  of', `partner ${partnerId}${tenantId === null ? '' : `, customer ${tenantId}`}`] as const]),
    [
      '  why',
      {
        text: `${cause.code}${cause.workedOut ? ' (worked out)' : ''}: ${cause.says}`,
        tone: cause.redriveHelps ? 'warn' : 'bad',
      },
    ],
    ...(cause.detail === null ? [] : [['  detail', cause.detail] as const]),
    ['  do', cause.todo],
  ]);
}

/** A message and why it is in the queue, as JSON. */
export function deadLetterJson({ deadLetter, contents, cause }: Diagnosis, now: number) {
  const { refusal: _, ...event } = contents;
  const { id, sentAt, receives } = deadLetter;
  return {
    id,
    sentAt: sentAt === null ? null : new Date(sentAt).toISOString(),
    ageSeconds: sentAt === null ? null : Math.max(0, Math.round((now - sentAt) / 1000)),
    receives,
    ...cause,
    event,
  };
}

/** A message by its ids and its code. There may be thousands, so its body is left out. */
export interface DeadLetterSummary {
  readonly id: string;
  readonly code: string;
  readonly eventId: string | null;
  readonly type: string | null;
}

/** Summarizes a message that was worked on. */
export function summarizeDeadLetter({ deadLetter, cause, contents }: Diagnosis): DeadLetterSummary {
  return { id: deadLetter.id, code: cause.code, eventId: contents.id, type: contents.type };
}

/** Prints how many messages have each code, a line for each. */
export function listByCode(output: TextOutput, summaries: readonly DeadLetterSummary[]): void {
  const byCode = Map.groupBy(summaries, ({ code }) => code);
  output.facts(
    [...byCode].map(([code, messages]) => [
      `  ${messages.length} × ${code}`,
      (code === 'no-reason' ? NO_REASON : reasonTextFor(code)).says,
    ]),
  );
}

/** For a run that could not read every message of a queue. */
export const NOT_ALL_SEEN = 'Not every message was read: there are too many for one run. Run this again.';
