import { expect, test } from 'vitest';
import * as z from 'zod';
import { testInvariants } from './invariants/invariant.ts';
import { mailInvariants, subscriptionType, topicStatements, topicType } from './invariants/mail.ts';
import { secretType, storageInvariants, tableType } from './invariants/storage.ts';
import { type Deployment, devStage, fullStage, localStage, resourcesOfType, target } from './stages.ts';

const local = await localStage();

testInvariants(storageInvariants, local);

test('there is one on-demand table with the keys pk and sk and the TTL attribute expiresAt', () => {
  expect(resourcesOfType(local, tableType).map(({ properties }) => properties)).toMatchObject([
    {
      TableName: 'cases',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: 'dueShard', AttributeType: 'S' },
        { AttributeName: 'dueAt', AttributeType: 'S' },
        { AttributeName: 'listPartition', AttributeType: 'S' },
        { AttributeName: 'listOrder', AttributeType: 'S' },
      ],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    },
  ]);
});

test('the table has the keys-only indexes due and customers', () => {
  expect(
    resourcesOfType(local, tableType).map(({ properties }) => properties.GlobalSecondaryIndexes),
  ).toEqual([[keysOnly('due', 'dueShard', 'dueAt'), keysOnly('customers', 'listPartition', 'listOrder')]]);
});

test('AWS generates the first link key, which is not in the template', () => {
  expect(resourcesOfType(local, secretType).map(({ properties }) => properties.GenerateSecretString)).toEqual(
    [
      {
        SecretStringTemplate: '{"current":"k1"}',
        GenerateStringKey: 'k1',
        PasswordLength: 64,
        ExcludePunctuation: true,
      },
    ],
  );
});

function keysOnly(name: string, partition: string, sort: string) {
  return {
    IndexName: name,
    KeySchema: [
      { AttributeName: partition, KeyType: 'HASH' },
      { AttributeName: sort, KeyType: 'RANGE' },
    ],
    Projection: { ProjectionType: 'KEYS_ONLY' },
  };
}

const dev = await devStage();
const full = await fullStage();

testInvariants(mailInvariants, full);

test('SES’s notifications go from the configuration set by the topic to mail-feedback', () => {
  const [destination] = resourcesOfType(dev, 'AWS::SES::ConfigurationSetEventDestination');
  const [subscription] = resourcesOfType(dev, subscriptionType);
  const [topic] = resourcesOfType(dev, topicType);
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

test('only SES may publish to the topic, for this configuration set and account', () => {
  const [topic] = resourcesOfType(dev, topicType);
  const allowing = topicStatements(dev, topic?.id ?? '').filter(({ Effect }) => Effect === 'Allow');
  expect(allowing.map(({ Principal }) => Principal)).toEqual([{ Service: 'ses.amazonaws.com' }]);
  expect(
    Object.keys(z.object({ StringEquals: z.looseObject({}) }).parse(allowing[0]?.Condition).StringEquals),
  ).toEqual(['AWS:SourceAccount', 'AWS:SourceArn']);
});

test('the identity is the sender’s address, or its domain with three DNS records', () => {
  const identities = (deployed: Deployment) =>
    resourcesOfType(deployed, 'AWS::SES::EmailIdentity').map(({ properties }) => properties);
  expect(identities(dev)).toMatchObject([{ EmailIdentity: 'support@example.org' }]);
  expect(identities(full)).toMatchObject([
    {
      EmailIdentity: 'mail.example.org',
      DkimAttributes: { SigningEnabled: true },
      DkimSigningAttributes: { NextSigningKeyLength: 'RSA_2048_BIT' },
    },
  ]);
  const records = Object.entries(full.outputs).filter(([id]) => id.startsWith('MailDkimRecord'));
  expect(records.map(([id]) => id)).toEqual(['MailDkimRecord1', 'MailDkimRecord2', 'MailDkimRecord3']);
  for (const [, value] of records)
    expect(JSON.stringify(value)).toMatch(/DkimDNSTokenName\d.* CNAME .*DkimDNSTokenValue\d/);
});
