import { expect, test } from 'vitest';
import * as z from 'zod';
import { authority } from '../../infra/local/partner-center/certificates.ts';
import { functionInvariants, functions } from './invariants/functions.ts';
import { type Invariant, testInvariants, withoutResource, withProperty } from './invariants/invariant.ts';
import {
  type DeployedResource,
  type Deployment,
  devStage,
  functionNames,
  localStage,
  resourcesOfType,
  synthesizeStage,
  target,
} from './stages.ts';

const dev = await devStage();
const local = await localStage();

const consumer = [
  'SOURCE_QUEUE',
  'SOURCE_QUEUE_URL',
  'DEAD_LETTER_QUEUE_URL',
  'MAX_RECEIVE_COUNT',
  'QUEUE_RECEIVE_COUNT',
  'RETRY_BASE_SECONDS',
];
/** The rule settings, for functions that decide or explain decisions. */
const process = ['INVITATION_DAYS', 'DECLINE_BLOCK_DAYS', 'REMINDER_DAYS', 'ALLOWED_ROLES'];
const decider = [...consumer, 'OUTCOMES_QUEUE_URL', 'MAIL_QUEUE_URL', ...process];
const variables: Readonly<Record<string, readonly string[]>> = {
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

testInvariants(functionInvariants, dev);

test.each(functionNames)('%s has exactly the environment variables that it needs', (name) => {
  const expected = [
    ...(variables[name] ?? []),
    'TABLE_NAME',
    'STAGE',
    'POWERTOOLS_SERVICE_NAME',
    'LOG_LEVEL',
  ].sort();
  expect(Object.keys(named(dev, `dev-${name}`).Environment.Variables).sort()).toEqual(expected);
});

test('settings reach the functions: short retry delays on the local stack, longer ones when deployed', () => {
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

test('the webhook has the partnerCenter settings; an unset setting has no variable', async () => {
  const root = authority({ commonName: 'Root' }).pem;
  const certificateHosts = ['certificates.example', '127.0.0.1:8443'];
  const partnerCenter = { certificateHosts, rootCertificate: root, subject: 'pin.example', tlsCa: root };
  const withPartnerCenter = await synthesizeStage({ stage: 'local', validate: false, partnerCenter });
  expect(named(withPartnerCenter, 'partner-center-webhook').Environment.Variables).toMatchObject({
    PARTNER_CENTER_CERTIFICATE_HOSTS: 'certificates.example,127.0.0.1:8443',
    PARTNER_CENTER_ISSUER: 'Microsoft Corporation',
    PARTNER_CENTER_ROOT: root,
    PARTNER_CENTER_SUBJECT: 'pin.example',
    PARTNER_CENTER_TLS_CA: root,
  });
});

test('links in mails use the API’s URL', () => {
  const { PUBLIC_BASE_URL } = named(dev, 'dev-send-mail').Environment.Variables;
  expect(PUBLIC_BASE_URL).toEqual(dev.outputs.ApiUrl);
  expect(target(dev, dev.outputs.ApiUrl).type).toBe('AWS::ApiGatewayV2::Api');
});

function named(deployed: Deployment, name: string) {
  const found = functions(deployed).find(({ FunctionName }) => FunctionName === name);
  if (found === undefined) throw new Error(`No function ${name}`);
  return found;
}

const ruleType = 'AWS::Events::Rule';
const permissionType = 'AWS::Lambda::Permission';
const invokeType = 'AWS::Lambda::EventInvokeConfig';

const retrySchema = z.object({ MaximumRetryAttempts: z.number(), MaximumEventAgeInSeconds: z.number() });
const ruleSchema = z.object({
  ScheduleExpression: z.string(),
  State: z.literal('ENABLED'),
  Targets: z.array(z.object({ Arn: z.json(), RetryPolicy: retrySchema.optional() })).min(1),
});
const invokeSchema = retrySchema.extend({ FunctionName: z.json(), Qualifier: z.literal('$LATEST') });

const isOfEvents = ({ properties }: DeployedResource) => properties.Principal === 'events.amazonaws.com';

const scheduleInvariants: readonly Invariant[] = [
  {
    name: 'a schedule may invoke its functions',
    violations: (deployed) => started(deployed).flatMap(({ id, isPermitted }) => (isPermitted ? [] : [id])),
    breakingChanges: {
      'no permission': (deployed) =>
        withoutResource(permissionType)(deployed).filter((one) => !one.resources.some(isOfEvents)),
      'of any rule': withProperty(permissionType, 'SourceArn', undefined, isOfEvents),
      'of another function': withProperty(permissionType, 'FunctionName', 'other', isOfEvents),
    },
  },
  {
    name: 'a scheduled invocation is not retried, because the next run finds the same cases',
    violations: (deployed) =>
      started(deployed).flatMap(({ id, rule, lambda }) =>
        rule?.MaximumRetryAttempts === 0 && lambda?.MaximumRetryAttempts === 0 ? [] : [id],
      ),
    breakingChanges: {
      'by EventBridge': (deployed) =>
        resourcesOfType(deployed, ruleType).map((rule) => ({
          ...deployed,
          resources: deployed.resources.map((one) => (one === rule ? withoutRetryPolicy(one) : one)),
        })),
      'by Lambda': withProperty(invokeType, 'MaximumRetryAttempts', 2),
      'by Lambda’s default': withoutResource(invokeType),
    },
  },
];

testInvariants(scheduleInvariants, local);

test.each([
  [undefined, 'rate(5 minutes)', 300],
  [1, 'rate(1 minute)', 60],
  [60, 'rate(1 hour)', 3600],
])('due-work runs every sweepMinutes (%s), and a late run is dropped at the next', async (...row) => {
  const [sweepMinutes, expression, seconds] = row;
  const found = started(await synthesizeStage({ stage: 'local', validate: false, sweepMinutes }));
  const late = { MaximumEventAgeInSeconds: seconds };
  expect(found).toMatchObject([{ expression, functionName: 'due-work', rule: late, lambda: late }]);
});

/** Returns the scheduled functions with the retry policies of EventBridge and Lambda. */
function started(deployed: Deployment) {
  return resourcesOfType(deployed, ruleType).flatMap((resource) => {
    const { ScheduleExpression: expression, Targets } = ruleSchema.parse(resource.properties);
    return Targets.map(({ Arn, RetryPolicy: rule }) => {
      const started = target(deployed, Arn);
      const lambda = invokeConfigs(deployed).find((one) => target(deployed, one.FunctionName) === started);
      const isPermitted = deployed.resources.some(
        (one) =>
          one.type === permissionType &&
          isOfEvents(one) &&
          JSON.stringify(one.properties.FunctionName) === JSON.stringify(Arn) &&
          JSON.stringify(one.properties.SourceArn) === JSON.stringify({ 'Fn::GetAtt': [resource.id, 'Arn'] }),
      );
      const functionName = started.properties.FunctionName;
      return { id: resource.id, expression, functionName, rule, lambda, isPermitted };
    });
  });
}

function invokeConfigs({ resources }: Deployment) {
  return resources
    .filter(({ type }) => type === invokeType)
    .map(({ properties }) => invokeSchema.parse(properties));
}

function withoutRetryPolicy(rule: DeployedResource): DeployedResource {
  const Targets = ruleSchema.parse(rule.properties).Targets.map(({ Arn }) => ({ Arn }));
  return { ...rule, properties: { ...rule.properties, Targets } };
}
