import type { TextOutput } from '../terminal/text-output.ts';
import { count, lasting } from '../terminal/words.ts';
import type { Diagnosis } from './diagnose.ts';

/** A message and why it is there, for a person. @param now epoch milliseconds */
export function printDeadLetter(page: TextOutput, { letter, contents, why }: Diagnosis, now: number): void {
  const { type, id, source, partnerId, tenantId } = contents;
  const age = letter.sentAt === null ? 'of unknown age' : `${lasting(now - letter.sentAt)} old`;
  // Where its function noted the reason, it sent a new message: that was received by looks only.
  const tries =
    letter.errorCode === null ? `, received ${count(letter.receives, 'time')}, looks included` : '';
  page.line({ text: `${letter.id}  ${age}${tries}`, tone: 'strong' });
  page.facts([
    ['  is', [type ?? 'no event that can be read', id, source && `from ${source}`].filter(Boolean).join(' ')],
    ...(partnerId === null
      ? []
      : [['  of', `partner ${partnerId}${tenantId === null ? '' : `, customer ${tenantId}`}`] as const]),
    [
      '  why',
      {
        text: `${why.code}${why.workedOut ? ' (worked out)' : ''}: ${why.says}`,
        tone: why.redriveHelps ? 'warn' : 'bad',
      },
    ],
    ...(why.detail === null ? [] : [['  detail', why.detail] as const]),
    ['  do', why.todo],
  ]);
}

/** The same for a program. */
export function deadLetterJson({ letter, contents, why }: Diagnosis, now: number) {
  const { refusal: _, ...event } = contents;
  return {
    id: letter.id,
    sentAt: letter.sentAt === null ? null : new Date(letter.sentAt).toISOString(),
    ageSeconds: letter.sentAt === null ? null : Math.max(0, Math.round((now - letter.sentAt) / 1000)),
    receives: letter.receives,
    ...why,
    event,
  };
}
