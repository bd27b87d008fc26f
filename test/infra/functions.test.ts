import { beforeAll, expect, test } from 'vitest';
import { authority } from '../../infra/local/partner-center/certificates.ts';
import { functionInvariants, functions } from './invariants/functions.ts';
import { testInvariants } from './invariants/invariant.ts';
import { type Deployment, functionNames, synthesisTimeout, synthesizeStage, target } from './stages.ts';

const consumer = [
  'SOURCE_QUEUE',
  'SOURCE_QUEUE_URL',
  'DEAD_LETTER_QUEUE_URL',
  'MAX_RECEIVE_COUNT',
  'QUEUE_RECEIVE_COUNT',
  'RETRY_BASE_SECONDS',
];
/** What a stage sets about cases; whoever decides, or tells how it would be decided, reads it. */
const process = ['INVITATION_DAYS', 'DECLINE_BLOCK_DAYS', 'REMINDER_DAYS', 'ALLOWED_ROLES'];
const decider = [...consumer, 'OUTCOMES_QUEUE_URL', 'MAIL_QUEUE_URL', ...process];
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
    'MAIL_INTERVAL_MS',
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
    ...process,
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
  dev = await synthesizeStage({ stage: 'dev', senderAddress: 'support@example.org', validate: false });
  local = await synthesizeStage({ stage: 'local', validate: false });
}, synthesisTimeout);

testInvariants(functionInvariants, () => dev);

test.each(functionNames)('%s is told exactly what it needs', (name) => {
  const expected = [...variables[name], 'TABLE_NAME', 'STAGE', 'POWERTOOLS_SERVICE_NAME', 'LOG_LEVEL'].sort();
  expect(Object.keys(named(dev, `dev-${name}`).Environment.Variables).sort()).toEqual(expected);
});

test('settings reach the functions: quick retries on this machine, patient ones deployed', () => {
  expect(named(local, 'subscription-ingested').Environment.Variables).toMatchObject({
    SOURCE_QUEUE: 'subscription-events',
    MAX_RECEIVE_COUNT: '5',
    QUEUE_RECEIVE_COUNT: '30',
    RETRY_BASE_SECONDS: '1',
    INVITATION_DAYS: '30',
    REMINDER_DAYS: '3,10,25',
    DECLINE_BLOCK_DAYS: '30',
  });
  expect(named(dev, 'dev-subscription-ingested').Environment.Variables).toMatchObject({
    SOURCE_QUEUE: 'subscription-events',
    MAX_RECEIVE_COUNT: '8',
    QUEUE_RECEIVE_COUNT: '30',
    RETRY_BASE_SECONDS: '5',
  });
});

test('the webhook is told whom to believe; what is not set has no variable', async () => {
  const root = authority({ commonName: 'Root' }).pem;
  const certificateHosts = ['certificates.example', '127.0.0.1:8443'];
  const partnerCenter = { certificateHosts, rootCertificate: root, subject: 'pin.example', tlsCa: root };
  const told = await synthesizeStage({ stage: 'local', validate: false, partnerCenter });
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

function named(deployed: Deployment, name: string) {
  const found = functions(deployed).find(({ FunctionName }) => FunctionName === name);
  if (found === undefined) throw new Error(`No function ${name}`);
  return found;
}
