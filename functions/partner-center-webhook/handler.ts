import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { openQueues, openTable } from '../../shared/runtime/clients.ts';
import { problems } from '../../shared/runtime/http.ts';
import { correlate, createLogger } from '../../shared/runtime/logger.ts';
import { createMeter, metered } from '../../shared/runtime/metrics.ts';
import { TtlCache } from '../../shared/runtime/ttl-cache.ts';
import type { WebhookDependencies } from './accept-notification.ts';
import { handleDelivery } from './accept-notification.ts';
import { openCertificates } from './certificates.ts';

const logger = createLogger();
const meter = createMeter();
const opened = openQueues('RELATIONSHIP_EVENTS_QUEUE_URL', 'AZURE_EVENTS_QUEUE_URL', 'OUTCOMES_QUEUE_URL');
const world: WebhookDependencies = {
  certificates: openCertificates(),
  table: openTable(),
  queues: {
    'relationship-events': opened.RELATIONSHIP_EVENTS_QUEUE_URL,
    'azure-events': opened.AZURE_EVENTS_QUEUE_URL,
    outcomes: opened.OUTCOMES_QUEUE_URL,
  },
  now: () => Date.now(),
  meter,
  counted: new TtlCache(86_400_000, 1_000),
};

/** `POST /webhooks/partner-center`: what Partner Center signed becomes events of ours (contract §9). */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Error, Context>()
  .use(correlate(logger))
  .use(metered(meter))
  .use(problems(logger))
  .handler((event) => handleDelivery(event, world, logger));
