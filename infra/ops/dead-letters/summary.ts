import type { TextOutput } from '../terminal/text-output.ts';
import type { Diagnosis } from './diagnose.ts';
import { NO_REASON, reasonTextFor } from './reason-texts.ts';

/** A message by its ids and its reason, without what it holds: of these there may be very many. */
export interface DeadLetterSummary {
  readonly id: string;
  readonly code: string;
  readonly eventId: string | null;
  readonly type: string | null;
}

/** What is remembered of a message that was worked on. */
export function summarizeDeadLetters({ letter, why, contents }: Diagnosis): DeadLetterSummary {
  return { id: letter.id, code: why.code, eventId: contents.id, type: contents.type };
}

/** Messages counted by why they are there, a line for each reason. */
export function listByCode(page: TextOutput, summaries: readonly DeadLetterSummary[]): void {
  const byCode = Map.groupBy(summaries, ({ code }) => code);
  page.facts([...byCode].map(([code, of]) => [`  ${of.length} × ${code}`, codeSays(code)]));
}

function codeSays(code: string): string {
  return (code === 'no-reason' ? NO_REASON : reasonTextFor(code)).says;
}
