import { beforeAll, expect, test } from 'vitest';
import { testInvariants } from './invariants/invariant.ts';
import { queueInvariants, queues } from './invariants/queues.ts';
import { type Deployment, synthesisTimeout, synthesizeStage } from './stages.ts';

let local: Deployment;
let dev: Deployment;
beforeAll(async () => {
  local = await synthesizeStage({ stage: 'local', validate: false });
  dev = await synthesizeStage({ stage: 'dev', senderAddress: 'support@example.org', validate: false });
}, synthesisTimeout);

testInvariants(queueInvariants, () => dev);

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
