import { beforeAll, expect, test } from 'vitest';
import { type Deployment, deployment, synthesisTime } from './deployment.ts';
import { proveLaws } from './law.ts';
import { queueLaws } from './laws/queues.ts';
import { queues } from './queue-shapes.ts';

let local: Deployment;
let dev: Deployment;
beforeAll(async () => {
  local = await deployment({ stage: 'local', validate: false });
  dev = await deployment({ stage: 'dev', senderAddress: 'support@example.org', validate: false });
}, synthesisTime);

proveLaws(queueLaws, () => dev);

test("the local stage's queues have exactly our names, a deployed one's the stage before them", () => {
  const names = [
    'azure-events',
    'due-cases',
    'mail',
    'mail-feedback',
    'outcomes',
    'relationship-events',
    'subscription-events',
  ];
  const expected = names.flatMap((name) => [name, `${name}-dlq`]).sort();
  expect(
    queues(local)
      .map((queue) => queue.QueueName)
      .sort(),
  ).toEqual(expected);
  expect(
    queues(dev)
      .map((queue) => queue.QueueName)
      .sort(),
  ).toEqual(expected.map((name) => `dev-${name}`).sort());
});

test('the outputs name every queue and the table', () => {
  expect(Object.keys(dev.outputs).sort()).toEqual(
    [
      'ApiUrl',
      ...[
        'AzureEvents',
        'DueCases',
        'Mail',
        'MailFeedback',
        'Outcomes',
        'RelationshipEvents',
        'SubscriptionEvents',
      ].flatMap((id) => [`${id}DeadLetterQueueUrl`, `${id}QueueUrl`]),
      'TableName',
      'LinkSecretArn',
      'EventBusName',
    ].sort(),
  );
});
