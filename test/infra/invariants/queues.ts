import * as z from 'zod';
import { backOff } from '../../../shared/runtime/errors.ts';
import { type DeployedResource, type Deployment, resourcesOfType, target } from '../stages.ts';
import { cachedParser, type Invariant, withoutResource, withProperty } from './invariant.ts';

export const queueType = 'AWS::SQS::Queue';
export const mappingType = 'AWS::Lambda::EventSourceMapping';

/** Seconds in a day. */
export const day = 24 * 60 * 60;

/** The properties of a queue, with SQS's defaults. Times in seconds. */
export const queueSchema = z.object({
  QueueName: z.string(),
  VisibilityTimeout: z.number().default(30),
  MessageRetentionPeriod: z.number().default(4 * day),
  SqsManagedSseEnabled: z.boolean().optional(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.json(), maxReceiveCount: z.number() }).optional(),
  RedriveAllowPolicy: z
    .object({ redrivePermission: z.string(), sourceQueueArns: z.array(z.json()) })
    .optional(),
});

/** The properties of an event source mapping. */
export const mappingSchema = z.object({
  BatchSize: z.number(),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  EventSourceArn: z.json(),
  FunctionName: z.json(),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
});

export const isDeadLetters = ({ properties }: DeployedResource) =>
  String(properties.QueueName).endsWith('-dlq');
export const isSource = (queue: DeployedResource) => !isDeadLetters(queue);

/** Parses the properties of a queue. */
export const queueOf = cachedParser(queueSchema);
const mappingOf = cachedParser(mappingSchema);
const fedFunctionOf = cachedParser(
  z.object({
    FunctionName: z.string(),
    Timeout: z.number(),
    Environment: z.object({ Variables: z.record(z.string(), z.json()) }),
  }),
);

/** Returns the properties of all queues. */
export function queues(deployed: Deployment) {
  return resourcesOfType(deployed, queueType).map(({ properties }) => queueOf(properties));
}

/** Returns all event source mappings with their queue and function. `timeout` in seconds. */
export function mappings(deployed: Deployment) {
  return resourcesOfType(deployed, mappingType).map(({ id, properties }) => {
    const mapping = mappingOf(properties);
    const queue = queueOf(target(deployed, mapping.EventSourceArn).properties);
    const fed = fedFunctionOf(target(deployed, mapping.FunctionName).properties);
    const { FunctionName: functionName, Timeout: timeout, Environment } = fed;
    return { id, mapping, queue, functionName, timeout, variables: Environment.Variables };
  });
}

const policyType = 'AWS::SQS::QueuePolicy';
const policySchema = z.object({
  Queues: z.array(z.json()),
  PolicyDocument: z.object({ Statement: z.array(z.record(z.string(), z.json())) }),
});

const parsedPolicy = cachedParser(policySchema);

