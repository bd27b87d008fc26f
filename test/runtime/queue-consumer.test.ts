import middy from '@middy/core';
import type { Context, SQSEvent } from 'aws-lambda';
import { beforeEach, describe, expect, test } from 'vitest';
import { MailUnclear } from '../../shared/mail/send/send-mail.ts';
import { MailRejected } from '../../shared/mail/send/ses.ts';
import {
  backOff,
  CaseContended,
  DeadlineReached,
  EffectsUnsent,
  RefusedInput,
  UnknownPartner,
} from '../../shared/runtime/errors.ts';
import { type OutgoingMessage, Queue } from '../../shared/runtime/queue.ts';
import {
  type BatchQueues,
  partialBatchResponse,
  processEachRecord,
} from '../../shared/runtime/queue-consumer.ts';
import { retryBudgetOf } from '../../shared/runtime/retry-budget.ts';
import { PageReplaced } from '../../shared/store/case-pages.ts';
import { TableBusy } from '../../shared/store/table.ts';

/** A queue that records its messages and can be made to fail. */
class RecordedQueue extends Queue {
  readonly sent: OutgoingMessage[] = [];
  readonly retries: [string, number][] = [];
  fails = false;
  override async sendAll(messages: readonly OutgoingMessage[]) {
    if (this.fails) return new Set(messages.map(({ owner }) => owner));
    this.sent.push(...messages);
    return new Set<string>();
  }
  override async retryIn(handle: string, seconds: number) {
    this.retries.push([handle, seconds]);
  }
}

type Args = ConstructorParameters<typeof Queue>;
const nowhere: Args = [{} as Args[0], ''];
const logger = { info() {}, warn() {}, error() {}, appendKeys() {}, resetKeys() {} };
let source: RecordedQueue;
let deadLetters: RecordedQueue;
let queues: BatchQueues;
beforeEach(() => {
  source = new RecordedQueue(...nowhere);
  deadLetters = new RecordedQueue(...nowhere);
  queues = { source, deadLetters, maxReceiveCount: 5, queueReceiveCount: 30, retryBaseSeconds: 2 };
});

const batch = (...receives: number[]) =>
  ({
    Records: receives.map((count, index) => ({
      messageId: `m-${index}`,
      receiptHandle: `r-${index}`,
      body: `body-${index}`,
      attributes: { ApproximateReceiveCount: String(count) },
    })),
  }) as SQSEvent;
const run = (event: SQSEvent, work: () => unknown) =>
  middy<SQSEvent, unknown, Error, Context>()
    .use(partialBatchResponse(queues, logger))
    .handler(async () => work())(event, {} as Context);
