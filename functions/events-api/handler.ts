import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { EVENT_QUEUES } from '../../shared/events/vocabulary.ts';
import { openQueues, openTable } from '../../shared/runtime/clients.ts';
import { jsonResponse, jsonText, respondWithProblems } from '../../shared/runtime/http.ts';
import { addRequestId, createLogger } from '../../shared/runtime/logger.ts';
import { createMeter, flushMetrics } from '../../shared/runtime/metrics.ts';
import { lambdaPlatform, type Platform } from '../../shared/runtime/platform.ts';
import { processSettings } from '../../shared/runtime/settings.ts';
import { acceptEvents, parseJson, readBody } from './accept-events.ts';
import { type DecisionDependencies, explainDecision } from './explain-decision.ts';

/**
 * `POST /events` checks one event or a batch and queues all or none; `POST /decisions` explains what would be decided
 * (contract §8).
 */
export function createHandler(platform: Platform) {
  const logger = createLogger();
  const meter = createMeter();
  const queues = openQueues(platform, ...EVENT_QUEUES);

  const dependencies: DecisionDependencies = {
    table: openTable(platform),
    now: platform.now,
    settings: processSettings(),
  };

  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Error, Context>()
    .use(addRequestId(logger))
    .use(flushMetrics(meter))
    .use(respondWithProblems(logger))
    .handler(async (event) =>
      event.rawPath.endsWith('/decisions')
        ? jsonResponse(200, await explainDecision(parseJson(jsonText(event)), dependencies))
        : jsonResponse(202, {
            accepted: await acceptEvents(readBody(event), { queues, meter, now: dependencies.now }),
          }),
    );
}

export const handler = createHandler(lambdaPlatform);
