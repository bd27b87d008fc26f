import type { MiddlewareObj } from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { openQueues } from './clients.ts';
import { asError, backOff, codeOf, DeadlineReached, ServiceError } from './errors.ts';
import type { Logger } from './logger.ts';
import type { Platform } from './platform.ts';
import type { Queue } from './queue.ts';
import { retryBudgetOf } from './retry-budget.ts';
import { numberSetting } from './settings.ts';

/** The result of each record, by message id. A record without a result has failed. */
export type BatchResults = ReadonlyMap<string, 'done' | Error>;

/** The queues and limits of a queue's consumer. */
export interface BatchQueues {
  readonly source: Queue;
  readonly deadLetters: Queue;
  /** Receives before a message with the retry budget `short` goes to the dead-letter queue. */
  readonly maxReceiveCount: number;
  /** Receives before any message goes there. SQS itself would move it then, but without the error code. */
  readonly queueReceiveCount: number;
  /** First delay of the back-off, in seconds; doubles with every receive. */
  readonly retryBaseSeconds: number;
}

/** Characters of an error detail: a person reads it. */
const DETAIL_LENGTH = 1024;

/**
 * Answers with a partial batch response (contract §10). Finished records are acknowledged. Refused records go to the dead-letter
 * queue at once, with code and detail. All others go back to the queue until their retry budget is used up. It never throws: SQS
 * would redeliver the whole batch.
 */
export function partialBatchResponse(
  queues: BatchQueues,
  logger: Logger,
): MiddlewareObj<SQSEvent, unknown, Error, Context> {
  return {
    async after(request) {
      request.response = await settle(request.event.Records, resultsOf(request.response), queues, logger);
    },
    async onError(request) {
      logger.error('batch failed', { code: codeOf(request.error) });
      const all = new Map(
        request.event.Records.map(({ messageId }) => [messageId, request.error ?? new Error('failed')]),
      );
      request.response = await settle(request.event.Records, all, queues, logger);
    },
  };
}

/** Creates the queues and limits of a consumer from its environment. */
export function createBatchQueues(platform: Platform): BatchQueues {
  const queues = openQueues(platform, 'source', 'dead-letter');
  return {
    source: queues.source,
    deadLetters: queues['dead-letter'],
    maxReceiveCount: numberSetting('MAX_RECEIVE_COUNT'),
    queueReceiveCount: numberSetting('QUEUE_RECEIVE_COUNT'),
    retryBaseSeconds: numberSetting('RETRY_BASE_SECONDS'),
  };
}

/** Processes independent records concurrently; none is started after the deadline. */
export async function processEachRecord(
  records: readonly SQSRecord[],
  timeLeft: TimeLeft,
  process: (record: SQSRecord) => Promise<void>,
): Promise<BatchResults> {
  const results = await Promise.all(
    records.map(async (record): Promise<readonly [string, 'done' | Error]> => {
      try {
        if (timeLeft() <= 0) throw new DeadlineReached();
        await process(record);
        return [record.messageId, 'done'];
      } catch (error) {
        return [record.messageId, asError(error)];
      }
    }),
  );
  return new Map(results);
}

async function settle(
  records: readonly SQSRecord[],
  results: BatchResults,
  queues: BatchQueues,
  logger: Logger,
): Promise<SQSBatchResponse> {
  const failures = records.flatMap((record) => {
    const result = results.get(record.messageId) ?? new Error('no result');
    return result === 'done' ? [] : [{ record, error: result }];
  });
  const final = failures.filter(({ record, error }) => isFinal(record, error, queues));
  const unsent = await queues.deadLetters.sendAll(
    final.map(({ record, error }) => deadLetter(record, error)),
  );
  const back = failures.filter(
    ({ record, error }) => !isFinal(record, error, queues) || unsent.has(record.messageId),
  );
  await Promise.all(back.map(({ record, error }) => returnToQueue(record, error, queues)));
  for (const { record, error } of failures) {
    const details = { messageId: record.messageId, code: codeOf(error), receives: receivesOf(record) };
    if (back.some((failure) => failure.record === record))
      logger.warn('record goes back to its queue', details);
    else logger.error('record moved to the dead-letter queue', details);
  }
  logger.info('batch settled', {
    records: records.length,
    done: records.length - failures.length,
    back: back.length,
  });
  return { batchItemFailures: back.map(({ record }) => ({ itemIdentifier: record.messageId })) };
}

/** Few receives for what only a person can repair; as many as the queue allows for what passes by itself. */
function isFinal(record: SQSRecord, error: Error, limits: BatchQueues): boolean {
  if (error instanceof ServiceError && !error.retryable) return true;
  const { maxReceiveCount, queueReceiveCount } = limits;
  return receivesOf(record) >= (retryBudgetOf(error) === 'short' ? maxReceiveCount : queueReceiveCount);
}

function deadLetter(record: SQSRecord, error: Error) {
  const errorDetail = error instanceof ServiceError ? error.message.slice(0, DETAIL_LENGTH) : error.name;
  return {
    owner: record.messageId,
    body: record.body,
    attributes: { errorCode: codeOf(error), errorDetail },
  };
}

/** Makes the message visible again after the back-off, before its visibility timeout ends: a customer may be waiting. */
async function returnToQueue(
  record: SQSRecord,
  error: Error,
  { source, retryBaseSeconds }: BatchQueues,
): Promise<void> {
  const receives = receivesOf(record);
  const seconds =
    error instanceof ServiceError
      ? error.retryIn(retryBaseSeconds, receives)
      : backOff(retryBaseSeconds, receives);
  // If this fails, the message comes back when its visibility timeout ends.
  await source.retryIn(record.receiptHandle, seconds).catch(() => undefined);
}

/** Whether a message was received before. */
export function isRedelivered(record: SQSRecord): boolean {
  return receivesOf(record) > 1;
}

function receivesOf(record: SQSRecord): number {
  return Number(record.attributes.ApproximateReceiveCount) || 1;
}

function resultsOf(response: unknown): BatchResults {
  return response instanceof Map ? response : new Map();
}

/** Time kept for the response and for work in progress, in milliseconds. */
const RESERVE = 4_000;

/** The milliseconds left for work; at zero or less, start nothing new. */
export type TimeLeft = () => number;

/** The time left of an invocation, less the reserve. A batch that times out is billed and repeated as a whole. */
export function timeLeft(context: Pick<Context, 'getRemainingTimeInMillis'>): TimeLeft {
  return () => context.getRemainingTimeInMillis() - RESERVE;
}
