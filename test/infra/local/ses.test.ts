import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import {
  GetSendQuotaCommand,
  SendEmailCommand,
  type SendEmailCommandInput,
  SendRawEmailCommand,
} from '@aws-sdk/client-ses';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalStack } from '../../../infra/local/start-local-stack.ts';
import { startLocalStack } from '../../../infra/local/start-local-stack.ts';
import { awsClients } from './aws-clients.ts';
import { type Resources, stackOf } from './template-builders.ts';

const resources: Resources = {
  Feedback: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'mail-feedback' } },
  Topic: { Type: 'AWS::SNS::Topic' },
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      Protocol: 'sqs',
      TopicArn: { Ref: 'Topic' },
      Endpoint: { 'Fn::GetAtt': ['Feedback', 'Arn'] },
      RawMessageDelivery: true,
    },
  },
  Identity: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'us.example' } },
  Set: { Type: 'AWS::SES::ConfigurationSet', Properties: { Name: 'set' } },
  Destination: {
    Type: 'AWS::SES::ConfigurationSetEventDestination',
    Properties: {
      ConfigurationSetName: { Ref: 'Set' },
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['send', 'bounce', 'complaint'],
        SnsDestination: { TopicARN: { Ref: 'Topic' } },
      },
    },
  },
  Secret: {
    Type: 'AWS::SecretsManager::Secret',
    Properties: {
      GenerateSecretString: {
        SecretStringTemplate: '{"current":"k1"}',
        GenerateStringKey: 'k1',
        PasswordLength: 64,
        ExcludePunctuation: true,
      },
    },
  },
};

const mail: SendEmailCommandInput = {
  Source: '=?UTF-8?B?Q29udG9zbyDjg6Hjg7zjg6s=?= <support@us.example>',
  Destination: {
    ToAddresses: ['one@there.example', 'two@there.example'],
    BccAddresses: ['three@there.example'],
  },
  ReplyToAddresses: ['help@contoso.example'],
  Message: { Subject: { Data: 'Grüße' }, Body: { Html: { Data: '<p>Hi</p>' }, Text: { Data: 'Hi' } } },
  Tags: [
    { Name: 'mailId', Value: 'mail-1' },
    { Name: 'kind', Value: 'invitation' },
  ],
  ConfigurationSetName: 'set',
};

let stack: LocalStack;
beforeEach(async () => {
  stack = await startLocalStack({ templates: [stackOf(resources)] });
});
afterEach(() => stack.close());

const send = (input: SendEmailCommandInput = mail) => awsClients(stack).ses.send(new SendEmailCommand(input));
/** The events on the queue, without the greeting to a new destination. */
const notices = () =>
  stack.peek('mail-feedback').flatMap(({ body }) => (body.startsWith('{') ? [JSON.parse(body)] : []));

describe('SES', () => {
  it('takes a mail with all its parts and announces it through the configuration set', async () => {
    const { MessageId } = await send();
    expect(stack.mails()).toMatchObject([
      {
        messageId: MessageId,
        id: 'mail-1',
        kind: 'invitation',
        to: ['one@there.example', 'two@there.example'],
        bcc: ['three@there.example'],
        from: 'Contoso メール <support@us.example>',
        replyTo: ['help@contoso.example'],
        subject: 'Grüße',
        html: '<p>Hi</p>',
        text: 'Hi',
      },
    ]);
    const tags = { 'ses:configuration-set': ['set'], mailId: ['mail-1'], kind: ['invitation'] };
    expect(notices()).toMatchObject([{ eventType: 'Send', mail: { messageId: MessageId, tags }, send: {} }]);
  });

  it('takes a raw mail', async () => {
    const Data = Buffer.from(
      'From: support@us.example\r\nTo: a@b.example\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n' +
        'Content-Type: multipart/alternative; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHi\r\n' +
        '--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+SGk8L3A+\r\n--x--\r\n',
    );
    await awsClients(stack).ses.send(new SendRawEmailCommand({ RawMessage: { Data } }));
    expect(stack.mails()).toMatchObject([{ subject: 'Grüße', to: ['a@b.example'], html: '<p>Hi</p>' }]);
  });

  it.each<[string, Partial<SendEmailCommandInput>, string]>([
    ['a sender nobody verified', { Source: 'me@evil.example' }, 'MessageRejected'],
    ['no recipient', { Destination: {} }, 'InvalidParameterValue'],
    [
      'an unknown configuration set',
      { ConfigurationSetName: 'other' },
      'ConfigurationSetDoesNotExistException',
    ],
    ['a tag AWS would refuse', { Tags: [{ Name: 'mailId', Value: 'a b' }] }, 'InvalidParameterValue'],
  ])('refuses %s at once', async (_name, change, name) => {
    await expect(send({ ...mail, ...change })).rejects.toMatchObject({ name });
    expect(stack.mails()).toEqual([]);
  });

  it('refuses an action it does not run', async () => {
    await expect(awsClients(stack).ses.send(new GetSendQuotaCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
    });
  });

  it('plays a bounce and a complaint; a type the template does not want is not published', async () => {
    await send();
    expect(await stack.feedback('mail-1', 'bounce')).toBe(true);
    await stack.feedback('mail-1', 'complaint');
    await stack.feedback('mail-1', 'delivery');
    expect(await stack.feedback('no-such-mail', 'bounce')).toBe(false);
    expect(notices().map((one) => one.eventType)).toEqual(['Send', 'Bounce', 'Complaint']);
    expect(notices()[1]).toMatchObject({
      bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'one@there.example' }, {}, {}] },
    });
  });

  it('breaks the connection after it took the mail, as often as a test asks', async () => {
    stack.faults.ses({ mode: 'accept-then-drop', times: 1 });
    await expect(send()).rejects.toThrow();
    expect(stack.mails()).toHaveLength(1);
    await send();
    expect(stack.mails()).toHaveLength(2);
  });

  it('throttles as often as a test asks, and counts every request', async () => {
    stack.faults.ses({ mode: 'throttle', times: 2 });
    await expect(send()).rejects.toMatchObject({ name: 'Throttling' });
    await expect(send()).rejects.toMatchObject({ name: 'Throttling' });
    await send();
    expect(stack.counters.snapshot().ses).toEqual({ SendEmail: 3 });
    stack.counters.reset();
    expect(stack.counters.snapshot().ses).toEqual({});
  });
});

describe('Secrets Manager', () => {
  it('gives the generated value, and a new one after a rotation', async () => {
    const [arn = ''] = stack.secrets.arns();
    const get = () => awsClients(stack).secrets.send(new GetSecretValueCommand({ SecretId: arn }));
    const { SecretString = '' } = await get();
    expect(JSON.parse(SecretString)).toEqual({
      current: 'k1',
      k1: expect.stringMatching(/^[A-Za-z0-9]{64}$/),
    });
    stack.secrets.put(arn, '{"current":"k2"}');
    expect((await get()).SecretString).toBe('{"current":"k2"}');
  });
});
