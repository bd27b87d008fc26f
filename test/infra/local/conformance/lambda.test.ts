import { afterEach, expect, it } from 'vitest';
import { batchesBySize, failedMessageIds } from '../../../../infra/local/lambda/event-source-mapping.ts';
import { type LocalStack, startLocalStack } from '../../../../infra/local/start-local-stack.ts';
import { sendBodies, sqsClient } from '../../../scenario/queues.ts';
import { urlOf } from '../aws-clients.ts';
import { consumedQueue, stackOf } from '../template-builders.ts';

/* The rows of docs/stand-ins.md for Lambda. Each title stands in the table. */

let stack: LocalStack;
afterEach(() => stack?.close());

/** Starts a function that consumes queue `in`, sends it bodies, and returns what its log says. */
async function consume(source: string, bodies: string[], options: Parameters<typeof consumedQueue>[2] = {}) {
  stack = await startLocalStack({ templates: [stackOf(consumedQueue('in', source, options))] });
  await sendBodies(sqsClient(stack.sqs), urlOf(stack, 'in'), bodies);
  // Retries wait for the visibility timeout.
  for (let i = 0; i < 4; i++) await stack.clock.advance('PT2S');
  await stack.idle();
  return stack.logs().map(({ line }) => line);
}

const dead = () => stack.peek('in-dlq').map(({ body }) => body);

it('messages that the response names come back, the others are deleted', async () => {
  const failing = `export const handler = async ({ Records }) => ({
    batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({ itemIdentifier: messageId })),
  });`;
  await consume(failing, ['good', 'bad', 'fine']);
  expect(dead()).toEqual(['bad']);
});

it.each([
  ['an error', 'throw new Error("x");'],
  [
    'an unhandled rejection',
    'Promise.reject(new Error("x")); await new Promise((resolve) => setTimeout(resolve, 50));',
  ],
  ['an end of the process', 'process.exit(1);'],
])('after %s the whole batch comes back', async (_, work) => {
  await consume(`export const handler = async () => { ${work} };`, ['a', 'b']);
  expect(dead().sort()).toEqual(['a', 'b']);
});

it('a function that is late is ended, and its batch comes back', async () => {
  const late = 'export const handler = () => new Promise((resolve) => setTimeout(resolve, 60_000));';
  stack = await startLocalStack({
    templates: [stackOf(consumedQueue('in', late, { properties: { Timeout: 1 } }))],
  });
  await sendBodies(sqsClient(stack.sqs), urlOf(stack, 'in'), ['a']);
  for (let i = 0; i < 4; i++) await stack.clock.advance('PT2S');
  await stack.idle();
  expect(dead()).toEqual(['a']);
});

it('a response that is no batch response, or names an unknown message, brings all back', () => {
  for (const answer of ['text', 7, { batchItemFailures: 'x' }, { batchItemFailures: [{}] }])
    expect(failedMessageIds(answer, ['1'], true)).toBe('all');
  expect(failedMessageIds({ batchItemFailures: [{ itemIdentifier: '2' }] }, ['1'], true)).toBe('all');
  for (const answer of [null, undefined, {}, { batchItemFailures: [] }])
    expect(failedMessageIds(answer, ['1'], true)).toEqual(new Set());
});

it('a batch ends at 6 MB', () => {
  const message = (Body: string) => ({ MessageId: 'm', ReceiptHandle: 'r', Body, MD5OfBody: '' });
  const batches = batchesBySize(Array.from({ length: 10 }, () => message('x'.repeat(1_000_000))));
  expect(batches.map((batch) => batch.length)).toEqual([5, 5]);
  expect(batchesBySize([message('"'.repeat(1_048_576))])).toHaveLength(1);
});

it('a function has only its own environment, in UTC', async () => {
  const lines = await consume(
    `export const handler = async () => { console.log(JSON.stringify([process.env.TZ, process.env.HOME, process.env.AWS_REGION])); };`,
    ['a'],
  );
  expect(lines.join('\n')).toContain('[":UTC",null,"us-east-1"]');
});
