import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { expect, test } from 'vitest';
import { countUnavailablePages } from '../../functions/approval-page/handle-request.ts';
import type { MetricValue } from '../../shared/runtime/metric-catalogue.ts';

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
