import type { Resource, ResourceType } from '../resource.ts';

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
