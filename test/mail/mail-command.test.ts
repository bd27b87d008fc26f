import { describe, expect, test } from 'vitest';
import { parseMailCommand } from '../../shared/mail/send/mail-command.ts';
import { effectsOf, mailMessage } from '../../shared/process/effects.ts';
import { azure, event, foldEvents, ingested } from '../fixtures/fold-events.ts';

/** Commands of every kind but reminders and receipts, in two generations of a customer. */
const { case: theCase, entries } = foldEvents([
  ingested(0),
  event('customer.erased', 1),
  ingested(2),
  ingested(3, { ...azure, channel: 'csp' }),
  event('relationship.approved', 4, { via: 'upstream' }),
  event('azure-onboarding.requested', 5, { subscriptionId: azure.id }),
]);
const commands = entries.flatMap((entry) => effectsOf(theCase, entry).mails);

describe('a mail command', () => {
  test('is parsed as it was sent, with the customer’s generation', () => {
    expect(commands.map(({ kind, generation }) => [kind, generation])).toEqual([
      ['invitation', undefined],
      ['invitation', 1],
      ['notice', 1],
      ['inform-current-partner', 1],
      ['work-order', 1],
    ]);
    for (const command of commands) expect(parseMailCommand(mailMessage(command))).toEqual(command);
  });

  test.each([
    ['not JSON', '{', 'not-json'],
    ['something else', '{}', 'invalid-data'],
    ['a generation that is not a number', JSON.stringify({ ...commands[0], life: 'first' }), 'invalid-data'],
  ])('is refused when it is %s', (_, body, code) => {
    expect(() => parseMailCommand(body)).toThrow(expect.objectContaining({ code }));
  });
});
