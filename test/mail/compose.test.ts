import { describe, expect, test } from 'vitest';
import { composeMail } from '../../shared/mail/send/compose.ts';
import { effectsOf } from '../../shared/process/effects.ts';
import { event, ingested, partner, tell } from '../process/story.ts';

const world = {
  ring: { current: 'k1', keys: new Map([['k1', 'x'.repeat(32)]]) },
  baseUrl: 'https://api.example',
};
const inMicrosoft = {
  ...partner,
  acceptance: 'partner-center' as const,
  microsoft: { tenantId: '60d5c4bb-f78a-4200-a002-953d7cc1f5f8' },
};

/** The mails that a story orders, as they are composed at its end. */
function mailsOf(events: Parameters<typeof tell>[0], by: typeof partner, from?: Parameters<typeof tell>[2]) {
  const { case: of, entries } = tell(events, { partner: by }, from);
  return entries
    .flatMap((entry) => effectsOf(of, entry).mails)
    .map((order) => ({ kind: order.kind, mail: composeMail(order, of, by, world) }));
}

describe('the receipt of a consent', () => {
  test('hands over Microsoft’s link, for its own acceptance is still to come', () => {
    const invited = tell([ingested(0)], { partner: inMicrosoft }).case;
    const yes = { via: 'customer-link', invitationId: invited.invitation?.id };
    const [receipt] = mailsOf([event('relationship.approved', 1, yes)], inMicrosoft, invited);
    expect(receipt).toMatchObject({
      kind: 'receipt',
      mail: { text: expect.stringContaining('https://admin.microsoft.com/Adminportal/Home?invType=') },
    });
  });
});
