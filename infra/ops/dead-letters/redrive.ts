import { GetQueueAttributesCommand, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { CliError } from '../errors.ts';
import type { QueuePair } from '../stage/stage.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterQueue } from './dead-letters.ts';

/** SQS takes 1 MiB a batch (quotas page, 2025-08), 256 KiB where it is older; one message alone may have more. */
const BYTES = 256 * 1024;

/** What became of messages that were sent on. */
export interface RedriveResult {
  readonly moved: readonly DeadLetter[];
  /** Not sent, and still in the dead-letter queue. */
  readonly unsent: readonly DeadLetter[];
  /** Sent, but not deleted: they will come a second time, which changes nothing. */
  readonly undeleted: readonly DeadLetter[];
}

/**
 * Sends messages to the queue they came from, as they came, then deletes them: in this order, so that none is lost when
 * it is broken off between. Only the attributes that say why they were given up are left out.
 */
export async function redriveMessage(
  sqs: SQSClient,
  { url }: QueuePair,
  from: DeadLetterQueue,
  letters: readonly DeadLetter[],
): Promise<RedriveResult> {
  const sent: DeadLetter[] = [];
  for (const batch of batchesOf(letters)) {
    const Entries = batch.map(({ body, attributes }, index) => ({
      Id: String(index),
      MessageBody: body,
      ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
    }));
    const { Successful = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    sent.push(...Successful.flatMap(({ Id }) => batch[Number(Id)] ?? []));
  }
  const undeleted = await from.delete(sent);
  return { moved: sent, unsent: letters.filter((one) => !sent.includes(one)), undeleted };
}

/**
 * Makes sure that a dead-letter queue is its queue's own.
 * @throws CliError when the queue’s redrive policy names another
 */
export async function checkOwnQueue(sqs: SQSClient, { name, url, deadLetterUrl }: QueuePair): Promise<void> {
  const policy = await attribute(sqs, url, 'RedrivePolicy');
  const arn = await attribute(sqs, deadLetterUrl, 'QueueArn');
  const target: unknown = policy === undefined ? undefined : JSON.parse(policy).deadLetterTargetArn;
  if (arn !== undefined && target === arn) return;
  throw new CliError(
    'not-its-own',
    `The dead-letter queue told for ${name} is not the one its redrive policy names.`,
    {
      fix: 'Were the queues changed by hand? Deploy the stage again.',
    },
  );
}

async function attribute(sqs: SQSClient, QueueUrl: string, name: 'RedrivePolicy' | 'QueueArn') {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] }));
  return Attributes?.[name];
}

function batchesOf(letters: readonly DeadLetter[]): DeadLetter[][] {
  const batches: DeadLetter[][] = [];
  let bytes = 0;
  for (const letter of letters) {
    const size = Buffer.byteLength(letter.body) + Buffer.byteLength(JSON.stringify(letter.attributes));
    const last = batches.at(-1);
    if (!last || last.length === 10 || bytes + size > BYTES) {
      batches.push([letter]);
      bytes = size;
    } else {
      last.push(letter);
      bytes += size;
    }
  }
  return batches;
}
