import { randomUUID } from 'node:crypto';
import type { Message } from '@aws-sdk/client-sqs';

/** Lambda's event for messages of a queue: bodies that never were on it, or messages that were received from it. */
export function sqsEvent(queue: string, messages: readonly (string | Message)[]) {
  return {
    Records: messages.map((one) => {
      const message: Message = typeof one === 'string' ? { Body: one } : one;
      return {
        messageId: message.MessageId ?? randomUUID(),
        receiptHandle: message.ReceiptHandle ?? 'none',
        body: message.Body ?? '',
        attributes: { ApproximateReceiveCount: '1', ...message.Attributes },
        messageAttributes: {},
        md5OfBody: '',
        eventSource: 'aws:sqs',
        eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
        awsRegion: 'us-east-1',
      };
    }),
  };
}
