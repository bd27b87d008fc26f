import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import {
  type DeployedResource,
  type Deployment,
  deployment,
  ofType,
  synthesisTime,
  target,
  type Value,
} from './deployment.ts';
import { each, type Law, proveLaws } from './law.ts';

const roleType = 'AWS::IAM::Role';

/** IAM leaves out the list round a single value. */
const listed = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const resourcesSchema = z.union([z.array(z.json()), z.json().transform((one) => [one])]);
const statementSchema = z.strictObject({
  Effect: z.literal('Allow'),
  Action: listed,
  Resource: resourcesSchema,
  Condition: z.json().optional(),
});
const roleSchema = z.object({
  ManagedPolicyArns: z.array(z.json()).default([]),
  AssumeRolePolicyDocument: z.json(),
  Policies: z.array(z.object({ PolicyDocument: z.object({ Statement: z.array(statementSchema) }) })),
});

const wildStatement: Value = [
  { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }] } },
];

const laws: readonly Law[] = [
  {
    name: 'no role may do everything, or anything on everything, or has a policy of AWS',
    faults: (deployed) =>
      ofType(deployed, roleType)
        .filter((role) => JSON.stringify(role.properties.Policies).includes('*') || managed(role).length > 0)
        .map(({ id }) => id),
    broken: {
      'on everything': each(roleType, 'Policies', wildStatement),
      'a policy of AWS': each(roleType, 'ManagedPolicyArns', [
        'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
      ]),
    },
  },
  {
    name: 'permissions are given in roles only, where these tests see them',
    faults: (deployed) =>
      deployed.resources
        .filter(({ type }) => /^AWS::IAM::(Managed)?Policy$|^AWS::IAM::RolePolicy$/.test(type))
        .map(({ id }) => id),
    broken: {
      'a policy beside': (deployed) =>
        deployed.resources.slice(0, 1).map((resource) => ({
          ...deployed,
          resources: [...deployed.resources, { ...resource, type: 'AWS::IAM::Policy' }],
        })),
    },
  },
];

const consume = (queue: string) => [
  `sqs:ChangeMessageVisibility ${queue}`,
  `sqs:DeleteMessage ${queue}`,
  `sqs:GetQueueAttributes ${queue}`,
  `sqs:ReceiveMessage ${queue}`,
  `sqs:SendMessage ${queue}-dlq`,
];
const table = (...actions: string[]) => actions.map((action) => `dynamodb:${action} cases`);
const deciding = [
  ...table('BatchGetItem', 'BatchWriteItem', 'PutItem', 'Query'),
  'sqs:SendMessage outcomes',
  'sqs:SendMessage mail',
];
const secret = 'secretsmanager:GetSecretValue AWS::SecretsManager::Secret';

/**
 * What each function may do, on what: `<action> <name of the resource, or its type where it has none>`, with what its ARN has
 * behind the resource's own.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'subscription-ingested': [...deciding, ...consume('subscription-events')],
  'relationship-approved': [...deciding, ...consume('relationship-events')],
  'azure-onboarding-requested': [...deciding, ...consume('azure-events')],
  'send-mail': [
    ...table('BatchGetItem', 'PutItem', 'Query'),
    ...consume('mail'),
    'sqs:SendMessage outcomes',
    'ses:SendEmail support@multichannel.example',
    'ses:SendEmail multichannel-mail',
    secret,
  ],
  'mail-feedback': [...deciding, ...consume('mail-feedback')],
  'due-work': ['dynamodb:Query cases/index/due', 'sqs:SendMessage due-cases'],
  'due-cases': [...deciding, ...consume('due-cases')],
  'approval-page': [...table('BatchGetItem', 'Query'), 'sqs:SendMessage relationship-events', secret],
  'events-api': [
    ...table('BatchGetItem'),
    'sqs:SendMessage subscription-events',
    'sqs:SendMessage relationship-events',
    'sqs:SendMessage azure-events',
  ],
  'cases-api': [...table('BatchGetItem', 'Query'), 'dynamodb:Query cases/index/customers'],
  'partner-center-webhook': [
    ...table('BatchGetItem', 'Query'),
    'sqs:SendMessage relationship-events',
    'sqs:SendMessage azure-events',
    'sqs:SendMessage outcomes',
  ],
};

let local: Deployment;
beforeAll(async () => {
  local = await deployment({ stage: 'local', validate: false });
}, synthesisTime);

proveLaws(laws, () => local);

test('there is one role a function, and no function without a line in the table below', () => {
  expect(ofType(local, 'AWS::Lambda::Function').map(nameOf).sort()).toEqual(Object.keys(allowed).sort());
  expect(ofType(local, roleType)).toHaveLength(Object.keys(allowed).length);
});

test.each(Object.entries(allowed))('%s may do what it does, and log', (name, expected) => {
  const logging = ['logs:CreateLogStream', 'logs:PutLogEvents'].map(
    (action) => `${action} /aws/lambda/${name}`,
  );
  const granted = statementsOf(name).flatMap(({ Action, Resource }) =>
    Action.flatMap((action) => Resource.map((resource) => `${action} ${saidBy(resource)}`)),
  );
  expect(granted.sort()).toEqual([...expected, ...logging].sort());
});

test('mail leaves from the sender of the stage only', () => {
  const sending = statementsOf('send-mail').filter(({ Action }) => Action.includes('ses:SendEmail'));
  expect(sending).toHaveLength(1);
  expect(sending[0]?.Action).toEqual(['ses:SendEmail']);
  expect(sending[0]?.Condition).toEqual({
    StringEquals: { 'ses:FromAddress': 'support@multichannel.example' },
  });
});

test('only Lambda takes on the roles', () => {
  for (const { properties } of ofType(local, roleType)) {
    expect(roleSchema.parse(properties).AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
      ],
    });
  }
});

function statementsOf(functionName: string) {
  const found = ofType(local, 'AWS::Lambda::Function').find((resource) => nameOf(resource) === functionName);
  const { Policies } = roleSchema.parse(target(local, found?.properties.Role).properties);
  return Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

/** What an ARN in a policy means: a reference, or one put together with a reference at its end or a part of it behind. */
function saidBy(arn: Value): string {
  const joined = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.json())]) }).safeParse(arn);
  const parts = joined.success ? joined.data['Fn::Join'][1] : [arn];
  const last = parts.at(-1);
  return typeof last === 'string' ? nameOf(target(local, parts.at(-2))) + last : nameOf(target(local, last));
}

function nameOf({ type, properties }: DeployedResource): string {
  const names = ['FunctionName', 'TableName', 'QueueName', 'LogGroupName', 'EmailIdentity', 'Name'];
  const name = names.map((key) => properties[key]).find((value) => value !== undefined);
  return typeof name === 'string' ? name : type;
}

function managed({ properties }: DeployedResource) {
  return roleSchema.parse(properties).ManagedPolicyArns;
}
