import { localArn, queueUrl } from '../../identity.ts';
import type { Resource, ResourceType } from '../resource.ts';

const queueName = (resource: Resource) => resource.textOf('QueueName') ?? resource.generatedName;

const queueAttributes = [
  'VisibilityTimeout',
  'DelaySeconds',
  'ReceiveMessageWaitTimeSeconds',
  'MaximumMessageSize',
] as const;

const skippedQueueProperties = {
  MessageRetentionPeriod: 'the stand-in keeps a message until it is consumed',
  SqsManagedSseEnabled: 'encryption at rest is AWS’s',
  RedriveAllowPolicy: 'a permission; the stand-in asks for none',
  Tags: 'for the bill',
};

export const queue: ResourceType = {
  ref: (resource) => queueUrl(resource.endpoints.sqs, queueName(resource)),
  attributes: {
    Arn: (resource) => localArn('sqs', queueName(resource)),
    QueueName: queueName,
    QueueUrl: (resource) => queueUrl(resource.endpoints.sqs, queueName(resource)),
  },
  run(properties, plan, resource) {
    properties.skip({ QueueName: 'read as the resource’s name', ...skippedQueueProperties });
    const attributes: Record<string, string> = {};
    for (const name of queueAttributes) {
      const value = properties.optionalNumber(name);
      if (value !== undefined) attributes[name] = String(value);
    }
    const redrive = properties.optionalObject('RedrivePolicy');
    const deadLetterArn = redrive?.text('deadLetterTargetArn');
    if (redrive !== undefined) {
      const maxReceiveCount = redrive.optionalNumber('maxReceiveCount');
      attributes.RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetterArn, maxReceiveCount });
    }
    plan.queues.push({ name: queueName(resource), attributes, deadLetterArn });
  },
};
