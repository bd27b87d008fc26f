import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { type Deployment, deployment, ofType, synthesisTime, target } from './deployment.ts';
import { fullSettings } from './full-settings.ts';
import { proveLaws } from './law.ts';
import { mailLaws, subscriptionType, topicStatements, topicType } from './laws/mail.ts';

let dev: Deployment;
let full: Deployment;
beforeAll(async () => {
  full = await deployment({ ...fullSettings, validate: false });
  dev = await deployment({ stage: 'dev', senderAddress: 'support@example.org', validate: false });
}, synthesisTime);

proveLaws(mailLaws, () => full);

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

test('the sender is an identity of this stage, or its domain, proven by three records', () => {
  const identities = (deployed: Deployment) =>
    ofType(deployed, 'AWS::SES::EmailIdentity').map(({ properties }) => properties);
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
