import * as z from 'zod';
import { type DeployedResource, type Deployment, ofType, target } from '../deployment.ts';
import { each, eachRemoved, type Law } from '../law.ts';
import { parser } from '../parsed.ts';
import { day, isDeadLetters, isSource, queueOf, queues, queueType } from '../queue-shapes.ts';

const policyType = 'AWS::SQS::QueuePolicy';
const policySchema = z.object({
  Queues: z.array(z.json()),
  PolicyDocument: z.object({ Statement: z.array(z.record(z.string(), z.json())) }),
});

const parsedPolicy = parser(policySchema);

/** How queues keep messages. */
export const queueLaws: readonly Law[] = [
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
    name: 'every queue keeps a message for 13 days or more, and its dead-letter queue longer',
    faults: (deployed) =>
      ofType(deployed, queueType)
        .filter(isSource)
        .filter((source) => !keepsLonger(deployed, source))
        .map(({ id }) => id),
    broken: {
      'a source as long as its dead-letter queue': each(
        queueType,
        'MessageRetentionPeriod',
        14 * day,
        isSource,
      ),
      'a dead-letter queue no longer than its source': each(
        queueType,
        'MessageRetentionPeriod',
        13 * day,
        isDeadLetters,
      ),
      less: each(queueType, 'MessageRetentionPeriod', 4 * day),
      'not said': each(queueType, 'MessageRetentionPeriod', undefined),
    },
  },
];

function policiesOf(deployed: Deployment, { id }: DeployedResource) {
  return deployed.resources
    .filter(({ type }) => type === policyType)
    .map(({ properties }) => ({ policy: parsedPolicy(properties), arn: { 'Fn::GetAtt': [id, 'Arn'] } }))
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
  const { QueueName, RedrivePolicy } = queueOf(source.properties);
  if (RedrivePolicy === undefined || RedrivePolicy.maxReceiveCount < 5) return false;
  const deadLetters = queueOf(target(deployed, RedrivePolicy.deadLetterTargetArn).properties);
  const allowed = deadLetters.RedriveAllowPolicy;
  return (
    deadLetters.QueueName === `${QueueName}-dlq` &&
    allowed?.redrivePermission === 'byQueue' &&
    allowed.sourceQueueArns.length === 1 &&
    JSON.stringify(allowed.sourceQueueArns[0]).includes(`":${QueueName}"`)
  );
}

function keepsLonger(deployed: Deployment, source: DeployedResource): boolean {
  const { MessageRetentionPeriod: kept, RedrivePolicy } = queueOf(source.properties);
  const deadLetters = queueOf(target(deployed, RedrivePolicy?.deadLetterTargetArn).properties);
  return kept >= 13 * day && deadLetters.MessageRetentionPeriod > kept;
}
