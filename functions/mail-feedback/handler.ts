import middy from '@middy/core';
import type { Context, SQSEvent } from 'aws-lambda';
import { openWorld } from '../../shared/intake/open-world.ts';
import { takeEvents } from '../../shared/intake/take-events.ts';
import type { Received } from '../../shared/intake/world.ts';
import { failureOf, parseNotice, recordNotice } from '../../shared/mailing/feedback.ts';
import {
  type BatchResults,
  eachRecord,
  isAgain,
  partialBatch,
  sourceQueues,
} from '../../shared/runtime/batch.ts';
import { correlate } from '../../shared/runtime/correlation.ts';
import { timeLeft } from '../../shared/runtime/deadline.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { createMeter, metered } from '../../shared/runtime/metrics.ts';

const logger = createLogger();
const meter = createMeter();
const world = openWorld(meter);

/** Records what SES tells of our mails; a failure for good is taken to the case it belongs to (contract §3.3). */
export const handler = middy<SQSEvent, unknown, Error, Context>()
  .use(correlate(logger))
  .use(metered(meter))
  .use(partialBatch(sourceQueues(), logger))
  .handler(async ({ Records }, context): Promise<BatchResults> => {
    const failures: Received[] = [];
    const recorded = await eachRecord(Records, timeLeft(context), async (record) => {
      const notice = parseNotice(record.body);
      const known = notice && (await recordNotice(notice, world));
      const event = notice && known && failureOf(notice, known, world.now());
      if (event) failures.push({ messageId: record.messageId, again: isAgain(record), event });
    });
    return new Map([...recorded, ...(await takeEvents(failures, world, timeLeft(context)))]);
  });
