import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { authority } from '../../infra/local/partner-center/certificates.ts';
import { type Deployment, deployment, ofType, synthesisTime, target } from './deployment.ts';
import { each, type Law, proveLaws } from './law.ts';
import { functionNames } from './stub-bundles.ts';

const functionType = 'AWS::Lambda::Function';
const logType = 'AWS::Logs::LogGroup';

const functionSchema = z.object({
  FunctionName: z.string(),
  Runtime: z.string(),
  Handler: z.string(),
  Architectures: z.array(z.string()).default(['x86_64']),
  MemorySize: z.number().default(128),
  Timeout: z.number().default(3),
  Role: z.json(),
  LoggingConfig: z.object({ LogFormat: z.string(), LogGroup: z.json() }).optional(),
  Environment: z.object({ Variables: z.record(z.string(), z.json()) }),
});

const laws: readonly Law[] = [
  {
    name: 'every function runs on Node 24 and arm64, with memory and a timeout that were chosen',
    faults: (deployed) =>
      functions(deployed)
        .filter(
          (it) =>
            it.Runtime !== 'nodejs24.x' ||
            it.Architectures.join() !== 'arm64' ||
            it.MemorySize < 256 ||
            it.Timeout < 10,
        )
        .map((it) => it.FunctionName),
    broken: {
      'an older runtime': each(functionType, 'Runtime', 'nodejs22.x'),
      'the default architecture': each(functionType, 'Architectures', undefined),
      'the default memory': each(functionType, 'MemorySize', undefined),
      'the default timeout': each(functionType, 'Timeout', undefined),
    },
  },
  {
    name: 'every function logs JSON into a group of its own name',
    faults: (deployed) =>
      functions(deployed)
        .filter(({ FunctionName, LoggingConfig }) => {
          if (LoggingConfig?.LogFormat !== 'JSON') return true;
          return (
            target(deployed, LoggingConfig.LogGroup).properties.LogGroupName !== `/aws/lambda/${FunctionName}`
          );
        })
        .map((it) => it.FunctionName),
    broken: {
      'as text': each(functionType, 'LoggingConfig.LogFormat', 'Text'),
      'not said': each(functionType, 'LoggingConfig', undefined),
      'another group': each(
        logType,
        'LogGroupName',
        '/aws/lambda/other',
        ({ id }) => !id.startsWith('HttpApi'),
      ),
    },
  },
  {
    name: 'every log group has an end',
    faults: (deployed) =>
      ofType(deployed, logType)
        .filter(({ properties }) => typeof properties.RetentionInDays !== 'number')
        .map(({ id }) => id),
    broken: { 'kept for ever': each(logType, 'RetentionInDays', undefined) },
  },
  {
    name: 'every function names itself to the logger',
    faults: (deployed) =>
      functions(deployed)
        .filter(
          ({ FunctionName, Environment: { Variables } }) =>
            FunctionName !== `dev-${Variables.POWERTOOLS_SERVICE_NAME}`,
        )
        .map((it) => it.FunctionName),
    broken: {
      'no name': each(functionType, 'Environment.Variables.POWERTOOLS_SERVICE_NAME', undefined),
      'no stage': each(functionType, 'FunctionName', 'send-mail'),
    },
  },
];

