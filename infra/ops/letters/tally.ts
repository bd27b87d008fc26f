import type { Page } from '../terminal/page.ts';
import type { Diagnosis } from './why.ts';
import { NO_REASON, wordsFor } from './words.ts';

/** A message by its ids and its reason, without what it holds: of these there may be very many. */
export interface Summary {
  readonly id: string;
  readonly code: string;
  readonly eventId: string | null;
  readonly type: string | null;
}

/** What is remembered of a message that was worked on. */
export function summaryOf({ letter, why, contents }: Diagnosis): Summary {
  return { id: letter.id, code: why.code, eventId: contents.id, type: contents.type };
}

/** Messages counted by why they are there, a line for each reason. */
export function listByCode(page: Page, summaries: readonly Summary[]): void {
  const byCode = Map.groupBy(summaries, ({ code }) => code);
  page.facts([...byCode].map(([code, of]) => [`  ${of.length} × ${code}`, codeSays(code)]));
}

function codeSays(code: string): string {
  return (code === 'no-reason' ? NO_REASON : wordsFor(code)).says;
}
