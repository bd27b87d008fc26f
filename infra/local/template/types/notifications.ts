import { localArn } from '../../identity.ts';
import type { Resource, ResourceType } from '../resource.ts';

const topicName = (resource: Resource) => resource.textOf('TopicName') ?? resource.generatedName;

export const topic: ResourceType = {
  ref: (resource) => localArn('sns', topicName(resource)),
  attributes: { TopicArn: (resource) => localArn('sns', topicName(resource)), TopicName: topicName },
  run(properties) {
    properties.skip({
      TopicName: 'read as the resource’s name',
      DisplayName: 'for SMS and mail only',
      KmsMasterKeyId: 'encryption at rest is AWS’s',
      Tags: 'for the bill',
    });
  },
};

export const subscription: ResourceType = {
  ref: (resource) => localArn('sns', `${resource.generatedName}:subscription`),
  run(properties, plan) {
    properties.only('Protocol', 'sqs');
    properties.skip({ RedrivePolicy: 'a notice given in this process always arrives' });
    plan.subscriptions.push({
      topicArn: properties.text('TopicArn'),
      queueArn: properties.text('Endpoint'),
      raw: properties.optionalFlag('RawMessageDelivery') ?? false,
    });
  },
};
