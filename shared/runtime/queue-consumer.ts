import type { MiddlewareObj } from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { openQueues } from './clients.ts';
import { backOff, codeOf, DeadlineReached, ServiceError } from './errors.ts';
import type { Logger } from './logger.ts';
import type { Queue } from './queue.ts';
import { retryBudgetOf } from './retry-budget.ts';
import { numberSetting } from './settings.ts';

/** What became of each record, by message id. A record without a result is taken as failed. */
export type BatchResults = ReadonlyMap<string, 'done' | Error>;

/** What a queue's handler needs to give records back or away. */
export interface BatchQueues {
  readonly source: Queue;
  readonly deadLetters: Queue;
  /** After so many receives a message is given up that waiting does not help. */
  readonly maxReceiveCount: number;
  /** After so many SQS would move any message itself, but without saying why. */
  readonly queueReceiveCount: number;
  /** First delay of the back-off, in seconds; doubles with every receive. */
  readonly retryBaseSeconds: number;
}

/** A message attribute's value may be long, but a person reads it. */
const DETAIL_LENGTH = 1024;

/**
 * Partial batch failures (contract §10): finished records are acknowledged, refused ones go to the dead-letter queue at
 * once with code and detail, all others back to the queue, until their budget of receives is used up. Never throws: a throw would bring back the whole batch.
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

/** The queues and limits of a handler, from its environment. */
export function createBatchQueues(): BatchQueues {
  const queues = openQueues('SOURCE_QUEUE_URL', 'DEAD_LETTER_QUEUE_URL');
  return {
    source: queues.SOURCE_QUEUE_URL,
    deadLetters: queues.DEAD_LETTER_QUEUE_URL,
    maxReceiveCount: numberSetting('MAX_RECEIVE_COUNT'),
    queueReceiveCount: numberSetting('QUEUE_RECEIVE_COUNT'),
    retryBaseSeconds: numberSetting('RETRY_BASE_SECONDS'),
  };
}

/** Works on records that have nothing to do with each other, all at once; none is begun after the deadline. */
export async function processEachRecord(
  records: readonly SQSRecord[],
  timeLeft: TimeLeft,
  work: (record: SQSRecord) => Promise<void>,
): Promise<BatchResults> {
  const results = await Promise.all(
    records.map(async (record): Promise<readonly [string, 'done' | Error]> => {
      try {
        if (timeLeft() <= 0) throw new DeadlineReached();
        await work(record);
        return [record.messageId, 'done'];
      } catch (error) {
        return [
          record.messageId,
          error instanceof Error ? error : new Error('Something that is no error was thrown'),
        ];
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
  const given = failures.filter(({ record, error }) => isFinal(record, error, queues));
  const unsent = await queues.deadLetters.sendAll(
    given.map(({ record, error }) => deadLetter(record, error)),
  );
  const back = failures.filter(
    ({ record, error }) => !isFinal(record, error, queues) || unsent.has(record.messageId),
  );
  await Promise.all(back.map(({ record, error }) => returnToQueue(record, error, queues)));
  for (const { record, error } of failures) {
    const details = { messageId: record.messageId, code: codeOf(error), receives: receivesOf(record) };
    if (back.some((one) => one.record === record)) logger.warn('record goes back to its queue', details);
    else logger.error('record moved to the dead-letter queue', details);
  }
  logger.info('batch settled', {
    records: records.length,
    done: records.length - failures.length,
    back: back.length,
  });
  return { batchItemFailures: back.map(({ record }) => ({ itemIdentifier: record.messageId })) };
}

/** Two budgets: few receives for what only a person can mend, and as many as the queue allows for what is over by itself. */
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

/** What may come right soon is tried again soon, not after the whole visibility timeout: a customer may be waiting for it. */
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
  // Without it the message comes back all the same, when the queue's visibility timeout is over.
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

/** Kept back from a function's time for answering and for what is under way, in milliseconds. */
const RESERVE = 4_000;

/** Tells how many milliseconds of useful work are left; zero or less: begin nothing new. */
export type TimeLeft = () => number;

/** The time left of an invocation, less the reserve (anchors §6.2: a batch that times out whole is billed and repeated whole). */
export function timeLeft(context: Pick<Context, 'getRemainingTimeInMillis'>): TimeLeft {
  return () => context.getRemainingTimeInMillis() - RESERVE;
}
