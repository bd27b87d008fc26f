import middy from '@middy/core';
import type { Context, SQSEvent } from 'aws-lambda';
import { parseDue } from '../../shared/intake/due-message.ts';
import { openWorld } from '../../shared/intake/open-world.ts';
import { takeEvents } from '../../shared/intake/take-events.ts';
import type { Received } from '../../shared/intake/world.ts';
import { type BatchResults, partialBatch, sourceQueues } from '../../shared/runtime/batch.ts';
import { correlate } from '../../shared/runtime/correlation.ts';
import { timeLeft } from '../../shared/runtime/deadline.ts';
import { createLogger } from '../../shared/runtime/logger.ts';

const logger = createLogger();
const world = openWorld();

/** Lets time pass for the cases that `due-work` found: reminders, expiries, terms and transfers that end. */
export const handler = middy<SQSEvent, unknown, Error, Context>()
  .use(correlate(logger))
  .use(partialBatch(sourceQueues(), logger))
  .handler(async ({ Records }, context): Promise<BatchResults> => {
    const received: Received[] = [];
    const refused = new Map<string, Error>();
    for (const { messageId, body } of Records) {
      const parsed = parseDue(body);
      if (parsed instanceof Error) refused.set(messageId, parsed);
      else received.push({ messageId, event: parsed });
    }
    return new Map([...refused, ...(await takeEvents(received, world, timeLeft(context)))]);
  });
