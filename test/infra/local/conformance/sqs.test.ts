import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { FaultInjection } from '../../../../infra/local/fault-injection.ts';
import { RequestCounters } from '../../../../infra/local/request-counters.ts';
import { SqsStandIn } from '../../../../infra/local/sqs.ts';
import { sqsClient } from '../../../scenario/queues.ts';

/* The rows of docs/stand-ins.md for SQS. Each title stands in the table. */

let standIn: SqsStandIn;
let client: SQSClient;
beforeAll(async () => {
  standIn = await SqsStandIn.start({ counters: new RequestCounters(), faults: new FaultInjection() });
  client = sqsClient({ endpoint: standIn.endpoint, region: 'us-east-1' });
});
afterAll(async () => {
  client?.destroy();
  await standIn?.close();
});

let queues = 0;
let name: string;
beforeEach(() => {
  name = `q${++queues}`;
  standIn.createQueue({ name: `${name}-dlq`, attributes: {}, deadLetterArn: undefined });
  const deadLetterTargetArn = `arn:aws:sqs:us-east-1:000000000000:${name}-dlq`;
  standIn.createQueue({
    name,
    attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }) },
    deadLetterArn: deadLetterTargetArn,
  });
});

const urlOf = (queue: string) => `${standIn.endpoint}/000000000000/${queue}`;
const send = (MessageBody: string, more: object = {}) =>
  client.send(new SendMessageCommand({ QueueUrl: urlOf(name), MessageBody, ...more }));
const sendBatch = (Entries: { Id: string; MessageBody: string; DelaySeconds?: number }[]) =>
  client.send(new SendMessageBatchCommand({ QueueUrl: urlOf(name), Entries }));
const receive = async (more: object = {}, queue = name) =>
  (await client.send(new ReceiveMessageCommand({ QueueUrl: urlOf(queue), ...more }))).Messages ?? [];
const refused = (code: string) => ({ name: expect.stringContaining(code) });
const text = (StringValue: string): MessageAttributeValue => ({ DataType: 'String', StringValue });

it('a message has at most 1 MiB, attributes included', async () => {
  const limit = 1_048_576;
  expect((await send('x'.repeat(limit))).MessageId).toBeDefined();
  await expect(send('x'.repeat(limit + 1))).rejects.toMatchObject(refused('InvalidParameterValue'));
  // Two bytes a character; name, type and value of an attribute count.
  await expect(send('é'.repeat(limit / 2 + 1))).rejects.toMatchObject(refused('InvalidParameterValue'));
  const MessageAttributes = { code: text('x') };
  await expect(send('x'.repeat(limit), { MessageAttributes })).rejects.toMatchObject(
    refused('InvalidParameterValue'),
  );
});

it('a queue may allow less', async () => {
  standIn.createQueue({
    name: `${name}-s`,
    attributes: { MaximumMessageSize: '1024' },
    deadLetterArn: undefined,
  });
  const to = { QueueUrl: urlOf(`${name}-s`) };
  await expect(send('x'.repeat(1025), to)).rejects.toMatchObject(refused('InvalidParameterValue'));
});

it('an empty body is refused', async () => {
  await expect(send('')).rejects.toMatchObject(refused('MissingParameter'));
});

it('a batch has 1 to 10 entries with different ids of letters, digits, - and _, at most 80', async () => {
  const entries = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ Id: `e${i}`, MessageBody: 'x' }));
  expect((await sendBatch(entries(10))).Successful).toHaveLength(10);
  await expect(sendBatch([])).rejects.toMatchObject(refused('EmptyBatchRequest'));
  await expect(sendBatch(entries(11))).rejects.toMatchObject(refused('TooManyEntriesInBatchRequest'));
  const same = [...entries(1), ...entries(1)];
  await expect(sendBatch(same)).rejects.toMatchObject(refused('BatchEntryIdsNotDistinct'));
  for (const Id of ['a.b', 'x'.repeat(81)])
    await expect(sendBatch([{ Id, MessageBody: 'x' }])).rejects.toMatchObject(refused('InvalidBatchEntryId'));
});

