import { X509Certificate } from 'node:crypto';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { Certificates } from '../../shared/partner-center/certificates.ts';
import { openQueues, openTable } from '../../shared/runtime/clients.ts';
import { respondWithProblems } from '../../shared/runtime/http.ts';
import { addRequestId, createLogger } from '../../shared/runtime/logger.ts';
import { createMeter, flushMetrics } from '../../shared/runtime/metrics.ts';
import { lambdaPlatform, type Platform } from '../../shared/runtime/platform.ts';
import { optionalSetting, setting } from '../../shared/runtime/settings.ts';
import { TtlCache } from '../../shared/runtime/ttl-cache.ts';
import { handleDelivery, type WebhookDependencies } from './accept-notification.ts';

/** Time for the whole download. Partner Center's own time limit is not documented. */
const DOWNLOAD_MILLISECONDS = 3_000;

/** Partner Center's certificates, with the trust policy of the stage. */
function createCertificates(): Certificates {
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

/** `POST /webhooks/partner-center`: turns signed notifications of Partner Center into events (contract §9). */
export function createHandler(platform: Platform) {
  const logger = createLogger();
  const meter = createMeter();
  const dependencies: WebhookDependencies = {
    certificates: createCertificates(),
    table: openTable(platform),
    queues: openQueues(platform, 'relationship-events', 'azure-events', 'outcomes'),
    now: platform.now,
    meter,
    counted: new TtlCache(86_400_000, 1_000),
  };

  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Error, Context>()
    .use(addRequestId(logger))
    .use(flushMetrics(meter))
    .use(respondWithProblems(logger))
    .handler((event) => handleDelivery(event, dependencies, logger));
}

export const handler = createHandler(lambdaPlatform);