const consumer = [
  'SOURCE_QUEUE',
  'SOURCE_QUEUE_URL',
  'DEAD_LETTER_QUEUE_URL',
  'MAX_RECEIVE_COUNT',
  'RETRY_BASE_SECONDS',
];
const decider = [
  ...consumer,
  'OUTCOMES_QUEUE_URL',
  'MAIL_QUEUE_URL',
  'INVITATION_DAYS',
  'DECLINE_BLOCK_DAYS',
  'REMINDER_DAYS',
];
const variables: Record<(typeof functionNames)[number], readonly string[]> = {
  'subscription-ingested': decider,
  'relationship-approved': decider,
  'azure-onboarding-requested': decider,
  'send-mail': [
    ...consumer,
    'OUTCOMES_QUEUE_URL',
    'LINK_SECRET_ARN',
    'PUBLIC_BASE_URL',
    'SENDER_ADDRESS',
    'CONFIGURATION_SET',
  ],
  'mail-feedback': decider,
  'due-work': ['DUE_CASES_QUEUE_URL'],
  'due-cases': decider,
  'approval-page': ['RELATIONSHIP_EVENTS_QUEUE_URL', 'LINK_SECRET_ARN'],
  'events-api': [
    'SUBSCRIPTION_EVENTS_QUEUE_URL',
    'RELATIONSHIP_EVENTS_QUEUE_URL',
    'AZURE_EVENTS_QUEUE_URL',
    'DECLINE_BLOCK_DAYS',
  ],
  'cases-api': [],
  'partner-center-webhook': [
    'RELATIONSHIP_EVENTS_QUEUE_URL',
    'AZURE_EVENTS_QUEUE_URL',
    'OUTCOMES_QUEUE_URL',
    'PARTNER_CENTER_CERTIFICATE_HOSTS',
    'PARTNER_CENTER_ISSUER',
  ],
};

let dev: Deployment;
let local: Deployment;
beforeAll(async () => {
  dev = await deployment({ stage: 'dev', senderAddress: 'support@example.org', validate: false });
  local = await deployment({ stage: 'local', validate: false });
}, synthesisTime);

proveLaws(laws, () => dev);

test.each(functionNames)('%s is told exactly what it needs', (name) => {
  const expected = [...variables[name], 'TABLE_NAME', 'POWERTOOLS_SERVICE_NAME', 'LOG_LEVEL'].sort();
  expect(Object.keys(named(dev, `dev-${name}`).Environment.Variables).sort()).toEqual(expected);
});

test('settings reach the functions: quick retries on this machine, patient ones deployed', () => {
  expect(named(local, 'subscription-ingested').Environment.Variables).toMatchObject({
    SOURCE_QUEUE: 'subscription-events',
    MAX_RECEIVE_COUNT: '5',
    RETRY_BASE_SECONDS: '1',
    INVITATION_DAYS: '30',
    REMINDER_DAYS: '3,10,25',
    DECLINE_BLOCK_DAYS: '30',
  });
  expect(named(dev, 'dev-subscription-ingested').Environment.Variables).toMatchObject({
    SOURCE_QUEUE: 'subscription-events',
    MAX_RECEIVE_COUNT: '8',
    RETRY_BASE_SECONDS: '5',
  });
});

test('the webhook is told whom to believe; what is not set has no variable', async () => {
  const root = authority({ commonName: 'Root' }).pem;
  const certificateHosts = ['certificates.example', '127.0.0.1:8443'];
  const partnerCenter = { certificateHosts, rootCertificate: root, subject: 'pin.example', tlsCa: root };
  const told = await deployment({ stage: 'local', validate: false, partnerCenter });
  expect(named(told, 'partner-center-webhook').Environment.Variables).toMatchObject({
    PARTNER_CENTER_CERTIFICATE_HOSTS: 'certificates.example,127.0.0.1:8443',
    PARTNER_CENTER_ISSUER: 'Microsoft Corporation',
    PARTNER_CENTER_ROOT: root,
    PARTNER_CENTER_SUBJECT: 'pin.example',
    PARTNER_CENTER_TLS_CA: root,
  });
});

test('links in mails lead to this API', () => {
  const { PUBLIC_BASE_URL } = named(dev, 'dev-send-mail').Environment.Variables;
  expect(PUBLIC_BASE_URL).toEqual(dev.outputs.ApiUrl);
  expect(target(dev, dev.outputs.ApiUrl).type).toBe('AWS::ApiGatewayV2::Api');
});

function functions(deployed: Deployment) {
  return ofType(deployed, functionType).map(({ properties }) => functionSchema.parse(properties));
}

function named(deployed: Deployment, name: string) {
  const found = functions(deployed).find(({ FunctionName }) => FunctionName === name);
  if (found === undefined) throw new Error(`No function ${name}`);
  return found;
}
