import { X509Certificate } from 'node:crypto';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { Certificates } from '../../shared/partner-center/certificates.ts';
import { openQueues, openTable } from '../../shared/runtime/clients.ts';
import { respondWithProblems } from '../../shared/runtime/http.ts';
import { addRequestId, createLogger } from '../../shared/runtime/logger.ts';
import { createMeter, flushMetrics } from '../../shared/runtime/metrics.ts';
import { optionalSetting, setting } from '../../shared/runtime/settings.ts';
import { TtlCache } from '../../shared/runtime/ttl-cache.ts';
import { handleDelivery, type WebhookDependencies } from './accept-notification.ts';

/** For name look-up, connection, TLS and every byte together; Partner Center's own time limit is not documented. */
const DOWNLOAD_MILLISECONDS = 3_000;

/** The certificates of Partner Center, as the stage's settings say whom to believe. */
export function openCertificates(): Certificates {
  const root = optionalSetting('PARTNER_CENTER_ROOT');
  return new Certificates(
    {
      hosts: setting('PARTNER_CENTER_CERTIFICATE_HOSTS').split(','),
      milliseconds: DOWNLOAD_MILLISECONDS,
      tlsCa: optionalSetting('PARTNER_CENTER_TLS_CA'),
    },
    {
      roots: root === undefined ? [] : [new X509Certificate(root)],
      issuerOrganization: setting('PARTNER_CENTER_ISSUER'),
      subject: optionalSetting('PARTNER_CENTER_SUBJECT'),
    },
  );
}

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
  .use(addRequestId(logger))
  .use(flushMetrics(meter))
  .use(respondWithProblems(logger))
  .handler((event) => handleDelivery(event, world, logger));
