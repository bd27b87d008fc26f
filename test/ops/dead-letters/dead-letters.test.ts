import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../../infra/ops/dead-letters/dead-letter.ts';
import { DeadLetterQueue } from '../../../infra/ops/dead-letters/dead-letters.ts';
import { checkOwnQueue, redriveMessage } from '../../../infra/ops/dead-letters/redrive.ts';
import { type Heard, startLoopback } from '../loopback.ts';

/** What SQS answers in turn to each operation; when there is no more, `{}`. */
let answers: Record<string, unknown[]>;
let server: Awaited<ReturnType<typeof startLoopback>>;
let sqs: SQSClient;

beforeEach(async () => {
  answers = {};
  server = await startLoopback((heard) => ({
    type: 'application/x-amz-json-1.0',
    body: JSON.stringify(answers[operationOf(heard)]?.shift() ?? {}),
  }));
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  sqs = new SQSClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1, md5: false });
});
afterEach(async () => {
  sqs.destroy();
  await server.close();
});

const operationOf = ({ headers }: Heard) => String(headers['x-amz-target']).replace('AmazonSQS.', '');
const operations = () => server.heard.map(operationOf);
const bodiesOf = (operation: string) =>
  server.heard.filter((heard) => operationOf(heard) === operation).map(({ body }) => JSON.parse(body));
const message = (id: string, handle = id) => ({
  MessageId: id,
  ReceiptHandle: handle,
  Body: `body of ${id}`,
});
const box = () => new DeadLetterQueue(sqs, 'https://sqs/1/q-dlq', false);
const letter = (id: string, body = '{}'): DeadLetter => ({
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

describe('looking', () => {
  it('asks SQS until it has said twice that there is no more, and gives all back', async () => {
    answers.ReceiveMessage = [
      { Messages: [message('a'), message('b')] },
      {},
      { Messages: [message('c')] },
      {},
    ];
    expect((await box().peek(100)).map(({ id, body }) => [id, body])).toEqual([
      ['a', 'body of a'],
      ['b', 'body of b'],
      ['c', 'body of c'],
    ]);
    const [back] = bodiesOf('ChangeMessageVisibilityBatch');
    expect(
      back.Entries.map((one: { ReceiptHandle: string; VisibilityTimeout: number }) => [
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

  it('takes no more than it shall show', async () => {
    answers.ReceiveMessage = [{ Messages: [message('a'), message('b'), message('c')] }];
    expect(await box().peek(3)).toHaveLength(3);
    expect(bodiesOf('ReceiveMessage')).toMatchObject([{ MaxNumberOfMessages: 3, WaitTimeSeconds: 1 }]);
  });
});

describe('working', () => {
  it('never gets a message twice, though it comes back while the others are worked on', async () => {
    answers.ReceiveMessage = [
      { Messages: [message('a')] },
      { Messages: [message('a', 'a2'), message('b')] },
      { Messages: [message('a', 'a3')] },
    ];
    const worked: string[] = [];
    const complete = await box().handle(async (letters) => {
      worked.push(...letters.map(({ id }) => id));
      return [];
    });
    // What comes again and again keeps others from being seen: that is said.
    expect([worked, complete]).toEqual([['a', 'b'], false]);
  });

  it('says so when all were seen', async () => {
    answers.ReceiveMessage = [{ Messages: [message('a')] }];
    expect(await box().handle(async () => [])).toBe(true);
  });

  it('gives back what came a second time, by its newest handle', async () => {
    answers.ReceiveMessage = [{ Messages: [message('a')] }, { Messages: [message('a', 'a2')] }];
    await box().handle(async (letters) => letters);
    const handles = bodiesOf('ChangeMessageVisibilityBatch').flatMap(({ Entries }) => Entries);
    expect(handles.map(({ ReceiptHandle }: { ReceiptHandle: string }) => ReceiptHandle)).toEqual(['a', 'a2']);
  });

  it('gives everything back when it fails', async () => {
    answers.ReceiveMessage = [{ Messages: [message('a')] }, { Messages: [message('b')] }];
    const work = async ([first]: readonly DeadLetter[]) => {
      if (first?.id === 'b') throw new Error('no');
      return first ? [first] : [];
    };
    await expect(box().handle(work)).rejects.toThrow('no');
    const handles = bodiesOf('ChangeMessageVisibilityBatch').flatMap(({ Entries }) => Entries);
    expect(handles.map(({ ReceiptHandle }: { ReceiptHandle: string }) => ReceiptHandle)).toEqual(['a', 'b']);
  });
});

describe('sending on', () => {
  it('sends before it deletes, and deletes only what SQS took', async () => {
    answers.SendMessageBatch = [
      { Successful: [{ Id: '0' }, { Id: '2' }], Failed: [{ Id: '1', Code: 'x', SenderFault: false }] },
    ];
    answers.DeleteMessageBatch = [
      { Successful: [{ Id: '0' }], Failed: [{ Id: '1', Code: 'x', SenderFault: true }] },
    ];
    const letters = ['a', 'b', 'c'].map((id) => letter(id));
    const { moved, unsent, undeleted } = await redriveMessage(sqs, pair, box(), letters);
    expect([moved, unsent, undeleted].map((some) => some.map(({ id }) => id))).toEqual([
      ['a', 'c'],
      ['b'],
      ['c'],
    ]);
    expect(operations()).toEqual(['SendMessageBatch', 'DeleteMessageBatch']);
    expect(bodiesOf('SendMessageBatch')).toMatchObject([
      {
        QueueUrl: pair.url,
        Entries: letters.map(() => ({ MessageAttributes: { traceparent: { StringValue: 't' } } })),
      },
    ]);
    expect(bodiesOf('DeleteMessageBatch')).toMatchObject([
      { QueueUrl: pair.deadLetterUrl, Entries: [{ ReceiptHandle: 'a' }, { ReceiptHandle: 'c' }] },
    ]);
  });

  it('keeps a batch under what every SQS takes', async () => {
    const large = Array.from({ length: 4 }, (_, index) => letter(String(index), 'x'.repeat(100 * 1024)));
    await redriveMessage(sqs, pair, box(), large);
    expect(bodiesOf('SendMessageBatch').map(({ Entries }) => Entries.length)).toEqual([2, 2]);
  });

  it('only goes to the queue whose dead-letter queue it is', async () => {
    const arn = 'arn:aws:sqs:us-east-1:1:q-dlq';
    const policy = {
      Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 8 }) },
    };
    answers.GetQueueAttributes = [policy, { Attributes: { QueueArn: arn } }];
    await expect(checkOwnQueue(sqs, pair)).resolves.toBeUndefined();
    answers.GetQueueAttributes = [policy, { Attributes: { QueueArn: `${arn}-other` } }];
    await expect(checkOwnQueue(sqs, pair)).rejects.toMatchObject({ code: 'not-its-own' });
    answers.GetQueueAttributes = [{}, { Attributes: { QueueArn: arn } }];
    await expect(checkOwnQueue(sqs, pair)).rejects.toMatchObject({ code: 'not-its-own' });
  });
});
