import middy from '@middy/core';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { faultLine } from '../events/faults.ts';
import type { EventQueue } from '../events/kinds.ts';
import { parseEvent } from '../events/parse.ts';
import { type BatchResults, isAgain, partialBatch, sourceQueues } from '../runtime/batch.ts';
import { correlate } from '../runtime/correlation.ts';
import { timeLeft } from '../runtime/deadline.ts';
import { Refused } from '../runtime/errors.ts';
import { createLogger, type Logger } from '../runtime/logger.ts';
import type { Meter } from '../runtime/metric-catalogue.ts';
import { createMeter, metered } from '../runtime/metrics.ts';
import { openWorld } from './open-world.ts';
import { takeEvents } from './take-events.ts';
import { tracesIn } from './traces.ts';
import type { Received } from './world.ts';

/**
 * The Lambda behind an event queue: partial batches, parsing, then the one use case {@link takeEvents}.
 * @param queue the queue; a type that belongs to another one is refused
 */
export function eventConsumer(queue: EventQueue) {
  const logger = createLogger();
  const meter = createMeter();
  const world = openWorld(meter);
  return middy<SQSEvent, unknown, Error, Context>()
    .use(correlate(logger))
    .use(metered(meter))
    .use(partialBatch(sourceQueues(), logger))
    .handler(async ({ Records }, context): Promise<BatchResults> => {
      const { received, refused } = parseRecords(Records, queue, { logger, meter });
      return new Map([...refused, ...(await takeEvents(received, world, timeLeft(context)))]);
    });
}

function parseRecords(
  records: readonly SQSRecord[],
  queue: EventQueue,
  { logger, meter }: { readonly logger: Logger; readonly meter: Meter },
) {
  const received: Received[] = [];
  const refused = new Map<string, Error>();
  for (const record of records) {
    const { messageId, body } = record;
    const parsed = parseEvent(body, queue);
    if (parsed.ok) received.push({ messageId, again: isAgain(record), event: parsed.event });
    else refused.set(messageId, new Refused(parsed.code, faultLine(parsed.faults)));
    if (!parsed.ok) meter.add({ name: 'EventRefused', of: parsed.code });
    else {
      const { type, extensions } = parsed.event;
      logger.info('event received', { messageId, type, ...tracesIn(extensions) });
    }
  }
  return { received, refused };
}
