import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import {
  type DeployedResource,
  type Deployment,
  deployment,
  ofType,
  synthesisTime,
  target,
} from './deployment.ts';
import { each, eachRemoved, type Law, proveLaws } from './law.ts';
import { day, isDeadLetters, isSource, queueSchema, queues, queueType } from './queue-shapes.ts';

const policyType = 'AWS::SQS::QueuePolicy';
const policySchema = z.object({
  Queues: z.array(z.json()),
  PolicyDocument: z.object({ Statement: z.array(z.record(z.string(), z.json())) }),
});

const laws: readonly Law[] = [
  {
    name: 'every queue is encrypted by SQS',
    faults: (deployed) =>
      queues(deployed)
        .filter((queue) => queue.SqsManagedSseEnabled !== true)
        .map((queue) => queue.QueueName),
    broken: {
      'switched off': each(queueType, 'SqsManagedSseEnabled', false),
      'not said': each(queueType, 'SqsManagedSseEnabled', undefined),
    },
  },
  {
    name: 'every queue refuses what does not come by TLS',
    faults: (deployed) =>
      ofType(deployed, queueType)
        .filter((queue) => !policiesOf(deployed, queue).some(deniesPlainTransport))
        .map(({ id }) => id),
    broken: {
      'no policy': eachRemoved(policyType),
      'no statement': each(policyType, 'PolicyDocument.Statement', []),
      'of another queue': each(policyType, 'Queues', []),
    },
  },
  {
    name: 'every source has a dead-letter queue that takes from it alone, after 5 receives or more',
    faults: (deployed) =>
      ofType(deployed, queueType)
        .filter(isSource)
        .filter((source) => !redrivesWell(deployed, source))
        .map(({ id }) => id),
    broken: {
      'no redrive': each(queueType, 'RedrivePolicy', undefined, isSource),
      'fewer receives': each(queueType, 'RedrivePolicy.maxReceiveCount', 4, isSource),
      'open to every queue': each(
        queueType,
        'RedriveAllowPolicy.redrivePermission',
        'allowAll',
        isDeadLetters,
      ),
      'open to no queue': each(queueType, 'RedriveAllowPolicy.sourceQueueArns', [], isDeadLetters),
      'of another name': each(queueType, 'QueueName', 'other-dlq', isDeadLetters),
    },
  },
  {
    name: 'every queue keeps a message for 14 days, so that source and dead-letter queue together keep it 28',
    faults: (deployed) =>
      queues(deployed)
        .filter((queue) => queue.MessageRetentionPeriod !== 14 * day)
        .map((queue) => queue.QueueName),
    broken: {
      less: each(queueType, 'MessageRetentionPeriod', 4 * day),
      'not said': each(queueType, 'MessageRetentionPeriod', undefined),
    },
  },
];

let local: Deployment;
let dev: Deployment;
beforeAll(async () => {
  local = await deployment({ stage: 'local', validate: false });
  dev = await deployment({ stage: 'dev', senderAddress: 'support@example.org', validate: false });
}, synthesisTime);

proveLaws(laws, () => dev);

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
    ].sort(),
  );
});

function policiesOf(deployed: Deployment, { id }: DeployedResource) {
  return deployed.resources
    .filter(({ type }) => type === policyType)
    .map(({ properties }) => ({ policy: policySchema.parse(properties), arn: { 'Fn::GetAtt': [id, 'Arn'] } }))
    .filter(({ policy }) =>
      policy.Queues.some((queue) => JSON.stringify(queue) === JSON.stringify({ Ref: id })),
    );
}

function deniesPlainTransport({ policy, arn }: ReturnType<typeof policiesOf>[number]): boolean {
  const denial = {
    Action: 'sqs:*',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Resource: arn,
  };
  return policy.PolicyDocument.Statement.some(
    (statement) => JSON.stringify(statement) === JSON.stringify(denial),
  );
}

function redrivesWell(deployed: Deployment, source: DeployedResource): boolean {
  const { QueueName, RedrivePolicy } = queueSchema.parse(source.properties);
  if (RedrivePolicy === undefined || RedrivePolicy.maxReceiveCount < 5) return false;
  const deadLetters = queueSchema.parse(target(deployed, RedrivePolicy.deadLetterTargetArn).properties);
  const allowed = deadLetters.RedriveAllowPolicy;
  return (
    deadLetters.QueueName === `${QueueName}-dlq` &&
    allowed?.redrivePermission === 'byQueue' &&
    allowed.sourceQueueArns.length === 1 &&
    JSON.stringify(allowed.sourceQueueArns[0]).includes(`":${QueueName}"`)
  );
}
