import * as z from 'zod';
import { type DeployedResource, type Deployment, ofType, target } from '../deployment.ts';
import { each, eachRemoved, type Law } from '../law.ts';
import { queueOf } from '../queue-shapes.ts';

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

/** How mail leaves and its notices come back. */
export const mailLaws: readonly Law[] = [
  {
    name: 'every topic refuses what does not come by TLS',
    faults: (deployed) =>
      ofType(deployed, topicType)
        .filter(({ id }) => !topicStatements(deployed, id).some(deniesPlainTransport))
        .map(({ id }) => id),
    broken: {
      'no policy': eachRemoved(topicPolicyType),
      'no statement': each(topicPolicyType, 'PolicyDocument.Statement', []),
    },
  },
  {
    name: 'mails travel by TLS only, and not to addresses that bounced or complained',
    faults: (deployed) =>
      ofType(deployed, setType)
        .filter(
          ({ properties }) =>
            JSON.stringify(properties.DeliveryOptions) !== '{"TlsPolicy":"REQUIRE"}' ||
            JSON.stringify(properties.SuppressionOptions) !== '{"SuppressedReasons":["BOUNCE","COMPLAINT"]}',
        )
        .map(({ id }) => id),
    broken: {
      'plain text where TLS fails': each(setType, 'DeliveryOptions.TlsPolicy', 'OPTIONAL'),
      'no suppression': each(setType, 'SuppressionOptions', undefined),
    },
  },
  {
    name: 'notices reach their queue as they are, or its dead-letter queue',
    faults: (deployed) =>
      ofType(deployed, destinationType)
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
    broken: {
      'in an envelope': each(subscriptionType, 'RawMessageDelivery', undefined, isToQueue),
      'to nobody': each(subscriptionType, 'TopicArn', { Ref: 'Other' }, isToQueue),
      'lost when it does not arrive': each(subscriptionType, 'RedrivePolicy', undefined, isToQueue),
      'kept in another queue': each(
        subscriptionType,
        'RedrivePolicy.deadLetterTargetArn',
        { 'Fn::GetAtt': ['Other', 'Arn'] },
        isToQueue,
      ),
    },
  },
  {
    name: 'what a topic holds is encrypted by a key of ours',
    faults: (deployed) =>
      ofType(deployed, topicType)
        .filter(({ properties }) => {
          const key = JSON.stringify(properties.KmsMasterKeyId) ?? '';
          return !deployed.resources.some(
            ({ id, type }) => type === 'AWS::KMS::Key' && key === `{"Fn::GetAtt":["${id}","Arn"]}`,
          );
        })
        .map(({ id }) => id),
    broken: {
      'not said': each(topicType, 'KmsMasterKeyId', undefined),
      'by AWS’s, which neither SES nor CloudWatch may use': each(
        topicType,
        'KmsMasterKeyId',
        'alias/aws/sns',
      ),
    },
  },
  {
    name: 'what names no configuration set leaves by ours, and a domain signs its mails',
    faults: (deployed) =>
      ofType(deployed, identityType)
        .filter(({ properties }) => {
          const isDomain = !String(properties.EmailIdentity).includes('@');
          const set = JSON.stringify(properties.ConfigurationSetAttributes) ?? '';
          return (
            !ofType(deployed, setType).some(({ id }) => set === `{"ConfigurationSetName":{"Ref":"${id}"}}`) ||
            (isDomain && JSON.stringify(properties.DkimAttributes) !== '{"SigningEnabled":true}')
          );
        })
        .map(({ id }) => id),
    broken: {
      'by none': each(identityType, 'ConfigurationSetAttributes', undefined),
      'unsigned domain': each(
        identityType,
        'DkimAttributes.SigningEnabled',
        false,
        ({ properties }) => !String(properties.EmailIdentity).includes('@'),
      ),
    },
  },
];

/** The statements about one topic. */
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
  return ofType(deployed, subscriptionType).filter(isToQueue);
}

/** Raw, and with the dead-letter queue of the queue it goes to. */
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
