import { createHash } from 'node:crypto';
import { definitionOf } from '../../../shared/events/catalogue.ts';
import { awsJson } from '../aws-json-client.ts';
import type { LocalStack } from '../local-stack.ts';
import type { Chapter, Told } from './chapters.ts';
import { PARTNERS } from './partners.ts';

/** A chapter's customer as its events name it: a tenant id made from its name, so that a kept case is found again. */
export function customerOf({ customer, partner }: Pick<Chapter, 'customer' | 'partner'>) {
  const hex = createHash('sha256').update(customer.name).digest('hex');
  const tenantId = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
  const contactEmail = `it@customer-${hex.slice(0, 4)}.example`;
  return { tenantId, contactEmail, country: PARTNERS[partner].country, ...customer };
}

/** Puts one event of the story on its queue. Its id stays the same, so a stack that kept its data is not told twice. */
export async function publish(stack: LocalStack, id: string, { type, data }: Told): Promise<void> {
  const queue = definitionOf(type)?.queue;
  const url = queue && stack.sqs.queues[queue];
  if (!url) throw new Error(`no queue takes ${type}`);
  const event = {
    specversion: '1.0',
    id,
    source: '/samples',
    type,
    time: stack.clock.now().toISOString(),
    data,
  };
  await send(stack, url, JSON.stringify(event));
}

/** Puts a text on a queue as it is, over the wire. */
export async function send(stack: LocalStack, url: string, body: string): Promise<void> {
  await awsJson(
    stack.sqs.endpoint,
    'AmazonSQS.SendMessage',
    { QueueUrl: url, MessageBody: body },
    { version: '1.0' },
  );
}
