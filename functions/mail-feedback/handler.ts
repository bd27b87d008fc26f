import middy from '@middy/core';
import type { Context, SQSEvent } from 'aws-lambda';
import type { ReceivedEvent } from '../../shared/intake/dependencies.ts';
import { createDependencies } from '../../shared/intake/dependencies.ts';
import { processEvents } from '../../shared/intake/process-events.ts';
import { failureOf, parseNotice, recordNotice } from '../../shared/mail/feedback.ts';
import { addRequestId, createLogger } from '../../shared/runtime/logger.ts';
import { createMeter, flushMetrics } from '../../shared/runtime/metrics.ts';
import {
  type BatchResults,
  createBatchQueues,
  isRedelivered,
  partialBatchResponse,
  processEachRecord,
  timeLeft,
} from '../../shared/runtime/queue-consumer.ts';

const logger = createLogger();
const meter = createMeter();
const world = createDependencies(meter);

/** Records what SES tells of our mails; a failure for good is taken to the case it belongs to (contract §3.3). */
export const handler = middy<SQSEvent, unknown, Error, Context>()
  .use(addRequestId(logger))
  .use(flushMetrics(meter))
  .use(partialBatchResponse(createBatchQueues(), logger))
  .handler(async ({ Records }, context): Promise<BatchResults> => {
    const failures: ReceivedEvent[] = [];
    const recorded = await processEachRecord(Records, timeLeft(context), async (record) => {
      const notice = parseNotice(record.body);
      const known = notice && (await recordNotice(notice, world));
      const event = notice && known && failureOf(notice, known, world.now());
      if (event) failures.push({ messageId: record.messageId, redelivered: isRedelivered(record), event });
    });
    return new Map([...recorded, ...(await processEvents(failures, world, timeLeft(context)))]);
  });
