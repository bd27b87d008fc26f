import middy from '@middy/core';
import type { Context, SQSEvent } from 'aws-lambda';
import type { Received } from '../../shared/intake/dependencies.ts';
import { createDependencies } from '../../shared/intake/dependencies.ts';
import { parseDueMessage } from '../../shared/intake/due-message.ts';
import { processEvents } from '../../shared/intake/process-events.ts';
import { correlate, createLogger } from '../../shared/runtime/logger.ts';
import { createMeter, metered } from '../../shared/runtime/metrics.ts';
import {
  type BatchResults,
  isRedelivered,
  partialBatch,
  sourceQueues,
  timeLeft,
} from '../../shared/runtime/queue-consumer.ts';

const logger = createLogger();
const meter = createMeter();
const world = createDependencies(meter);

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
      const parsed = parseDueMessage(body);
      if (parsed instanceof Error) refused.set(messageId, parsed);
      else received.push({ messageId, redelivered: isRedelivered(record), event: parsed });
    }
    return new Map([...refused, ...(await processEvents(received, world, timeLeft(context)))]);
  });
