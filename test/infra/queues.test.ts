import { expect, test } from 'vitest';
import * as z from 'zod';
import { functions } from './invariants/functions.ts';
import { testInvariants } from './invariants/invariant.ts';
import { mappingInvariants, mappings, queueInvariants, queues } from './invariants/queues.ts';
import {
  type Deployment,
  devStage,
  fullStage,
  localStage,
  resourcesOfType,
  synthesizeStage,
  target,
} from './stages.ts';

const local = await localStage();
const dev = await devStage();
const full = await fullStage();

testInvariants(queueInvariants, dev);

test('queues have the contract’s names on the local stack, and the stage before them when deployed', () => {
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

testInvariants(mappingInvariants, dev);

test('every queue except outcomes feeds one function; mail has a batch size of 5', () => {
  const fed = mappings(local).map(({ queue, mapping, functionName }) => [
    queue.QueueName,
    functionName,
    mapping.BatchSize,
  ]);
  expect(fed.sort()).toEqual([
    ['azure-events', 'azure-onboarding-requested', 10],
    ['due-cases', 'due-cases', 10],
    ['mail', 'send-mail', 5],
    ['mail-feedback', 'mail-feedback', 10],
    ['relationship-events', 'relationship-approved', 10],
    ['subscription-events', 'subscription-ingested', 10],
  ]);
});

test('all senders together keep to mailsPerSecond', async () => {
  const limited = await synthesizeStage({
    stage: 'dev',
    senderAddress: 'support@example.org',
    mailsPerSecond: 3,
    validate: false,
  });
  const [sender] = mappings(limited).filter(({ functionName }) => functionName === 'dev-send-mail');
  const { Variables } =
    functions(limited).find(({ FunctionName }) => FunctionName === 'dev-send-mail')?.Environment ?? {};
  const perSecond =
    ((sender?.mapping.ScalingConfig?.MaximumConcurrency ?? 0) * 1000) / Number(Variables?.MAIL_INTERVAL_MS);
  expect(perSecond).toBeLessThanOrEqual(3);
  expect(perSecond).toBeGreaterThan(2.9);
});

const statementsSchema = z.object({ Statement: z.array(z.record(z.string(), z.json())) });

test('the publishers of the settings may send to the three event queues only', () => {
  expect([...allowedOn(full).keys()].sort()).toEqual([
    'dev-azure-events',
    'dev-relationship-events',
    'dev-subscription-events',
  ]);
  for (const allowed of allowedOn(full).values()) {
    expect(allowed).toEqual([
      {
        Sid: 'Publishers',
        Action: 'sqs:SendMessage',
        Effect: 'Allow',
        Principal: {
          AWS: [
            { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:root']] },
            'arn:aws:iam::444455556666:role/marketplace/ingest',
          ],
        },
        Resource: expect.anything(),
      },
      {
        Sid: 'EventRules',
        Action: 'sqs:SendMessage',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Condition: {
          ArnEquals: {
            'aws:SourceArn': ['arn:aws:events:us-east-1:111122223333:rule/to-subscription-events'],
          },
        },
        Resource: expect.anything(),
      },
    ]);
  }
});

test('without publishers, nobody outside the account may send', () => {
  expect(allowedOn(dev)).toEqual(new Map());
});

/** Returns a map from queue name to the allowing statements, without those for SNS. */
function allowedOn(deployed: Deployment) {
  const allowed = resourcesOfType(deployed, 'AWS::SQS::QueuePolicy').map(({ properties }) => {
    const [queue] = z.tuple([z.json()]).parse(properties.Queues);
    const { Statement } = statementsSchema.parse(properties.PolicyDocument);
    const said = Statement.filter(
      ({ Effect, Principal }) => Effect === 'Allow' && !JSON.stringify(Principal).includes('sns.'),
    );
    return [String(target(deployed, queue).properties.QueueName), said] as const;
  });
  return new Map(allowed.filter(([, said]) => said.length > 0));
}
