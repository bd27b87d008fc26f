import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { type Deployment, deployment, ofType, synthesisTime, target } from './deployment.ts';
import { each, eachRemoved, type Law, proveLaws } from './law.ts';

const topicType = 'AWS::SNS::Topic';
const topicPolicyType = 'AWS::SNS::TopicPolicy';
const setType = 'AWS::SES::ConfigurationSet';
const subscriptionType = 'AWS::SNS::Subscription';

const statementSchema = z.looseObject({ Effect: z.string(), Condition: z.json(), Principal: z.json() });
const topicPolicySchema = z.object({
  PolicyDocument: z.object({ Statement: z.array(statementSchema) }),
  Topics: z.array(z.json()),
});

const laws: readonly Law[] = [
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
    name: 'notices reach their queue as they are',
    faults: (deployed) =>
      ofType(deployed, subscriptionType)
        .filter(({ properties }) => properties.Protocol !== 'sqs' || properties.RawMessageDelivery !== true)
        .map(({ id }) => id),
    broken: { 'in an envelope': each(subscriptionType, 'RawMessageDelivery', undefined) },
  },
];

let dev: Deployment;
beforeAll(async () => {
  dev = await deployment({ stage: 'dev', senderAddress: 'support@example.org', validate: false });
}, synthesisTime);

proveLaws(laws, () => dev);

test("SES's answers go from the configuration set over the topic to mail-feedback", () => {
  const [destination] = ofType(dev, 'AWS::SES::ConfigurationSetEventDestination');
  const [subscription] = ofType(dev, subscriptionType);
  const [topic] = ofType(dev, topicType);
  const { ConfigurationSetName, EventDestination } = destination?.properties ?? {};
  expect(target(dev, ConfigurationSetName).properties.Name).toBe('dev-multichannel-mail');
  expect(EventDestination).toEqual({
    Enabled: true,
    MatchingEventTypes: ['send', 'delivery', 'bounce', 'complaint', 'reject'],
    SnsDestination: { TopicARN: { Ref: topic?.id } },
  });
  expect(target(dev, subscription?.properties.TopicArn)).toBe(topic);
  expect(target(dev, subscription?.properties.Endpoint).properties.QueueName).toBe('dev-mail-feedback');
});

test('only SES, for this configuration set of this account, publishes notices', () => {
  const [topic] = ofType(dev, topicType);
  const allowing = topicStatements(dev, topic?.id ?? '').filter(({ Effect }) => Effect === 'Allow');
  expect(allowing.map(({ Principal }) => Principal)).toEqual([{ Service: 'ses.amazonaws.com' }]);
  expect(
    Object.keys(z.object({ StringEquals: z.looseObject({}) }).parse(allowing[0]?.Condition).StringEquals),
  ).toEqual(['AWS:SourceAccount', 'AWS:SourceArn']);
});

test('the sender is an identity of this stage', () => {
  expect(ofType(dev, 'AWS::SES::EmailIdentity').map(({ properties }) => properties)).toEqual([
    { EmailIdentity: 'support@example.org' },
  ]);
});

function topicStatements(deployed: Deployment, topicId: string) {
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
