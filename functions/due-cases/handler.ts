import middy from '@middy/core';
import type { Context, SQSEvent } from 'aws-lambda';
import { parseDue } from '../../shared/intake/due-message.ts';
import { openWorld } from '../../shared/intake/open-world.ts';
import { takeEvents } from '../../shared/intake/take-events.ts';
import type { Received } from '../../shared/intake/world.ts';
import { type BatchResults, isAgain, partialBatch, sourceQueues } from '../../shared/runtime/batch.ts';
import { correlate } from '../../shared/runtime/correlation.ts';
import { timeLeft } from '../../shared/runtime/deadline.ts';
import { createLogger } from '../../shared/runtime/logger.ts';
import { createMeter, metered } from '../../shared/runtime/metrics.ts';

const logger = createLogger();
const meter = createMeter();
const world = openWorld(meter);

/** Lets time pass for the cases that `due-work` found: reminders, expiries, terms and transfers that end. */
export const handler = middy<SQSEvent, unknown, Error, Context>()
  .use(correlate(logger))
  .use(metered(meter))
  .use(partialBatch(sourceQueues(), logger))
  .handler(async ({ Records }, context): Promise<BatchResults> => {
    const received: Received[] = [];
    const refused = new Map<string, Error>();
    for (const record of Records) {
      const { messageId, body } = record;
      const parsed = parseDue(body);
      if (parsed instanceof Error) refused.set(messageId, parsed);
      else received.push({ messageId, again: isAgain(record), event: parsed });
    }
    return new Map([...refused, ...(await takeEvents(received, world, timeLeft(context)))]);
  });