it('a batch has at most 1 MiB in all', async () => {
  const half = 'x'.repeat(1_048_576 / 2);
  const two = [
    { Id: 'a', MessageBody: half },
    { Id: 'b', MessageBody: half },
  ];
  expect((await sendBatch(two)).Successful).toHaveLength(2);
  await expect(sendBatch([...two, { Id: 'c', MessageBody: 'x' }])).rejects.toMatchObject(
    refused('BatchRequestTooLong'),
  );
});

it('a wrong entry of a batch fails alone', async () => {
  const { Successful, Failed } = await sendBatch([
    { Id: 'good', MessageBody: 'x' },
    { Id: 'bad', MessageBody: '\uffff' },
  ]);
  expect([Successful?.map(({ Id }) => Id), Failed?.map(({ Id }) => Id)]).toEqual([['good'], ['bad']]);
});

it('a message has at most 10 attributes, each with a value of allowed characters', async () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, text('x')]));
  expect((await send('x', { MessageAttributes: many(10) })).MessageId).toBeDefined();
  const wrong = [
    many(11),
    { a: text('') },
    { a: text('\uffff') },
    { a: text('\u0001') },
    { 'a b': text('x') },
  ];
  for (const MessageAttributes of wrong)
    await expect(send('x', { MessageAttributes })).rejects.toMatchObject(refused('InvalidParameterValue'));
});

it('a delay has at most 900 seconds, a visibility timeout 43,200, a receive 1 to 10 messages and 20 seconds', async () => {
  await expect(send('x', { DelaySeconds: 901 })).rejects.toMatchObject(refused('InvalidParameterValue'));
  await expect(send('x', { DelaySeconds: -1 })).rejects.toMatchObject(refused('InvalidParameterValue'));
  for (const more of [
    { VisibilityTimeout: 43_201 },
    { MaxNumberOfMessages: 0 },
    { MaxNumberOfMessages: 11 },
    { WaitTimeSeconds: 21 },
  ])
    await expect(receive(more)).rejects.toMatchObject(refused('InvalidParameterValue'));
});

it('attributes come only to who asks for them', async () => {
  await send('x', { MessageAttributes: { code: text('c') } });
  const [plain] = await receive({ VisibilityTimeout: 0 });
  expect([plain?.MessageAttributes, plain?.Attributes]).toEqual([undefined, undefined]);
  const [full] = await receive({ MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
  expect(full?.MessageAttributes?.code?.StringValue).toBe('c');
  expect(full?.Attributes?.ApproximateReceiveCount).toBe('2');
});

it('a received message is hidden; visibility 0 shows it again; an old receipt handle changes nothing', async () => {
  await send('x');
  const [first] = await receive();
  expect(await receive()).toEqual([]);
  const of = { QueueUrl: urlOf(name), ReceiptHandle: first?.ReceiptHandle };
  await client.send(new ChangeMessageVisibilityCommand({ ...of, VisibilityTimeout: 0 }));
  expect(await receive()).toHaveLength(1);
  const again = client.send(new ChangeMessageVisibilityCommand({ ...of, VisibilityTimeout: 10 }));
  await expect(again).rejects.toMatchObject(refused('MessageNotInflight'));
  await client.send(new DeleteMessageCommand(of));
});

it('after maxReceiveCount a message moves to the dead-letter queue, with its id and attributes', async () => {
  const { MessageId } = await send('x', { MessageAttributes: { code: text('c') } });
  for (let i = 0; i < 2; i++) expect(await receive({ VisibilityTimeout: 0 })).toHaveLength(1);
  expect(await receive()).toEqual([]);
  const [dead] = await receive({ MessageAttributeNames: ['All'] }, `${name}-dlq`);
  expect(dead).toMatchObject({ MessageId, Body: 'x', MessageAttributes: { code: { StringValue: 'c' } } });
});

it('an unknown queue is refused', async () => {
  await expect(send('x', { QueueUrl: urlOf('nothing') })).rejects.toMatchObject(refused('QueueDoesNotExist'));
});
