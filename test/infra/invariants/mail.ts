import * as z from 'zod';
import { type DeployedResource, type Deployment, resourcesOfType, target } from '../stages.ts';
import { type Invariant, withoutResource, withProperty } from './invariant.ts';
import { queueOf } from './queues.ts';

export const topicType = 'AWS::SNS::Topic';
const topicPolicyType = 'AWS::SNS::TopicPolicy';
const setType = 'AWS::SES::ConfigurationSet';
export const subscriptionType = 'AWS::SNS::Subscription';
const destinationType = 'AWS::SES::ConfigurationSetEventDestination';
const identityType = 'AWS::SES::EmailIdentity';

const destinationSchema = z.object({ SnsDestination: z.object({ TopicARN: z.json() }) });
const isToQueue = ({ properties }: DeployedResource) => properties.Protocol === 'sqs';

const statementSchema = z.looseObject({ Effect: z.string(), Condition: z.json(), Principal: z.json() });
const topicPolicySchema = z.object({
  PolicyDocument: z.object({ Statement: z.array(statementSchema) }),
  Topics: z.array(z.json()),
});

/** Mail that is sent, and SES's notifications. */
export const mailInvariants: readonly Invariant[] = [
  {
    name: 'every topic refuses requests without TLS',
    violations: (deployed) =>
      resourcesOfType(deployed, topicType)
        .filter(({ id }) => !topicStatements(deployed, id).some(deniesPlainTransport))
        .map(({ id }) => id),
    breakingChanges: {
      'no policy': withoutResource(topicPolicyType),
      'no statement': withProperty(topicPolicyType, 'PolicyDocument.Statement', []),
    },
  },
  {
    name: 'mail is sent by TLS only, and not to addresses that bounced or complained',
    violations: (deployed) =>
      resourcesOfType(deployed, setType)
        .filter(
          ({ properties }) =>
            JSON.stringify(properties.DeliveryOptions) !== '{"TlsPolicy":"REQUIRE"}' ||
            JSON.stringify(properties.SuppressionOptions) !== '{"SuppressedReasons":["BOUNCE","COMPLAINT"]}',
        )
        .map(({ id }) => id),
    breakingChanges: {
      'plain text where TLS fails': withProperty(setType, 'DeliveryOptions.TlsPolicy', 'OPTIONAL'),
      'no suppression': withProperty(setType, 'SuppressionOptions', undefined),
    },
  },
  {
    name: 'SES’s notifications reach their queue as raw messages, or its dead-letter queue',
    violations: (deployed) =>
      resourcesOfType(deployed, destinationType)
        .filter((destination) => {
          const topic = destinationSchema.parse(destination.properties.EventDestination).SnsDestination
            .TopicARN;
          return !toQueues(deployed).some(
            ({ properties }) =>
              JSON.stringify(properties.TopicArn) === JSON.stringify(topic) &&
              arrivesWell(deployed, properties),
          );
        })
        .map(({ id }) => id),
    breakingChanges: {
      'in SNS’s envelope': withProperty(subscriptionType, 'RawMessageDelivery', undefined, isToQueue),
      'to nobody': withProperty(subscriptionType, 'TopicArn', { Ref: 'Other' }, isToQueue),
      'no dead-letter queue': withProperty(subscriptionType, 'RedrivePolicy', undefined, isToQueue),
      'the dead-letter queue of another queue': withProperty(
        subscriptionType,
        'RedrivePolicy.deadLetterTargetArn',
        { 'Fn::GetAtt': ['Other', 'Arn'] },
        isToQueue,
      ),
    },
  },
  {
    name: 'every topic is encrypted with a key of this account',
    violations: (deployed) =>
      resourcesOfType(deployed, topicType)
        .filter(({ properties }) => {
          const key = JSON.stringify(properties.KmsMasterKeyId) ?? '';
          return !deployed.resources.some(
            ({ id, type }) => type === 'AWS::KMS::Key' && key === `{"Fn::GetAtt":["${id}","Arn"]}`,
          );
        })
        .map(({ id }) => id),
    breakingChanges: {
      'the property is missing': withProperty(topicType, 'KmsMasterKeyId', undefined),
      'AWS’s own key, which neither SES nor CloudWatch may use': withProperty(
        topicType,
        'KmsMasterKeyId',
        'alias/aws/sns',
      ),
    },
  },
  {
    name: 'every identity has the configuration set as default, and a domain signs its mails',
    violations: (deployed) =>
      resourcesOfType(deployed, identityType)
        .filter(({ properties }) => {
          const isDomain = !String(properties.EmailIdentity).includes('@');
          const set = JSON.stringify(properties.ConfigurationSetAttributes) ?? '';
          return (
            !resourcesOfType(deployed, setType).some(
              ({ id }) => set === `{"ConfigurationSetName":{"Ref":"${id}"}}`,
            ) ||
            (isDomain && JSON.stringify(properties.DkimAttributes) !== '{"SigningEnabled":true}')
          );
        })
        .map(({ id }) => id),
    breakingChanges: {
      'no default': withProperty(identityType, 'ConfigurationSetAttributes', undefined),
      'unsigned domain': withProperty(
        identityType,
        'DkimAttributes.SigningEnabled',
        false,
        ({ properties }) => !String(properties.EmailIdentity).includes('@'),
      ),
    },
  },
];

/** Returns the policy statements of a topic. */
export function topicStatements(deployed: Deployment, topicId: string) {
  return deployed.resources
    .filter(({ type }) => type === topicPolicyType)
    .map(({ properties }) => topicPolicySchema.parse(properties))
    .filter(({ Topics }) => JSON.stringify(Topics) === JSON.stringify([{ Ref: topicId }]))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

function deniesPlainTransport({ Effect, Condition, Principal }: z.output<typeof statementSchema>): boolean {
  return (
    Effect === 'Deny' &&
    Principal === '*' &&
    JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}'
  );
}

function toQueues(deployed: Deployment): readonly DeployedResource[] {
  return resourcesOfType(deployed, subscriptionType).filter(isToQueue);
}

/** Whether a subscription delivers raw messages and has the dead-letter queue of its queue. */
function arrivesWell(deployed: Deployment, properties: DeployedResource['properties']): boolean {
  const { RedrivePolicy } = queueOf(target(deployed, properties.Endpoint).properties);
  const schema = z.object({ deadLetterTargetArn: z.json() });
  const kept = schema.safeParse(properties.RedrivePolicy);
  return (
    properties.RawMessageDelivery === true &&
    kept.success &&
    JSON.stringify(kept.data.deadLetterTargetArn) === JSON.stringify(RedrivePolicy?.deadLetterTargetArn)
  );
}