const failing = (...ids: string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

describe('a batch', () => {
  test('acknowledges messages that succeeded and returns those that failed', async () => {
    const results = new Map<string, 'done' | Error>([
      ['m-0', 'done'],
      ['m-1', new Error('busy')],
    ]);
    expect(await run(batch(1, 3), () => results)).toEqual(failing('m-1'));
    expect(deadLetters.sent).toEqual([]);
    // A failed message returns after the back-off, not after the whole visibility timeout.
    expect(source.retries).toEqual([['r-1', backOff(2, 3)]]);
  });

  test('moves a message that can never succeed to the dead-letter queue at once, with code and detail', async () => {
    const results = new Map([['m-0', new RefusedInput('invalid-data', 'data.name is required')]]);
    expect(await run(batch(1), () => results)).toEqual(failing());
    expect(deadLetters.sent).toEqual([
      {
        owner: 'm-0',
        body: 'body-0',
        attributes: { errorCode: 'invalid-data', errorDetail: 'data.name is required' },
      },
    ]);
  });

  test('returns a message if the dead-letter queue fails', async () => {
    deadLetters.fails = true;
    expect(
      await run(batch(1), () => new Map([['m-0', new RefusedInput('not-json', 'must be JSON')]])),
    ).toEqual(failing('m-0'));
  });

  test('moves a message with its reason after the last receive', async () => {
    expect(
      await run(
        batch(5, 4),
        () =>
          new Map([
            ['m-0', new UnknownPartner()],
            ['m-1', new UnknownPartner()],
          ]),
      ),
    ).toEqual(failing('m-1'));
    expect(deadLetters.sent[0]?.attributes).toMatchObject({ errorCode: 'unknown-partner' });
    expect(source.retries).toEqual([['r-1', 16]]);
  });

  test('retries during an outage until just before SQS would move the message', async () => {
    const [busy, throttled] = [new TableBusy('BatchGetItem'), namedError('ThrottlingException')];
    const results = new Map([busy, throttled, busy, new TypeError('a defect')].map((e, i) => [`m-${i}`, e]));
    expect(await run(batch(5, 29, 30, 5), () => results)).toEqual(failing('m-0', 'm-1'));
    expect(source.retries).toEqual([
      ['r-0', backOff(2, 5)],
      ['r-1', 900],
    ]);
    const codes = deadLetters.sent.map(({ owner, attributes }) => [owner, attributes?.errorCode]);
    expect(codes).toEqual([
      ['m-2', 'store-busy'],
      ['m-3', 'TypeError'],
    ]);
  });

  test('does not publish the message of an unknown error: it may contain personal data', async () => {
    await run(batch(5), () => new Map([['m-0', new TypeError('robin@fabrikam.example is not a function')]]));
    expect(deadLetters.sent[0]?.attributes).toEqual({ errorCode: 'TypeError', errorDetail: 'TypeError' });
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['returns nothing', () => undefined],
    ['returns an array', () => ['done']],
    ['returns results of other messages', () => new Map([['m-9', 'done']])],
  ])('returns every message if the handler %s', async (_, work) => {
    expect(await run(batch(1, 1), work)).toEqual(failing('m-0', 'm-1'));
  });

  test('starts no message after the deadline: with 0 ms left it returns the rest', async () => {
    let left = 1;
    const begun: string[] = [];
    const work = () =>
      processEachRecord(
        batch(1, 1, 1).Records,
        () => left--,
        async ({ messageId }) => void begun.push(messageId),
      );
    expect(await run(batch(1, 1, 1), work)).toEqual(failing('m-1', 'm-2'));
    expect(begun).toEqual(['m-0']);
  });
});

test.each<[string, Error, string]>([
  ['a conflict with another writer', new CaseContended(10), 'outage'],
  ['effects that could not be sent', new EffectsUnsent(), 'outage'],
  ['no time', new DeadlineReached(), 'outage'],
  ['a busy table', new TableBusy('BatchWriteItem'), 'outage'],
  ['SES throttling', new MailRejected('Throttling', null), 'outage'],
  ['SES not reachable', new MailRejected('unreachable', null), 'outage'],
  ['SES refusing this mail', new MailRejected('MessageRejected', null), 'short'],
  ['a mail attempt with an unknown result', new MailUnclear(1), 'outage'],
  ['an unknown partner', new UnknownPartner(), 'short'],
  ['a throttled table', namedError('ProvisionedThroughputExceededException'), 'outage'],
  ['a table that is down', namedError('InternalServerError'), 'outage'],
  ['a socket that hangs', namedError('TimeoutError'), 'outage'],
  ['no connection', namedError('Error', { code: 'ECONNREFUSED' }), 'outage'],
  ['no name service', namedError('Error', { code: 'EAI_AGAIN' }), 'outage'],
  ['an error the SDK marks as retryable', namedError('Odd', { $retryable: {} }), 'outage'],
  ['a fault of the service', namedError('Odd', { $fault: 'server' }), 'outage'],
  ['a 503 without a name', namedError('UnknownError', { $fault: 'client', ...status(503) }), 'outage'],
  ['access denied', namedError('AccessDeniedException', { $fault: 'client', ...status(400) }), 'short'],
  ['a page that is gone', new PageReplaced('SUBS'), 'short'],
  ['a defect', new TypeError('x is not a function'), 'short'],
  ['anything else', new Error('odd'), 'short'],
])('the retry budget after $0 is $2', (_, error, budget) => {
  expect(retryBudgetOf(error)).toBe(budget);
});

function namedError(name: string, more: object = {}): Error {
  return Object.assign(new Error('no matter'), { name, ...more });
}

function status(httpStatusCode: number) {
  return { $metadata: { httpStatusCode } };
}

test('the back-off doubles, up to 15 minutes, and 0 stays 0', () => {
  expect([1, 2, 3, 4].map((receives) => backOff(5, receives))).toEqual([5, 10, 20, 40]);
  expect(backOff(5, 20)).toBe(900);
  expect(backOff(0, 3)).toBe(0);
  expect(backOff(5, 0)).toBe(5);
});
