import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import type { CaseKey } from '../stage/api.ts';
import { deadLetterName, next, type Stage } from '../stage/stage.ts';
import type { TextOutput } from '../terminal/text-output.ts';
import { count } from '../terminal/words.ts';
import type { FoundDeadLetters, LetterFilter } from './dead-letters-of-customer.ts';
import { NOT_ERASED } from './not-erased.ts';

/** Tells what would be erased. */
export function printPlan(page: TextOutput, before: CaseFile | null, { letters }: FoundDeadLetters): void {
  page.line({ text: 'Would erase', tone: 'strong' });
  const { customer, relationship, subscriptions } = before ?? {};
  const invitation = relationship?.invitation;
  page.facts([
    [
      '  customer',
      customer?.name == null
        ? 'nothing is known of it'
        : `${customer.name}, ${customer.contactEmail ?? 'without an address'}`,
    ],
    ['  subscriptions', String(subscriptions?.length ?? 0)],
    [
      '  relationship',
      `${relationship?.status ?? 'none'}${invitation?.status === 'open' ? '; the open link stops working' : ''}`,
    ],
    ...(invitation?.comment == null ? [] : [['  comment', 'one, of a refusal'] as const]),
    ['  dead letters', lettersLine(letters)],
  ]);
}

/** Tells what was erased. @param waits the partner is not registered: the erasure lies before its queue */
export function printResult(
  page: TextOutput,
  found: FoundDeadLetters,
  waits: boolean,
  stage: Stage,
  key: CaseKey,
): void {
  if (waits) {
    const text =
      'Not yet: the partner is not registered. The erasure waits for the partner; so may events of this customer.';
    page.line({ text, tone: 'bad' });
    const register = next(stage, `publish partner.registered --set data.partnerId=${key.partnerId}`);
    page.hint('Once it is registered, run this again. To register it:', register);
  } else {
    const text = 'Erased: the case knows no name, address, subscription or comment any more.';
    page.line({ text, tone: 'good' });
  }
  page.line(`Deleted from dead-letter queues: ${lettersLine(found.letters)}.`);
  const left = remainingDeadLetters(found);
  if (left > 0) page.line({ text: `${left} could not be deleted. Run this again.`, tone: 'bad' });
}

/** Tells what was not looked for, or not seen. @param addresses how many addresses of the customer were known */
export function printGaps(page: TextOutput, { unseen }: FoundDeadLetters, addresses: number): void {
  if (addresses === 0) {
    page.line(
      'No address of the customer is known, so messages that name nothing else of it were not found: give it with --email-file.',
    );
  }
  if (unseen.length > 0) {
    const text = `Not all were seen of ${unseen.map((name) => deadLetterName({ name })).join(', ')}: there are too many for one run. Run this again.`;
    page.line({ text, tone: 'bad' });
  }
}

/** Tells what stays elsewhere. @param done it was erased */
export function printNotErased(page: TextOutput, done: boolean): void {
  page.line();
  page.line({ text: done ? 'What remains, and where' : 'What would remain, and where', tone: 'strong' });
  page.facts(NOT_ERASED.map(({ where, what, todo }) => [`  ${where}`, `${what}. Do: ${todo}.`]));
}

/** Messages that were to be deleted and are still there. */
export function remainingDeadLetters({ letters }: FoundDeadLetters): number {
  return letters.reduce((sum, one) => sum + one.left, 0);
}

function lettersLine(letters: readonly LetterFilter[]): string {
  if (letters.length === 0) return 'none';
  return letters
    .map((one) => `${count(one.messages, 'message')} of ${deadLetterName({ name: one.queue })}`)
    .join(', ');
}
