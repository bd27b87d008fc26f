import { SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-ses';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SnsStandIn } from '../../../../infra/local/sns.ts';
import { type LocalStack, startLocalStack } from '../../../../infra/local/start-local-stack.ts';
import { awsClients } from '../aws-clients.ts';
import { type Resources, stackOf } from '../template-builders.ts';

/* The rows of docs/stand-ins.md for SES and SNS. Each title stands in the table. */

const subscription = (queue: string, raw: boolean) => ({
  Type: 'AWS::SNS::Subscription',
  Properties: {
    Protocol: 'sqs',
    TopicArn: { Ref: 'Topic' },
    Endpoint: { 'Fn::GetAtt': [queue, 'Arn'] },
    ...(raw && { RawMessageDelivery: true }),
  },
});
const resources: Resources = {
  Raw: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'raw' } },
  Wrapped: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'wrapped' } },
  Topic: { Type: 'AWS::SNS::Topic' },
  ToRaw: subscription('Raw', true),
  ToWrapped: subscription('Wrapped', false),
  Identity: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'us.example' } },
  Set: { Type: 'AWS::SES::ConfigurationSet', Properties: { Name: 'set' } },
  Destination: {
    Type: 'AWS::SES::ConfigurationSetEventDestination',
    Properties: {
      ConfigurationSetName: { Ref: 'Set' },
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['send', 'bounce', 'complaint', 'delivery', 'reject'],
        SnsDestination: { TopicARN: { Ref: 'Topic' } },
      },
    },
  },
};
const mail: SendEmailCommandInput = {
  Source: 'support@us.example',
  Destination: { ToAddresses: ['one@there.example'] },
  Message: { Subject: { Data: 'Hi' }, Body: { Text: { Data: 'Hi' } } },
  Tags: [{ Name: 'mailId', Value: 'mail-1' }],
  ConfigurationSetName: 'set',
};

let stack: LocalStack;
beforeEach(async () => {
  stack = await startLocalStack({ templates: [stackOf(resources)] });
});
afterEach(() => stack.close());

const send = (change: Partial<SendEmailCommandInput> = {}) =>
  awsClients(stack).ses.send(new SendEmailCommand({ ...mail, ...change }));
const to = (address: string) => ({ Destination: { ToAddresses: [address] } });
const bodies = (queue: string) => stack.peek(queue).map(({ body }) => body);

it('an address is ASCII: a local part of at most 64 characters, a domain of labels in Punycode', async () => {
  const label = 'l'.repeat(63);
  for (const address of [
    `${'a'.repeat(64)}@b.example`,
    `a@${label}.example`,
    "a.b+c!#$%&'*/=?^_`{|}~-@xn--mller-kva.xn--p1ai",
    'Robin <a@b.example>',
  ])
    expect((await send(to(address))).MessageId).toBeDefined();
  for (const address of [
    `${'a'.repeat(65)}@b.example`,
    `a@${label}l.example`,
    'ä@b.example',
    'a@müller.example',
    'a@-b.example',
    'a@b-.example',
    'a..b@b.example',
    '.a@b.example',
    'a@b',
    'a b@b.example',
    'Müller <a@b.example>',
  ])
    await expect(send(to(address)), address).rejects.toMatchObject({ name: 'InvalidParameterValue' });
});

it('a sender has at most 320 characters, with its name in encoded words', async () => {
  const name = (length: number) =>
    `"${'n'.repeat(length - '"" <support@us.example>'.length)}" <support@us.example>`;
  expect((await send({ Source: name(320) })).MessageId).toBeDefined();
  for (const Source of [name(321), 'Müller <support@us.example>'])
    await expect(send({ Source })).rejects.toMatchObject({ name: 'InvalidParameterValue' });
});

it('a mail has 1 to 50 recipients and at most 10 MB', async () => {
  const ToAddresses = Array.from({ length: 51 }, (_, i) => `a${i}@b.example`);
  await expect(send({ Destination: { ToAddresses } })).rejects.toMatchObject({
    name: 'InvalidParameterValue',
  });
  await expect(send({ Destination: {} })).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  const Text = { Data: 'x'.repeat(10 * 1024 * 1024) };
  const large = send({ Message: { Subject: { Data: 'Hi' }, Body: { Text } } });
  await expect(large).rejects.toMatchObject({ name: 'MessageRejected' });
});

it('a tag has letters, digits, - and _, at most 256', async () => {
  const tag = (Value: string) => ({ Tags: [{ Name: 'mailId', Value }] });
  expect((await send(tag('x'.repeat(256)))).MessageId).toBeDefined();
  for (const value of ['', 'x'.repeat(257), 'a b', 'a.b', 'ä'])
    await expect(send(tag(value))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
});

it('a header with a line break, an unverified sender and an unknown configuration set are refused', async () => {
  await expect(send({ Source: 'a\r\nBcc: b@c.example <support@us.example>' })).rejects.toThrow();
  await expect(send({ Source: 'me@evil.example' })).rejects.toMatchObject({ name: 'MessageRejected' });
  const unknown = send({ ConfigurationSetName: 'other' });
  await expect(unknown).rejects.toMatchObject({ name: 'ConfigurationSetDoesNotExistException' });
});

it('the same request twice is two mails: SES has no idempotency', async () => {
  const [one, two] = [await send(), await send()];
  expect(one.MessageId).not.toBe(two.MessageId);
  expect(stack.mails()).toHaveLength(2);
});

it('a new event destination gets a greeting in plain text, once', async () => {
  await send();
  await send();
  const greetings = bodies('raw').filter((body) => body.startsWith('Successfully validated SNS topic'));
  expect(greetings).toHaveLength(1);
});

it('each mail gives a Send event with its tags; the configuration set decides which types are published', async () => {
  await send();
  for (const type of ['delivery', 'bounce', 'complaint'] as const) await stack.feedback('mail-1', type);
  const events = bodies('raw').flatMap((body) => (body.startsWith('{') ? [JSON.parse(body)] : []));
  expect(events.map(({ eventType }) => eventType)).toEqual(['Send', 'Delivery', 'Bounce', 'Complaint']);
  for (const { mail: about } of events) expect(about.tags.mailId).toEqual(['mail-1']);
});

it('raw delivery hands on the message itself; without it SNS wraps it', async () => {
  await send();
  const [raw = ''] = bodies('raw').slice(-1);
  const [wrapped = ''] = bodies('wrapped').slice(-1);
  expect(JSON.parse(wrapped)).toMatchObject({ Type: 'Notification', Message: raw });
});

it('a message has at most 256 KiB', async () => {
  const topics = new SnsStandIn([], { send: async () => {} } as never);
  await topics.publish('t', 'x'.repeat(262_144), new Date(0));
  await expect(topics.publish('t', 'x'.repeat(262_145), new Date(0))).rejects.toThrow(
    'more than 262144 bytes',
  );
});
