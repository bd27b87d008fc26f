import middy from '@middy/core';
import type { Context, SQSEvent } from 'aws-lambda';
import { createDependencies, type ReceivedEvent } from '../../shared/intake/dependencies.ts';
import { parseDueMessage } from '../../shared/intake/due-message.ts';
import { processEvents } from '../../shared/intake/process-events.ts';
import { addRequestId, createLogger } from '../../shared/runtime/logger.ts';
import { createMeter, flushMetrics } from '../../shared/runtime/metrics.ts';
import { lambdaPlatform, type Platform } from '../../shared/runtime/platform.ts';
import {
  type BatchResults,
  createBatchQueues,
  isRedelivered,
  partialBatchResponse,
  timeLeft,
} from '../../shared/runtime/queue-consumer.ts';

/** Processes the queue `due-cases`: reminders, expiries, terms and transfers that end. */
export function createHandler(platform: Platform) {
  const logger = createLogger();
  const meter = createMeter();
  const dependencies = createDependencies(platform, meter);

  return middy<SQSEvent, unknown, Error, Context>()
    .use(addRequestId(logger))
    .use(flushMetrics(meter))
    .use(partialBatchResponse(createBatchQueues(platform), logger))
    .handler(async ({ Records }, context): Promise<BatchResults> => {
      const received: ReceivedEvent[] = [];
      const refused = new Map<string, Error>();
      for (const record of Records) {
        const { messageId, body } = record;
        const parsed = parseDueMessage(body);
        if (parsed instanceof Error) refused.set(messageId, parsed);
        else received.push({ messageId, redelivered: isRedelivered(record), event: parsed });
      }
      return new Map([...refused, ...(await processEvents(received, dependencies, timeLeft(context)))]);
    });
}

export const handler = createHandler(lambdaPlatform);
