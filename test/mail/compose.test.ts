import { describe, expect, test } from 'vitest';
import { composeMail } from '../../shared/mail/send/compose.ts';
import { effectsOf } from '../../shared/process/effects.ts';
import { event, foldEvents, ingested, partner } from '../fixtures/fold-events.ts';

const dependencies = {
  ring: { current: 'k1', keys: new Map([['k1', 'x'.repeat(32)]]) },
  baseUrl: 'https://api.example',
};
const inMicrosoft = {
  ...partner,
  acceptance: 'partner-center' as const,
  microsoft: { tenantId: '60d5c4bb-f78a-4200-a002-953d7cc1f5f8' },
};

/** The mails that events cause, composed from the case after the last event. */
function mailsOf(
  events: Parameters<typeof foldEvents>[0],
  by: typeof partner,
  from?: Parameters<typeof foldEvents>[2],
) {
  const { case: theCase, entries } = foldEvents(events, { partner: by }, from);
  return entries
    .flatMap((entry) => effectsOf(theCase, entry).mails)
    .map((command) => ({ kind: command.kind, mail: composeMail(command, theCase, by, dependencies) }));
}

describe('the receipt of a consent', () => {
  test('contains Microsoft’s link, because Microsoft’s own acceptance is still missing', () => {
    const invited = foldEvents([ingested(0)], { partner: inMicrosoft }).case;
    const yes = { via: 'customer-link', invitationId: invited.invitation?.id };
    const [receipt] = mailsOf([event('relationship.approved', 1, yes)], inMicrosoft, invited);
    expect(receipt).toMatchObject({
      kind: 'receipt',
      mail: { text: expect.stringContaining('https://admin.microsoft.com/Adminportal/Home?invType=') },
    });
  });
});
