import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { openQueues, openTable } from '../../shared/runtime/clients.ts';
import { problemResponse } from '../../shared/runtime/http.ts';
import { openLinkKeys } from '../../shared/runtime/link-keys.ts';
import { addRequestId, createLogger } from '../../shared/runtime/logger.ts';
import { createMeter, flushMetrics } from '../../shared/runtime/metrics.ts';
import { lambdaPlatform, type Platform } from '../../shared/runtime/platform.ts';
import {
  countUnavailablePages,
  type PageDependencies,
  recordDecision,
  showPage,
  unavailablePage,
} from './handle-request.ts';
import { wantsPage } from './link-path.ts';

/**
 * Serves the approval page behind the link in the mail: GET and HEAD show it, POST decides (contract §5). Also the default
 * route: a link that was changed on its way gets a page, any other path an RFC 9457 problem.
 */
export function createHandler(platform: Platform) {
  const logger = createLogger();
  const meter = createMeter();
  const dependencies: PageDependencies = {
    table: openTable(platform),
    relationshipEvents: openQueues(platform, 'relationship-events')['relationship-events'],
    keys: openLinkKeys(platform),
    now: platform.now,
  };

  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Error, Context>()
    .use(addRequestId(logger))
    .use(flushMetrics(meter))
    .use(countUnavailablePages(meter))
    .use(unavailablePage(logger))
    .handler(async (event) => {
      if (!wantsPage(event)) {
        return problemResponse({ status: 404, code: 'no-route', title: 'There is nothing at this path' });
      }
      return event.requestContext.http.method === 'POST'
        ? recordDecision(event, dependencies)
        : showPage(event, dependencies);
    });
}

export const handler = createHandler(lambdaPlatform);
