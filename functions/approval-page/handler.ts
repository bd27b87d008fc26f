import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { openQueues, openTable } from '../../shared/runtime/clients.ts';
import { correlate } from '../../shared/runtime/correlation.ts';
import { LinkKeys } from '../../shared/runtime/link-keys.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { createMeter, metered } from '../../shared/runtime/metrics.ts';
import { setting } from '../../shared/runtime/settings.ts';
import { countOutages } from './outages.ts';
import { answerPage, calmFailure, showPage } from './visit.ts';
import type { PageWorld } from './world.ts';

const logger = createLogger();
const meter = createMeter();
const world: PageWorld = {
  table: openTable(),
  answers: openQueues('RELATIONSHIP_EVENTS_QUEUE_URL').RELATIONSHIP_EVENTS_QUEUE_URL,
  keys: new LinkKeys(setting('LINK_SECRET_ARN')),
  now: () => Date.now(),
};

/** The page behind the link in the mail: GET and HEAD show, POST decides (contract §5). */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Error, Context>()
  .use(correlate(logger))
  .use(metered(meter))
  .use(countOutages(meter))
  .use(calmFailure(logger))
  .handler((event) =>
    event.requestContext.http.method === 'POST' ? answerPage(event, world) : showPage(event, world),
  );
