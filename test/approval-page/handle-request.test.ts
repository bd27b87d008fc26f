import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { expect, test } from 'vitest';
import { countUnavailablePages, pageViewFor } from '../../functions/approval-page/handle-request.ts';
import type { MetricValue } from '../../shared/runtime/metric-catalogue.ts';
import { event, foldEvents, ingested, NOON, partner } from '../fixtures/fold-events.ts';

const inMicrosoft = {
  ...partner,
  acceptance: 'partner-center' as const,
  microsoft: { tenantId: '60d5c4bb-f78a-4200-a002-953d7cc1f5f8' },
};

/** The page after the customer approved by the link. */
function afterApproval(by: typeof partner) {
  const invited = foldEvents([ingested(0)], { partner: by }).case;
  const yes = { via: 'customer-link', invitationId: invited.invitation?.id };
  const { case: theCase } = foldEvents([event('relationship.approved', 1, yes)], { partner: by }, invited);
  if (!theCase.invitation) throw new Error('no invitation');
  return pageViewFor(
    { case: theCase, partner: by, invitation: theCase.invitation, pendingAnswer: null },
    () => '',
    NOON,
  );
}

test('after a consent the page links to Microsoft’s own acceptance (contract §3.3)', () => {
  expect(afterApproval(inMicrosoft)).toMatchObject({
    kind: 'done',
    decision: 'approved',
    microsoftLink: expect.stringContaining('DAP=true'),
  });
});

test('the page has no such link if the approval is enough', () => {
  expect(afterApproval(partner)).not.toHaveProperty('microsoftLink');
});

type Response = APIGatewayProxyStructuredResultV2;

/** The metrics of a request whose errors become a page with status 503. */
async function metricsOf(work: () => Response): Promise<string[]> {
  const added: MetricValue[] = [];
  const handler = middy<APIGatewayProxyEventV2, Response, Error, Context>()
    .use(countUnavailablePages({ add: (...values) => void added.push(...values) }))
    .use({
      onError(request) {
        request.response = { statusCode: 503 };
      },
    })
    .handler(async () => work());
  await handler({} as APIGatewayProxyEventV2, {} as Context);
  return added.map(({ name }) => name);
}

test.each([200, 404, 410])('a page with status %i is not counted as unavailable', async (statusCode) => {
  expect(await metricsOf(() => ({ statusCode }))).toEqual([]);
});

test('a page with status 503 is counted, whether the function returns it or an error leads to it', async () => {
  expect(await metricsOf(() => ({ statusCode: 503 }))).toEqual(['PageUnavailable']);
  const failing = () => {
    throw new Error('no table');
  };
  expect(await metricsOf(failing)).toEqual(['PageUnavailable']);
});
