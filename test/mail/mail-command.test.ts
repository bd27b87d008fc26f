import { describe, expect, test } from 'vitest';
import { parseMailCommand } from '../../shared/mail/send/mail-command.ts';
import { effectsOf, mailMessage } from '../../shared/process/effects.ts';
import { azure, event, ingested, tell } from '../process/story.ts';

/** Orders of every kind but reminders and receipts, in two lives of a customer. */
const { case: of, entries } = tell([
  ingested(0),
  event('customer.erased', 1),
  ingested(2),
  ingested(3, { ...azure, channel: 'csp' }),
  event('relationship.approved', 4, { via: 'upstream' }),
  event('azure-onboarding.requested', 5, { subscriptionId: azure.id }),
]);
const orders = entries.flatMap((entry) => effectsOf(of, entry).mails);

describe('an order to mail', () => {
  test('is read as it was given, with the life it is of', () => {
    expect(orders.map(({ kind, generation }) => [kind, generation])).toEqual([
      ['invitation', undefined],
      ['invitation', 1],
      ['notice', 1],
      ['inform-current-partner', 1],
      ['work-order', 1],
    ]);
    for (const order of orders) expect(parseMailCommand(mailMessage(order))).toEqual(order);
  });

  test.each([
    ['no JSON', '{', 'not-json'],
    ['something else', '{}', 'invalid-data'],
    ['a life that is no number', JSON.stringify({ ...orders[0], life: 'first' }), 'invalid-data'],
  ])('that is %s is refused', (_, body, code) => {
    expect(() => parseMailCommand(body)).toThrow(expect.objectContaining({ code }));
  });
});