export const queueInvariants: readonly Invariant[] = [
  {
    name: 'every queue is encrypted by SQS',
    violations: (deployed) =>
      queues(deployed)
        .filter((queue) => queue.SqsManagedSseEnabled !== true)
        .map((queue) => queue.QueueName),
    breakingChanges: {
      disabled: withProperty(queueType, 'SqsManagedSseEnabled', false),
      'the property is missing': withProperty(queueType, 'SqsManagedSseEnabled', undefined),
    },
  },
  {
    name: 'every queue refuses requests without TLS',
    violations: (deployed) =>
      resourcesOfType(deployed, queueType)
        .filter((queue) => !policiesOf(deployed, queue).some(deniesPlainTransport))
        .map(({ id }) => id),
    breakingChanges: {
      'no policy': withoutResource(policyType),
      'no statement': withProperty(policyType, 'PolicyDocument.Statement', []),
      'of another queue': withProperty(policyType, 'Queues', []),
    },
  },
  {
    name: 'every source queue has its own dead-letter queue, after 5 receives or more',
    violations: (deployed) =>
      resourcesOfType(deployed, queueType)
        .filter(isSource)
        .filter((source) => !redrivesWell(deployed, source))
        .map(({ id }) => id),
    breakingChanges: {
      'no redrive': withProperty(queueType, 'RedrivePolicy', undefined, isSource),
      'fewer receives': withProperty(queueType, 'RedrivePolicy.maxReceiveCount', 4, isSource),
      'open to every queue': withProperty(
        queueType,
        'RedriveAllowPolicy.redrivePermission',
        'allowAll',
        isDeadLetters,
      ),
      'open to no queue': withProperty(queueType, 'RedriveAllowPolicy.sourceQueueArns', [], isDeadLetters),
      'of another name': withProperty(queueType, 'QueueName', 'other-dlq', isDeadLetters),
    },
  },
  {
    name: 'every queue keeps a message for at least 13 days, and its dead-letter queue longer',
    violations: (deployed) =>
      resourcesOfType(deployed, queueType)
        .filter(isSource)
        .filter((source) => !keepsLonger(deployed, source))
        .map(({ id }) => id),
    breakingChanges: {
      'a source as long as its dead-letter queue': withProperty(
        queueType,
        'MessageRetentionPeriod',
        14 * day,
        isSource,
      ),
      'a dead-letter queue no longer than its source': withProperty(
        queueType,
        'MessageRetentionPeriod',
        13 * day,
        isDeadLetters,
      ),
      less: withProperty(queueType, 'MessageRetentionPeriod', 4 * day),
      'the property is missing': withProperty(queueType, 'MessageRetentionPeriod', undefined),
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

export const mappingInvariants: readonly Invariant[] = [
  {
    name: 'the visibility timeout covers 6 function timeouts and the batching window',
    violations: (deployed) =>
      mappings(deployed)
        .filter(
          ({ mapping, queue, timeout }) =>
            queue.VisibilityTimeout < 6 * timeout + mapping.MaximumBatchingWindowInSeconds,
        )
        .map(({ id }) => id),
    breakingChanges: {
      'a shorter visibility': withProperty(
        queueType,
        'VisibilityTimeout',
        179,
        (queue) => isSource(queue) && isConsumed(queue),
      ),
      'a longer window': withProperty(mappingType, 'MaximumBatchingWindowInSeconds', 1),
      'a longer function': withProperty(
        'AWS::Lambda::Function',
        'Timeout',
        31,
        ({ id }) => !/^(HttpFunctions|PartnerCenter|DueFunctionsDueWork)/.test(id),
      ),
    },
  },
  {
    name: 'a queue gives a message up only after hours, and its function knows the receive count',
    violations: (deployed) =>
      mappings(deployed)
        .filter(({ queue, variables }) => !outlastsAnOutage(queue, variables))
        .map(({ id }) => id),
    breakingChanges: {
      'few receives': withProperty(
        queueType,
        'RedrivePolicy.maxReceiveCount',
        8,
        (queue) => isSource(queue) && isConsumed(queue),
      ),
      'a function that does not know': withProperty(
        'AWS::Lambda::Function',
        'Environment.Variables.QUEUE_RECEIVE_COUNT',
        '31',
        isFed,
      ),
      'the function gives up later than the queue': withProperty(
        'AWS::Lambda::Function',
        'Environment.Variables.MAX_RECEIVE_COUNT',
        '31',
        isFed,
      ),
      'no back-off': withProperty(
        'AWS::Lambda::Function',
        'Environment.Variables.RETRY_BASE_SECONDS',
        '0',
        isFed,
      ),
    },
  },
  {
    name: 'every mapping has partial batch responses, a batch size of at most 10 and a maximum concurrency',
    violations: (deployed) =>
      mappings(deployed)
        .filter(({ mapping }) => !isBounded(mapping))
        .map(({ id }) => id),
    breakingChanges: {
      'all or nothing': withProperty(mappingType, 'FunctionResponseTypes', undefined),
      'no maximum': withProperty(mappingType, 'ScalingConfig', undefined),
      'a maximum that AWS refuses': withProperty(mappingType, 'ScalingConfig.MaximumConcurrency', 1),
      'larger batches': withProperty(mappingType, 'BatchSize', 11),
    },
  },
];

/** Whether all retries together take four hours, and the function's limit is below the queue's. */
function outlastsAnOutage(
  { RedrivePolicy }: z.output<typeof queueSchema>,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  const receives = RedrivePolicy?.maxReceiveCount ?? 0;
  const base = Number(variables.RETRY_BASE_SECONDS);
  let seconds = 0;
  for (let receive = 1; receive < receives; receive++) seconds += backOff(base, receive);
  const knows = Number(variables.QUEUE_RECEIVE_COUNT) === receives;
  return knows && Number(variables.MAX_RECEIVE_COUNT) <= receives && seconds >= 4 * 3600;
}

function isFed({ properties }: DeployedResource): boolean {
  return JSON.stringify(properties).includes('SOURCE_QUEUE_URL');
}

function isBounded({
  BatchSize,
  FunctionResponseTypes,
  ScalingConfig,
}: z.output<typeof mappingSchema>): boolean {
  const concurrency = ScalingConfig?.MaximumConcurrency ?? 0;
  return (
    BatchSize <= 10 &&
    FunctionResponseTypes.includes('ReportBatchItemFailures') &&
    concurrency >= 2 &&
    concurrency <= 1000
  );
}

function isConsumed({ properties }: DeployedResource): boolean {
  return !String(properties.QueueName).endsWith('outcomes');
}
