import { localArn, queueUrl } from '../../aws-names.ts';
import type { Resource, ResourceType } from '../resource-type.ts';

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
  RedriveAllowPolicy: 'a permission; the stand-in checks none',
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

const notSentHere = 'about real delivery; the stand-in delivers into its mailbox';

export const emailIdentity: ResourceType = {
  ref: (resource) => resource.textOf('EmailIdentity') ?? resource.generatedName,
  run(properties, plan) {
    properties.skip({
      DkimAttributes: notSentHere,
      DkimSigningAttributes: notSentHere,
      FeedbackAttributes: notSentHere,
      MailFromAttributes: notSentHere,
      Tags: 'for the bill',
    });
    const configurationSet = properties
      .optionalObject('ConfigurationSetAttributes')
      ?.text('ConfigurationSetName');
    plan.identities.push({ name: properties.text('EmailIdentity'), configurationSet });
  },
};

const configurationSetName = (resource: Resource) => resource.textOf('Name') ?? resource.generatedName;

export const configurationSet: ResourceType = {
  ref: configurationSetName,
  run(properties, plan, resource) {
    properties.skip({
      Name: 'read as the resource’s name',
      DeliveryOptions: notSentHere,
      ReputationOptions: notSentHere,
      SendingOptions: notSentHere,
      SuppressionOptions: notSentHere,
      TrackingOptions: notSentHere,
      VdmOptions: notSentHere,
      Tags: 'for the bill',
    });
    plan.configurationSets.push(configurationSetName(resource));
  },
};

export const eventDestination: ResourceType = {
  ref: (resource) => resource.generatedName,
  attributes: { Id: (resource) => resource.generatedName },
  run(properties, plan) {
    const destination = properties.object('EventDestination');
    destination.skip({ Name: 'a label' });
    const enabled = destination.optionalFlag('Enabled') ?? false;
    const eventTypes = destination.texts('MatchingEventTypes').map((type) => type.toLowerCase());
    const topicArn = destination.object('SnsDestination').text('TopicARN');
    const set = properties.text('ConfigurationSetName');
    if (enabled) plan.mailDestinations.push({ configurationSet: set, topicArn, eventTypes });
  },
};
