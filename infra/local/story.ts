import { CATALOGUE, type EventType } from '../../shared/events/catalogue.ts';
import { awsJson } from './http/aws-json.ts';
import type { LocalStack } from './local-stack.ts';

/** Sample events in the order of a case's life, as the event catalogue's own examples tell it. */
const story: readonly EventType[] = ['partner.registered', 'subscription.ingested'];

/**
 * Publishes the sample events, waits until everything they cause is done, and says where to click.
 * The events keep their ids, so a stack that kept its data does not tell the story twice.
 */
export async function tellSampleStory(stack: LocalStack, print: (line: string) => void): Promise<void> {
  for (const type of story) await publish(stack, type);
  await stack.idle();
  for (const mail of stack.mails()) {
    print(`Mail "${mail.subject}" to ${mail.to.join(', ')}`);
    for (const link of linksTo(stack.api, mail.text)) print(`  ${link}`);
  }
}

async function publish(stack: LocalStack, type: EventType): Promise<void> {
  const definition = CATALOGUE.find((one) => one.type === type);
  const url = definition && stack.sqs.queues[definition.queue];
  if (definition === undefined || url === undefined) throw new Error(`no queue takes ${type}`);
  const event = {
    specversion: '1.0',
    id: `sample-${type}`,
    source: '/samples',
    type,
    time: stack.clock.now().toISOString(),
    data: definition.example,
  };
  const input = { QueueUrl: url, MessageBody: JSON.stringify(event) };
  await awsJson(stack.sqs.endpoint, 'AmazonSQS.SendMessage', input, { version: '1.0' });
}

function linksTo(base: string, text: string): string[] {
  return text.split(/\s+/).filter((word) => word.startsWith(`${base}/`));
}
