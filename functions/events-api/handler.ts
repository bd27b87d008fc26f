import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { openQueues } from '../../shared/runtime/clients.ts';
import { correlate } from '../../shared/runtime/correlation.ts';
import { json } from '../../shared/runtime/http.ts';
import { problems } from '../../shared/runtime/http-problems.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { readBody } from './read-body.ts';
import { takeIn } from './take-in.ts';

const logger = createLogger();
const opened = openQueues(
  'SUBSCRIPTION_EVENTS_QUEUE_URL',
  'RELATIONSHIP_EVENTS_QUEUE_URL',
  'AZURE_EVENTS_QUEUE_URL',
);
const queues = {
  'subscription-events': opened.SUBSCRIPTION_EVENTS_QUEUE_URL,
  'relationship-events': opened.RELATIONSHIP_EVENTS_QUEUE_URL,
  'azure-events': opened.AZURE_EVENTS_QUEUE_URL,
};

/** `POST /events`: checks one event or a batch and puts each on its queue, or takes none (contract §8). */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Error, Context>()
  .use(correlate(logger))
  .use(problems(logger))
  .handler(async (event) => json(202, { accepted: await takeIn(readBody(event), queues) }));
