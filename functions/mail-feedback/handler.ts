import middy from '@middy/core';
import type { Context, SQSEvent } from 'aws-lambda';
import { createDependencies, type ReceivedEvent } from '../../shared/intake/dependencies.ts';
import { processEvents } from '../../shared/intake/process-events.ts';
import { mailFailedEvent, parseSesEvent, recordSesEvent } from '../../shared/mail/feedback.ts';
import { addRequestId, createLogger } from '../../shared/runtime/logger.ts';
import { createMeter, flushMetrics } from '../../shared/runtime/metrics.ts';
import { lambdaPlatform, type Platform } from '../../shared/runtime/platform.ts';
import {
  type BatchResults,
  createBatchQueues,
  isRedelivered,
  partialBatchResponse,
  processEachRecord,
  timeLeft,
} from '../../shared/runtime/queue-consumer.ts';

/** Records the events that SES publishes about our mails. A permanent failure becomes an event of the case (contract §3.3). */
export function createHandler(platform: Platform) {
  const logger = createLogger();
  const meter = createMeter();
  const dependencies = createDependencies(platform, meter);

  return middy<SQSEvent, unknown, Error, Context>()
    .use(addRequestId(logger))
    .use(flushMetrics(meter))
    .use(partialBatchResponse(createBatchQueues(platform), logger))
    .handler(async ({ Records }, context): Promise<BatchResults> => {
      const failures: ReceivedEvent[] = [];
      const recorded = await processEachRecord(Records, timeLeft(context), async (record) => {
        const sesEvent = parseSesEvent(record.body);
        const mail = sesEvent && (await recordSesEvent(sesEvent, dependencies));
        const event = sesEvent && mail && mailFailedEvent(sesEvent, mail, dependencies.now());
        if (event) failures.push({ messageId: record.messageId, redelivered: isRedelivered(record), event });
      });
      return new Map([...recorded, ...(await processEvents(failures, dependencies, timeLeft(context)))]);
    });
}

export const handler = createHandler(lambdaPlatform);
