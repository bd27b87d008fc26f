import { SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { failedMessageIds } from '../../../infra/local/lambda/event-source-mapping.ts';
import { type LocalStack, startLocalStack } from '../../../infra/local/start-local-stack.ts';
import { awsClients, urlOf } from './aws-clients.ts';
import { consumedQueue, stackOf } from './template-builders.ts';

let stack: LocalStack | undefined;
afterEach(() => stack?.close());

async function start(
  handler: string,
  options: Parameters<typeof consumedQueue>[2] = {},
): Promise<LocalStack> {
  stack = await startLocalStack({ templates: [stackOf(consumedQueue('work', handler, options))] });
  return stack;
}

async function send(to: LocalStack, ...bodies: string[]): Promise<void> {
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  await awsClients(to).sqs.send(new SendMessageBatchCommand({ QueueUrl: urlOf(to, 'work'), Entries }));
}

const printing = (answer: string) => `
  export const handler = async (event) => {
    console.log(event.Records.map((record) => record.body + record.attributes.ApproximateReceiveCount).join(' '));
    ${answer}
  };`;
const lines = (of: LocalStack) => of.logs().flatMap((line) => (line.stream === 'stdout' ? [line.line] : []));
const deadBodies = (of: LocalStack) =>
  of
    .peek('work-dlq')
    .map((message) => message.body)
    .sort();

describe('a queue and its function', () => {
  it('hands over batches in Lambda’s event and deletes what succeeded', async () => {
    const running = await start(
      'export const handler = async (event) => console.log(JSON.stringify(event.Records[0]));',
    );
    const attribute = { DataType: 'String', StringValue: 'v' };
    const QueueUrl = urlOf(running, 'work');
    const command = new SendMessageCommand({
      QueueUrl,
      MessageBody: 'hi',
      MessageAttributes: { name: attribute },
    });
    await awsClients(running).sqs.send(command);
    await running.idle();
    expect(JSON.parse(lines(running)[0] ?? '')).toMatchObject({
      body: 'hi',
      messageAttributes: { name: { stringValue: 'v', dataType: 'String' } },
      attributes: { ApproximateReceiveCount: '1' },
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:work',
      awsRegion: 'us-east-1',
    });
  });

  it('brings back only the messages the function names, and parks them after too many receives', async () => {
    const running = await start(
      printing(`return { batchItemFailures: event.Records.filter((record) => record.body === 'bad')
        .map((record) => ({ itemIdentifier: record.messageId })) };`),
    );
    await send(running, 'good', 'bad');
    await running.clock.advance('PT1S');
    await running.clock.advance('PT1S');
    expect(lines(running).join(' ').split(' ').sort()).toEqual(['bad1', 'bad2', 'good1']);
    expect(deadBodies(running)).toEqual(['bad']);
  });

  it.each([
    ['throws', 'throw new Error("broken")'],
    ['answers nonsense', 'return { batchItemFailures: [{ itemIdentifier: "unknown" }] }'],
    ['ends its runtime', 'process.exit(1)'],
  ])('brings the whole batch back when the function %s', async (_name, answer) => {
    const running = await start(printing(answer));
    await send(running, 'one', 'two');
    await running.clock.advance('PT1S');
    await running.clock.advance('PT1S');
    expect(deadBodies(running)).toEqual(['one', 'two']);
  });

  it('ends a function that runs past its timeout, and starts a new one for the next message', async () => {
    const hanging = `export const handler = (event, context) => event.Records[0].body === 'hang'
      ? new Promise(() => console.log('left ' + (context.getRemainingTimeInMillis() <= 1000)))
      : console.log('fine');`;
    const running = await start(hanging, { queue: { VisibilityTimeout: 30 }, properties: { Timeout: 1 } });
    await expect(running.invoke('work-function', { Records: [{ body: 'hang' }] })).rejects.toMatchObject({
      code: 'timed-out',
    });
    await send(running, 'next');
    await running.idle();
    expect(lines(running)).toEqual(['left true', 'fine']);
  });

  it('takes nothing while paused', async () => {
    const running = await start(printing(''));
    await running.pollers.pause();
    await send(running, 'later');
    expect(running.peek('work')).toHaveLength(1);
    running.pollers.resume();
    await running.idle();
    expect(lines(running)).toEqual(['later1']);
  });
});

const batch = ['a', 'b'];
const keep = (...ids: unknown[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

describe('the answer to a batch', () => {
  it.each([
    ['nothing', null],
    ['an empty object', {}],
    ['no failures', keep()],
    ['null failures', { batchItemFailures: null }],
  ])('counts as a success: %s', (_name, answer) => {
    expect(failedMessageIds(answer, batch, true)).toEqual(new Set());
  });

  it('keeps the messages it names', () => {
    expect(failedMessageIds(keep('b'), batch, true)).toEqual(new Set(['b']));
  });

  it.each([
    ['text', 'ok'],
    ['a list', []],
    ['failures that are no list', { batchItemFailures: 'a' }],
    ['an id of another batch', keep('a', 'z')],
    ['an empty id', keep('')],
    ['a null id', keep(null)],
    ['a misspelled key', { batchItemFailures: [{ itemIdentifer: 'a' }] }],
  ])('fails the whole batch: %s', (_name, answer) => {
    expect(failedMessageIds(answer, batch, true)).toBe('all');
  });

  it('means nothing when the mapping does not ask for it', () => {
    expect(failedMessageIds(keep('a'), batch, false)).toEqual(new Set());
  });
});
