import middy from '@middy/core';
import type { Context, SQSEvent } from 'aws-lambda';
import { createDependencies, type Received } from '../../shared/intake/dependencies.ts';
import { processEvents } from '../../shared/intake/process-events.ts';
import { mailFailedEvent, parseSesEvent, recordSesEvent } from '../../shared/mail/feedback.ts';
import { correlate, createLogger } from '../../shared/runtime/logger.ts';
import { createMeter, metered } from '../../shared/runtime/metrics.ts';
import {
  type BatchResults,
  eachRecord,
  isRedelivered,
  partialBatch,
  sourceQueues,
  timeLeft,
} from '../../shared/runtime/queue-consumer.ts';

const logger = createLogger();
const meter = createMeter();
const dependencies = createDependencies(meter);

/** Records the events that SES publishes about our mails. A permanent failure becomes an event of the case (contract §3.3). */
export const handler = middy<SQSEvent, unknown, Error, Context>()
  .use(correlate(logger))
  .use(metered(meter))
  .use(partialBatch(sourceQueues(), logger))
  .handler(async ({ Records }, context): Promise<BatchResults> => {
    const failures: Received[] = [];
    const recorded = await eachRecord(Records, timeLeft(context), async (record) => {
      const sesEvent = parseSesEvent(record.body);
      const mail = sesEvent && (await recordSesEvent(sesEvent, dependencies));
      const event = sesEvent && mail && mailFailedEvent(sesEvent, mail, dependencies.now());
      if (event) failures.push({ messageId: record.messageId, redelivered: isRedelivered(record), event });
    });
    return new Map([...recorded, ...(await processEvents(failures, dependencies, timeLeft(context)))]);
  });
