import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DeadLetter, DeadLetterQueue } from '../../../infra/ops/dead-letters/dead-letter-queue.ts';
import { checkOwnQueue, redriveMessages } from '../../../infra/ops/dead-letters/redrive.ts';
import { type ReceivedRequest, startLoopback } from '../loopback-server.ts';

/** The responses of SQS to each operation, in order; then `{}`. */
let responses: Record<string, unknown[]>;
let server: Awaited<ReturnType<typeof startLoopback>>;
let sqs: SQSClient;

beforeEach(async () => {
  responses = {};
  server = await startLoopback((heard) => ({
    type: 'application/x-amz-json-1.0',
    body: JSON.stringify(responses[operationOf(heard)]?.shift() ?? {}),
  }));
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  sqs = new SQSClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1, md5: false });
});
afterEach(async () => {
  sqs.destroy();
  await server.close();
});

const operationOf = ({ headers }: ReceivedRequest) =>
  String(headers['x-amz-target']).replace('AmazonSQS.', '');
const operations = () => server.requests.map(operationOf);
const bodiesOf = (operation: string) =>
  server.requests.filter((heard) => operationOf(heard) === operation).map(({ body }) => JSON.parse(body));
const message = (id: string, handle = id) => ({
  MessageId: id,
  ReceiptHandle: handle,
  Body: `body of ${id}`,
});
const openQueue = () => new DeadLetterQueue(sqs, 'https://sqs/1/q-dlq', false);
const deadLetter = (id: string, body = '{}'): DeadLetter => ({
  id,
  receiptHandle: id,
  body,
  attributes: { traceparent: { DataType: 'String', StringValue: 't' } },
  sentAt: 0,
  receives: 1,
  errorCode: 'x',
  errorDetail: null,
});
const pair = { name: 'q', url: 'https://sqs/1/q', deadLetterUrl: 'https://sqs/1/q-dlq' };

describe('peek', () => {
  it('receives until two responses were empty, and returns all messages', async () => {
    responses.ReceiveMessage = [
      { Messages: [message('a'), message('b')] },
      {},
      { Messages: [message('c')] },
      {},
    ];
    expect((await openQueue().peek(100)).map(({ id, body }) => [id, body])).toEqual([
      ['a', 'body of a'],
      ['b', 'body of b'],
      ['c', 'body of c'],
    ]);
    const [returned] = bodiesOf('ChangeMessageVisibilityBatch');
    expect(
      returned.Entries.map((one: { ReceiptHandle: string; VisibilityTimeout: number }) => [
        one.ReceiptHandle,
        one.VisibilityTimeout,
      ]),
    ).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 0],
    ]);
    expect(operations().at(-1)).toBe('ChangeMessageVisibilityBatch');
  });

  it('receives no more than the limit', async () => {
    responses.ReceiveMessage = [{ Messages: [message('a'), message('b'), message('c')] }];
    expect(await openQueue().peek(3)).toHaveLength(3);
    expect(bodiesOf('ReceiveMessage')).toMatchObject([{ MaxNumberOfMessages: 3, WaitTimeSeconds: 1 }]);
  });
});

describe('workThrough', () => {
  it('never works on a message twice, also if it returns meanwhile', async () => {
    responses.ReceiveMessage = [
      { Messages: [message('a')] },
      { Messages: [message('a', 'a2'), message('b')] },
      { Messages: [message('a', 'a3')] },
    ];
    const worked: string[] = [];
    const isComplete = await openQueue().workThrough(async (messages) => {
      worked.push(...messages.map(({ id }) => id));
      return [];
    });
    // A message that returns again and again hides others. The result says so.
    expect([worked, isComplete]).toEqual([['a', 'b'], false]);
  });

  it('returns true if all messages were seen', async () => {
    responses.ReceiveMessage = [{ Messages: [message('a')] }];
    expect(await openQueue().workThrough(async () => [])).toBe(true);
  });

  it('returns a message that came twice, by its newest handle', async () => {
    responses.ReceiveMessage = [{ Messages: [message('a')] }, { Messages: [message('a', 'a2')] }];
    await openQueue().workThrough(async (messages) => messages);
    const handles = bodiesOf('ChangeMessageVisibilityBatch').flatMap(({ Entries }) => Entries);
    expect(handles.map(({ ReceiptHandle }: { ReceiptHandle: string }) => ReceiptHandle)).toEqual(['a', 'a2']);
  });

  it('returns all messages if the work fails', async () => {
    responses.ReceiveMessage = [{ Messages: [message('a')] }, { Messages: [message('b')] }];
    const work = async ([first]: readonly DeadLetter[]) => {
      if (first?.id === 'b') throw new Error('no');
      return first ? [first] : [];
    };
    await expect(openQueue().workThrough(work)).rejects.toThrow('no');
    const handles = bodiesOf('ChangeMessageVisibilityBatch').flatMap(({ Entries }) => Entries);
    expect(handles.map(({ ReceiptHandle }: { ReceiptHandle: string }) => ReceiptHandle)).toEqual(['a', 'b']);
  });
});

describe('a redrive', () => {
  it('sends before it deletes, and deletes only what SQS accepted', async () => {
    responses.SendMessageBatch = [
      { Successful: [{ Id: '0' }, { Id: '2' }], Failed: [{ Id: '1', Code: 'x', SenderFault: false }] },
    ];
    responses.DeleteMessageBatch = [
      { Successful: [{ Id: '0' }], Failed: [{ Id: '1', Code: 'x', SenderFault: true }] },
    ];
    const messages = ['a', 'b', 'c'].map((id) => deadLetter(id));
    const { moved, unsent, undeleted } = await redriveMessages(sqs, pair, openQueue(), messages);
    expect([moved, unsent, undeleted].map((some) => some.map(({ id }) => id))).toEqual([
      ['a', 'c'],
      ['b'],
      ['c'],
    ]);
    expect(operations()).toEqual(['SendMessageBatch', 'DeleteMessageBatch']);
    expect(bodiesOf('SendMessageBatch')).toMatchObject([
      {
        QueueUrl: pair.url,
        Entries: messages.map(() => ({ MessageAttributes: { traceparent: { StringValue: 't' } } })),
      },
    ]);
    expect(bodiesOf('DeleteMessageBatch')).toMatchObject([
      { QueueUrl: pair.deadLetterUrl, Entries: [{ ReceiptHandle: 'a' }, { ReceiptHandle: 'c' }] },
    ]);
  });

  it('sends batches of at most 256 KiB', async () => {
    const large = Array.from({ length: 4 }, (_, index) => deadLetter(String(index), 'x'.repeat(100 * 1024)));
    await redriveMessages(sqs, pair, openQueue(), large);
    expect(bodiesOf('SendMessageBatch').map(({ Entries }) => Entries.length)).toEqual([2, 2]);
  });

  it('goes only to the queue that the dead-letter queue belongs to', async () => {
    const arn = 'arn:aws:sqs:us-east-1:1:q-dlq';
    const policy = {
      Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 8 }) },
    };
    responses.GetQueueAttributes = [policy, { Attributes: { QueueArn: arn } }];
    await expect(checkOwnQueue(sqs, pair)).resolves.toBeUndefined();
    responses.GetQueueAttributes = [policy, { Attributes: { QueueArn: `${arn}-other` } }];
    await expect(checkOwnQueue(sqs, pair)).rejects.toMatchObject({ code: 'not-its-own' });
    responses.GetQueueAttributes = [{}, { Attributes: { QueueArn: arn } }];
    await expect(checkOwnQueue(sqs, pair)).rejects.toMatchObject({ code: 'not-its-own' });
  });
});
