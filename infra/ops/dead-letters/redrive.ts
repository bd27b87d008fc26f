import { GetQueueAttributesCommand, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { CliError } from '../errors.ts';
import type { QueuePair } from '../stage/stage.ts';
import type { DeadLetter, DeadLetterQueue } from './dead-letter-queue.ts';

/** The most bytes of a batch. SQS accepts 1 MiB since 2025-08, and 256 KiB before. */
const BATCH_BYTES = 256 * 1024;

/** The result of a redrive. */
export interface RedriveResult {
  readonly moved: readonly DeadLetter[];
  /** Not sent: they are still in the dead-letter queue. */
  readonly unsent: readonly DeadLetter[];
  /** Sent but not deleted: they will be sent again, which changes nothing. */
  readonly undeleted: readonly DeadLetter[];
}

/**
 * Sends messages unchanged to the queue they came from, then deletes them. In this order, an interruption loses none. Only
 * the attributes with the reason are left out.
 */
export async function redriveMessages(
  sqs: SQSClient,
  { url }: QueuePair,
  deadLetterQueue: DeadLetterQueue,
  messages: readonly DeadLetter[],
): Promise<RedriveResult> {
  const moved: DeadLetter[] = [];
  for (const batch of batchesOf(messages)) {
    const Entries = batch.map(({ body, attributes }, index) => ({
      Id: String(index),
      MessageBody: body,
      ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
    }));
    const { Successful = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    moved.push(...Successful.flatMap(({ Id }) => batch[Number(Id)] ?? []));
  }
  const undeleted = await deadLetterQueue.delete(moved);
  return { moved, unsent: messages.filter((message) => !moved.includes(message)), undeleted };
}

/**
 * Checks that a dead-letter queue belongs to its queue.
 * @throws CliError if the redrive policy of the queue names another
 */
export async function checkOwnQueue(sqs: SQSClient, { name, url, deadLetterUrl }: QueuePair): Promise<void> {
  const policy = await attribute(sqs, url, 'RedrivePolicy');
  const arn = await attribute(sqs, deadLetterUrl, 'QueueArn');
  const target: unknown = policy === undefined ? undefined : JSON.parse(policy).deadLetterTargetArn;
  if (arn !== undefined && target === arn) return;
  throw new CliError(
    'not-its-own',
    `The redrive policy of ${name} names another dead-letter queue than the stage does.`,
    { fix: 'Were the queues changed by hand? Deploy the stage again.' },
  );
}

async function attribute(sqs: SQSClient, QueueUrl: string, name: 'RedrivePolicy' | 'QueueArn') {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] }));
  return Attributes?.[name];
}

function batchesOf(messages: readonly DeadLetter[]): DeadLetter[][] {
  const batches: DeadLetter[][] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = Buffer.byteLength(message.body) + Buffer.byteLength(JSON.stringify(message.attributes));
    const last = batches.at(-1);
    if (!last || last.length === 10 || bytes + size > BATCH_BYTES) {
      batches.push([message]);
      bytes = size;
    } else {
      last.push(message);
      bytes += size;
    }
  }
  return batches;
}
