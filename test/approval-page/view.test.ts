import { expect, test } from 'vitest';
import { pageViewFor } from '../../functions/approval-page/handle-request.ts';
import { event, ingested, NOON, partner, tell } from '../process/story.ts';

const inMicrosoft = {
  ...partner,
  acceptance: 'partner-center' as const,
  microsoft: { tenantId: '60d5c4bb-f78a-4200-a002-953d7cc1f5f8' },
};

/** The page after the customer said yes by the link. */
function afterYes(by: typeof partner) {
  const invited = tell([ingested(0)], { partner: by }).case;
  const yes = { via: 'customer-link', invitationId: invited.invitation?.id };
  const { case: of } = tell([event('relationship.approved', 1, yes)], { partner: by }, invited);
  if (!of.invitation) throw new Error('no invitation');
  return pageViewFor({ case: of, partner: by, invitation: of.invitation }, () => '', NOON);
}

test('who consented is led on to Microsoft’s own acceptance (contract 3.3)', () => {
  expect(afterYes(inMicrosoft)).toMatchObject({
    kind: 'done',
    decision: 'approved',
    microsoftLink: expect.stringContaining('DAP=true'),
  });
});

test('nobody is led there whose approval is all that is needed', () => {
  expect(afterYes(partner)).not.toHaveProperty('microsoftLink');
});
