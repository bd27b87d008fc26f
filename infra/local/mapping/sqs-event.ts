import { localRegion } from '../identity.ts';
import { isRecord } from '../template/values.ts';

/** A message as SQS's JSON protocol hands it out. */
export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, Record<string, string>>>;
}

/** Messages of a ReceiveMessage answer. */
export function receivedMessages(answer: Record<string, unknown>): ReceivedMessage[] {
  return Array.isArray(answer.Messages) ? answer.Messages.filter(isReceivedMessage) : [];
}

function isReceivedMessage(value: unknown): value is ReceivedMessage {
  return isRecord(value) && typeof value.MessageId === 'string' && typeof value.ReceiptHandle === 'string';
}

/** The event that Lambda makes of a batch of SQS messages. */
export function sqsEvent(messages: readonly ReceivedMessage[], queueArn: string): Record<string, unknown> {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes ?? {},
      messageAttributes: messageAttributes(message),
      md5OfBody: message.MD5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: localRegion,
    })),
  };
}

function attributes(message: ReceivedMessage): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue, BinaryValue, DataType }]) => [
      name,
      {
        ...(StringValue !== undefined && { stringValue: StringValue }),
        ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
        stringListValues: [],
        binaryListValues: [],
        dataType: DataType,
      },
    ]),
  );
}
