import { awsJson } from '../aws-json-client.ts';
import type { LocalStack } from '../local-stack.ts';
import { isRecord } from '../template/is-record.ts';

/** What an operator can do with a dead letter: send it to its source queue again, or delete it. */
export type DeadLetterAction = 'redrive' | 'discard';

const RECEIVE_ATTEMPTS = 20;

/**
 * Redrives or discards one message of a dead-letter queue, over SQS's API.
 * @param queue name of the dead-letter queue
 * @returns whether the message was found
 */
export async function actOnDeadLetter(
  stack: LocalStack,
  queue: string,
  messageId: string,
  action: DeadLetterAction,
): Promise<boolean> {
  const url = stack.sqs.queues[queue];
  const sourceUrl = stack.sqs.queues[queue.replace(/-dlq$/, '')];
  if (url === undefined || sourceUrl === undefined || !queue.endsWith('-dlq')) return false;
  const call = (operation: string, input: Record<string, unknown>) =>
    awsJson(stack.sqs.endpoint, `AmazonSQS.${operation}`, input, { version: '1.0' });
  const others: string[] = [];
  try {
    for (let attempt = 0; attempt < RECEIVE_ATTEMPTS; attempt++) {
      const { Messages } = await call('ReceiveMessage', { QueueUrl: url, MaxNumberOfMessages: 10 });
      const messages = Array.isArray(Messages) ? Messages.filter(isRecord) : [];
      if (messages.length === 0) return false;
      const found = messages.find((message) => message.MessageId === messageId);
      others.push(...messages.filter((message) => message !== found).map((one) => String(one.ReceiptHandle)));
      if (!found) continue;
      if (action === 'redrive') await call('SendMessage', { QueueUrl: sourceUrl, MessageBody: found.Body });
      await call('DeleteMessage', { QueueUrl: url, ReceiptHandle: found.ReceiptHandle });
      return true;
    }
    return false;
  } finally {
    const visible = { QueueUrl: url, VisibilityTimeout: 0 };
    for (const ReceiptHandle of others) await call('ChangeMessageVisibility', { ...visible, ReceiptHandle });
  }
}
