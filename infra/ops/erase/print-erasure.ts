import type { CaseFile } from '../../../functions/cases-api/case-file.ts';
import type { CaseKey } from '../stage/api.ts';
import { commandLine, deadLetterName, type Stage } from '../stage/stage.ts';
import type { TextOutput } from '../terminal/text-output.ts';
import { count } from '../terminal/words.ts';
import type { CustomerDeadLetters, QueueResult } from './customer-messages.ts';

/** Prints what an erasure would delete. */
export function printPlan(
  output: TextOutput,
  before: CaseFile | null,
  { queues }: CustomerDeadLetters,
): void {
  output.line({ text: 'Would erase', tone: 'strong' });
  const { customer, relationship, subscriptions } = before ?? {};
  const invitation = relationship?.invitation;
  const hasOpenLink = invitation?.status === 'open';
  output.facts([
    [
      '  customer',
      customer?.name == null
        ? 'no name or address in the case'
        : `${customer.name}, ${customer.contactEmail ?? 'without an address'}`,
    ],
    ['  subscriptions', String(subscriptions?.length ?? 0)],
    [
      '  relationship',
      `${relationship?.status ?? 'none'}${hasOpenLink ? '; the open link stops working' : ''}`,
    ],
    ...(invitation?.comment == null ? [] : [['  comment', 'one, of a refusal'] as const]),
    ['  dead letters', countsOf(queues)],
  ]);
}

/** Prints what was erased. @param waits whether the erasure waits for the partner's registration */
export function printResult(
  output: TextOutput,
  found: CustomerDeadLetters,
  waits: boolean,
  stage: Stage,
  key: CaseKey,
): void {
  if (waits) {
    const text =
      'Not yet: the partner is not registered. The erasure waits for the registration, and events of this customer may wait, too.';
    output.line({ text, tone: 'bad' });
    const register = commandLine(stage, `publish partner.registered --set data.partnerId=${key.partnerId}`);
    output.hint('Run this again after the registration. To register the partner:', register);
  } else {
    const text = 'Erased: the case has no name, address, subscription or comment any more.';
    output.line({ text, tone: 'good' });
  }
  output.line(`Deleted from dead-letter queues: ${countsOf(found.queues)}.`);
  const remaining = remainingDeadLetters(found);
  if (remaining > 0)
    output.line({
      text: `${count(remaining, 'message')} could not be deleted. Run this again.`,
      tone: 'bad',
    });
}

/** Prints which messages were not searched for, or not seen. @param addresses the number of addresses searched for */
export function printGaps(output: TextOutput, { unseen }: CustomerDeadLetters, addresses: number): void {
  if (addresses === 0) {
    output.line(
      'The customer’s address is not known, so messages that contain only the address were not found. Give it with --email-file.',
    );
  }
  if (unseen.length > 0) {
    const names = unseen.map((name) => deadLetterName({ name })).join(', ');
    const text = `Some messages of ${names} were not read: there are too many for one run. Run this again.`;
    output.line({ text, tone: 'bad' });
  }
}

/** Prints what an erasure does not delete. @param isDone whether the customer was erased */
export function printNotErased(output: TextOutput, isDone: boolean): void {
  output.line();
  output.line({ text: isDone ? 'What remains' : 'What would remain', tone: 'strong' });
  output.facts(NOT_ERASED.map(({ where, what, todo }) => [`  ${where}`, `${what}. To do: ${todo}.`]));
}

/** Counts the messages that could not be deleted. */
export function remainingDeadLetters({ queues }: CustomerDeadLetters): number {
  return queues.reduce((sum, { left }) => sum + left, 0);
}

function countsOf(queues: readonly QueueResult[]): string {
  if (queues.length === 0) return 'none';
  return queues
    .map(({ queue, messages }) => `${count(messages, 'message')} in ${deadLetterName({ name: queue })}`)
    .join(', ');
}

/** What an erasure does not delete, and what to do about it. */
export const NOT_ERASED: readonly { readonly where: string; readonly what: string; readonly todo: string }[] =
  [
    {
      where: 'case file',
      what: 'the events, their times and the decisions: tenant and subscription ids, no names, addresses or comments',
      todo: 'nothing; this is intended',
    },
    {
      where: 'SES suppression list',
      what: 'an address that bounced or complained, so that it gets no more mail',
      todo: 'if you want, aws sesv2 delete-suppressed-destination --email-address <address>',
    },
    {
      where: 'backups of the table',
      what: 'the former case, for point-in-time recovery',
      todo: 'nothing; backups end after 35 days. After a restore, erase again',
    },
    {
      where: 'sent mails',
      what: 'copies in the mailboxes of the customer and the partner',
      todo: 'ask the partner',
    },
    {
      where: 'other systems',
      what: 'the systems that sent the events or keep the outcomes, and files of `dlq discard --save`',
      todo: 'delete the files; the other systems get the outcome customer.erased',
    },
  ];
