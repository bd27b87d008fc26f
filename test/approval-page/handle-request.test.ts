import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { expect, test } from 'vitest';
import { countUnavailablePages, pageViewFor } from '../../functions/approval-page/handle-request.ts';
import type { MetricValue } from '../../shared/runtime/metric-catalogue.ts';
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

type Answer = APIGatewayProxyStructuredResultV2;

/** What is measured of a visit, with the calm page made of whatever fails. */
async function visit(work: () => Answer): Promise<string[]> {
  const read: MetricValue[] = [];
  const handler = middy<APIGatewayProxyEventV2, Answer, Error, Context>()
    .use(countUnavailablePages({ add: (...readings) => void read.push(...readings) }))
    .use({
      onError(request) {
        request.response = { statusCode: 503 };
      },
    })
    .handler(async () => work());
  await handler({} as APIGatewayProxyEventV2, {} as Context);
  return read.map(({ name }) => name);
}

test.each([200, 404, 410])('a page with status %i is no outage', async (statusCode) => {
  expect(await visit(() => ({ statusCode }))).toEqual([]);
});

test('the page that says to try again is one, made by the function or of an error', async () => {
  expect(await visit(() => ({ statusCode: 503 }))).toEqual(['PageUnavailable']);
  const failing = () => {
    throw new Error('no table');
  };
  expect(await visit(failing)).toEqual(['PageUnavailable']);
});
