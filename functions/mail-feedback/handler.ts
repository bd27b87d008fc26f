import middy from '@middy/core';
import type { Context, SQSEvent } from 'aws-lambda';
import { parseNotice, recordNotice } from '../../shared/mailing/feedback.ts';
import { type BatchResults, eachRecord, partialBatch, sourceQueues } from '../../shared/runtime/batch.ts';
import { openTable } from '../../shared/runtime/clients.ts';
import { correlate } from '../../shared/runtime/correlation.ts';
import { timeLeft } from '../../shared/runtime/deadline.ts';
import { createLogger } from '../../shared/runtime/logger.ts';

const logger = createLogger();
const table = openTable();

/** Records what SES tells of our mails, which settles attempts that nobody saw the end of. */
export const handler = middy<SQSEvent, unknown, Error, Context>()
  .use(correlate(logger))
  .use(partialBatch(sourceQueues(), logger))
  .handler(
    ({ Records }, context): Promise<BatchResults> =>
      eachRecord(Records, timeLeft(context), async ({ body }) => {
        const notice = parseNotice(body);
        if (notice) await recordNotice(notice, table);
      }),
  );
