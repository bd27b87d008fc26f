import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaultInjection } from '../../../infra/local/fault-injection.ts';
import { RequestCounters } from '../../../infra/local/request-counters.ts';
import { SqsStandIn } from '../../../infra/local/sqs.ts';
import { sqsClient } from '../../scenario/queues.ts';

let standIn: SqsStandIn;
let client: SQSClient;
beforeAll(async () => {
  standIn = await SqsStandIn.start({ counters: new RequestCounters(), faults: new FaultInjection() });
  standIn.createQueue({ name: 'q', attributes: {}, deadLetterArn: undefined });
  client = sqsClient({ endpoint: standIn.endpoint, region: 'us-east-1' });
});
afterAll(async () => {
  client?.destroy();
  await standIn?.close();
});

const url = () => `${standIn.endpoint}/000000000000/q`;
const send = (MessageBody: string) => client.send(new SendMessageCommand({ QueueUrl: url(), MessageBody }));

/** The characters of a message body: #x9 | #xA | #xD | #x20–#xD7FF | #xE000–#xFFFD | #x10000–#x10FFFF (API reference of SendMessage). */
describe('SQS accepts the characters of XML 1.0', () => {
  it.each([
    'tab\there',
    'line\nbreak\r',
    '\ud7ff',
    '\ue000',
    '\ufffd',
    '😀',
    '𠮷野家',
    '🇩🇪',
    '\u{10000}',
    '\u{10ffff}',
  ])('%j, alone and in a batch', async (body) => {
    expect((await send(body)).MessageId).toBeDefined();
    const batch = new SendMessageBatchCommand({ QueueUrl: url(), Entries: [{ Id: '0', MessageBody: body }] });
    expect((await client.send(batch)).Successful).toHaveLength(1);
  });

  it.each(['\u0000', '\u0001', '\u000b', '\u001f', '\ufffe', '\uffff'])('refuses %j', async (body) => {
    await expect(send(`a${body}`)).rejects.toMatchObject({
      name: expect.stringContaining('InvalidMessageContents'),
    });
  });
});
