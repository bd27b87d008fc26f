import middy from '@middy/core';
import type { Context, SQSEvent } from 'aws-lambda';
import { openWorld } from '../../shared/intake/open-world.ts';
import { takeEvents } from '../../shared/intake/take-events.ts';
import type { Received } from '../../shared/intake/world.ts';
import { failureOf, parseNotice, recordNotice } from '../../shared/mailing/feedback.ts';
import { type BatchResults, eachRecord, partialBatch, sourceQueues } from '../../shared/runtime/batch.ts';
import { correlate } from '../../shared/runtime/correlation.ts';
import { timeLeft } from '../../shared/runtime/deadline.ts';
import { createLogger } from '../../shared/runtime/logger.ts';

const logger = createLogger();
const world = openWorld();

/** Records what SES tells of our mails; a failure for good is taken to the case it belongs to (contract §3.3). */
export const handler = middy<SQSEvent, unknown, Error, Context>()
  .use(correlate(logger))
  .use(partialBatch(sourceQueues(), logger))
  .handler(async ({ Records }, context): Promise<BatchResults> => {
    const failures: Received[] = [];
    const recorded = await eachRecord(Records, timeLeft(context), async ({ body, messageId }) => {
      const notice = parseNotice(body);
      const record = notice && (await recordNotice(notice, world.table));
      const event = notice && record && failureOf(notice, record, world.now());
      if (event) failures.push({ messageId, event });
    });
    return new Map([...recorded, ...(await takeEvents(failures, world, timeLeft(context)))]);
  });
