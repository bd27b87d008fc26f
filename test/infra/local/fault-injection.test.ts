import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalStack } from '../../../infra/local/start-local-stack.ts';
import { startLocalStack } from '../../../infra/local/start-local-stack.ts';
import { awsClients, urlOf } from './aws-clients.ts';
import { consumedQueue, stackOf, tableResource } from './template-builders.ts';

let stack: LocalStack;
beforeEach(async () => {
  const handler = 'export const handler = async () => {};';
  stack = await startLocalStack({
    templates: [stackOf({ Table: tableResource, ...consumedQueue('work', handler) })],
  });
});
afterEach(() => stack.close());

const put = () =>
  awsClients(stack).dynamodb.send(
    new PutItemCommand({ TableName: 'cases', Item: { pk: { S: 'p' }, sk: { S: 's' } } }),
  );
const send = () =>
  awsClients(stack).sqs.send(new SendMessageCommand({ QueueUrl: urlOf(stack, 'work'), MessageBody: 'x' }));

describe('faults before the stand-ins', () => {
  it('throttle one DynamoDB operation so many times', async () => {
    const name = 'ProvisionedThroughputExceededException';
    stack.faults.dynamodb({ operation: 'PutItem', errorType: name, times: 1 });
    const get = new GetItemCommand({ TableName: 'cases', Key: { pk: { S: 'p' }, sk: { S: 's' } } });
    expect((await awsClients(stack).dynamodb.send(get)).Item).toBeUndefined();
    await expect(put()).rejects.toMatchObject({ name });
    await put();
    expect(stack.counters.snapshot().dynamodb).toEqual({ GetItem: 1, PutItem: 2 });
  });

  it('throttle SQS for everybody but the event source mappings', async () => {
    stack.faults.sqs({ errorType: 'RequestThrottled', times: 1 });
    await expect(send()).rejects.toMatchObject({ name: 'RequestThrottled' });
    await send();
    await stack.idle();
    expect(stack.counters.snapshot()).toMatchObject({
      sqs: { SendMessage: 2 },
      polling: { DeleteMessageBatch: 1 },
    });
  });

  it('stop a stand-in until it is started again', async () => {
    stack.faults.stop('dynamodb');
    stack.faults.stop('sqs');
    await expect(put()).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(send()).rejects.toMatchObject({ code: 'ECONNRESET' });
    stack.faults.start('dynamodb');
    stack.faults.clear();
    await put();
    await send();
  });

  it('can be forgotten', async () => {
    stack.faults.sqs({ errorType: 'RequestThrottled', times: 5 });
    stack.faults.clear();
    const { QueueUrl } = await awsClients(stack).sqs.send(new GetQueueUrlCommand({ QueueName: 'work' }));
    expect(QueueUrl).toBe(urlOf(stack, 'work'));
  });
});
