import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { openQueues, openTable } from '../../shared/runtime/clients.ts';
import { addRequestId, createLogger } from '../../shared/runtime/logger.ts';
import { createMeter, flushMetrics } from '../../shared/runtime/metrics.ts';
import { lambdaPlatform, type Platform } from '../../shared/runtime/platform.ts';
import { timeLeft } from '../../shared/runtime/queue-consumer.ts';
import { enqueueDueCases } from './enqueue-due-cases.ts';

/** Runs on a schedule: finds the cases that are due and puts each on the queue `due-cases`. */
export function createHandler(platform: Platform) {
  const logger = createLogger();
  const meter = createMeter();
  const dependencies = {
    table: openTable(platform),
    due: openQueues(platform, 'due-cases')['due-cases'],
    now: platform.now,
  };

  return middy<unknown, { found: number }, Error, Context>()
    .use(addRequestId(logger))
    .use(flushMetrics(meter))
    .handler(async (_, context) => {
      const { found, behind } = await enqueueDueCases(dependencies, timeLeft(context));
      meter.add({ name: 'DueBehind', value: Math.round(behind) });
      logger.info('due cases found', { found, behind });
      return { found };
    });
}

export const handler = createHandler(lambdaPlatform);
