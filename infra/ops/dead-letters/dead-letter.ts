import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';

/** A message in a dead-letter queue. */
export interface DeadLetter {
  readonly id: string;
  /** To delete it or give it back with; of the last time it was received. */
  readonly receiptHandle: string;
  readonly body: string;
  /** Without {@link errorCode} and {@link errorDetail}. */
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  /** When it was sent, or moved here by its function; epoch milliseconds. */
  readonly sentAt: number | null;
  /** Over all queues, looks at it included (SQS counts these too). */
  readonly receives: number;
  /** Why its function gave it up; `null` when SQS itself moved it, which says nothing. */
  readonly errorCode: string | null;
  readonly errorDetail: string | null;
}

/** Reads a message as SQS hands it out. */
export function toDeadLetter({
  MessageId = '',
  ReceiptHandle = '',
  Body = '',
  Attributes = {},
  MessageAttributes = {},
}: Message): DeadLetter {
  const { errorCode, errorDetail, ...attributes } = MessageAttributes;
  const sentAt = Number(Attributes.SentTimestamp);
  return {
    id: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes,
    sentAt: sentAt > 0 ? sentAt : null,
    receives: Number(Attributes.ApproximateReceiveCount) || 0,
    errorCode: errorCode?.StringValue ?? null,
    errorDetail: errorDetail?.StringValue ?? null,
  };
}
