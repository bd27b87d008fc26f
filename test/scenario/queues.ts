import { randomUUID } from 'node:crypto';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { LocalStack } from '../../infra/local/local-stack.ts';

/** SQS's own limit of one request. */
const ENTRIES = 10;

/**
 * The SDK's client of a stack's queues. One attempt, so that nothing is sent twice unasked; therefore no connection is used
 * again either: one that rested while a test waited may be closed by the server just then.
 */
export function sqsClient({ endpoint, region }: Pick<LocalStack['sqs'], 'endpoint' | 'region'>): SQSClient {
  return new SQSClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
    requestHandler: { httpAgent: { keepAlive: false } },
  });
}

/** Sends bodies to a queue, ten a request. @throws Error when SQS does not take one */
export async function sendBodies(sqs: SQSClient, QueueUrl: string, bodies: readonly string[]): Promise<void> {
  for (let start = 0; start < bodies.length; start += ENTRIES) {
    const Entries = bodies
      .slice(start, start + ENTRIES)
      .map((MessageBody) => ({ Id: randomUUID(), MessageBody }));
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    if (Failed.length > 0) throw new Error(`SQS did not take ${Failed.length} messages`);
  }
}

/** Receives up to ten messages, which then are in flight. */
export async function receive(sqs: SQSClient, QueueUrl: string): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: ENTRIES,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    }),
  );
  return Messages;
}

/** Takes every visible message off a queue, as a consumer does. */
export async function drain(sqs: SQSClient, QueueUrl: string): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const Messages = await receive(sqs, QueueUrl);
    if (Messages.length === 0) return all;
    all.push(...Messages);
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}

/** A message of a dead-letter queue: its body as it came, and why it is there. */
export interface DeadLetter {
  readonly body: string;
  readonly errorCode: string | undefined;
  readonly errorDetail: string | undefined;
}

/** Reads a dead letter from a received message. */
export function toDeadLetter({ Body = '', MessageAttributes = {} }: Message): DeadLetter {
  return {
    body: Body,
    errorCode: MessageAttributes.errorCode?.StringValue,
    errorDetail: MessageAttributes.errorDetail?.StringValue,
  };
}
