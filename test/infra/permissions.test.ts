import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { awsCallsInBundle, awsCallsOfFunctions } from './invariants/aws-calls.ts';
import { testInvariants } from './invariants/invariant.ts';
import { roleInvariants, roleType, statementsOfFunction, traces } from './invariants/roles.ts';
import {
  type DeployedResource,
  fullStage,
  localStage,
  resourcesOfType,
  target,
  type Value,
} from './stages.ts';

const consume = (queue: string) => [
  `sqs:ChangeMessageVisibility ${queue}`,
  `sqs:DeleteMessage ${queue}`,
  `sqs:GetQueueAttributes ${queue}`,
  `sqs:ReceiveMessage ${queue}`,
  `sqs:SendMessage ${queue}-dlq`,
];
const table = (...actions: string[]) => actions.map((action) => `dynamodb:${action} cases`);
const casePermissions = [
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
  'subscription-ingested': [...casePermissions, ...consume('subscription-events')],
  'relationship-approved': [...casePermissions, ...consume('relationship-events')],
  'azure-onboarding-requested': [...casePermissions, ...consume('azure-events')],
  'send-mail': [
    ...table('BatchGetItem', 'PutItem', 'Query'),
    ...consume('mail'),
    'sqs:SendMessage outcomes',
    'ses:SendEmail support@multichannel.example',
    'ses:SendEmail multichannel-mail',
    secret,
  ],
  'mail-feedback': [...casePermissions, ...consume('mail-feedback')],
  'due-work': ['dynamodb:Query cases/index/due', 'sqs:SendMessage due-cases'],
  'due-cases': [...casePermissions, ...consume('due-cases')],
  'approval-page': [
    ...table('BatchGetItem', 'Query', 'PutItem'),
    'sqs:SendMessage relationship-events',
    secret,
  ],
  'events-api': [
    ...table('BatchGetItem', 'Query'),
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

const local = await localStage();

testInvariants(roleInvariants, await fullStage());

test('there is one role per function and one for the pipe, and every function is in the table above', () => {
  expect(resourcesOfType(local, 'AWS::Lambda::Function').map(nameOf).sort()).toEqual(
    Object.keys(allowed).sort(),
  );
  expect(resourcesOfType(local, roleType)).toHaveLength(Object.keys(allowed).length + 1);
});

test.each(Object.entries(allowed))(
  '%s has the permissions of the table, logs and traces',
  (name, expected) => {
    const logging = ['logs:CreateLogStream', 'logs:PutLogEvents'].map(
      (action) => `${action} /aws/lambda/${name}`,
    );
    const tracing = traces.map((action) => `${action} *`);
    const granted = statementsOfFunction(local, name).flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => `${action} ${saidBy(resource)}`)),
    );
    expect(granted.sort()).toEqual([...expected, ...logging, ...tracing].sort());
  },
);

/**
 * What an ARN in a policy means: a reference, one put together with a reference at its end or a part of it behind, or one of
 * SES's identities by its name.
 */
function saidBy(arn: Value): string {
  if (arn === '*') return arn;
  const joined = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.json())]) }).safeParse(arn);
  const parts = joined.success ? joined.data['Fn::Join'][1] : [arn];
  const last = parts.at(-1);
  const identities = resourcesOfType(local, 'AWS::SES::EmailIdentity').map(nameOf);
  const named = identities.find((name) => last === `:identity/${name}`);
  if (named !== undefined) return named;
  return typeof last === 'string' ? nameOf(target(local, parts.at(-2))) + last : nameOf(target(local, last));
}

function nameOf({ type, properties }: DeployedResource): string {
  const names = ['FunctionName', 'TableName', 'QueueName', 'LogGroupName', 'EmailIdentity', 'Name'];
  const name = names.map((key) => properties[key]).find((value) => value !== undefined);
  return typeof name === 'string' ? name : type;
}

const root = resolve(import.meta.dirname, '../..');

const bundle = `
import { BatchGetItemCommand, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
var Table = class {
  #client;
  async get(keys) {
    return this.#client.send(new BatchGetItemCommand({ keys }));
  }
  async putIf(item) {
    return this.#client.send(new PutItemCommand({ item }));
  }
  async keys(of) {
    return this.#client.send(new QueryCommand({ IndexName: of }));
  }
};
var Queue = class {
  async sendAll(all) {
    return this.#send(all);
  }
  async #send(all) {
    return client.send(new SendMessageBatchCommand({ all }));
  }
};
`;

test('finds the commands of methods that are called', () => {
  expect(awsCallsInBundle(bundle)).toEqual(['sqs:SendMessage']);
  expect(awsCallsInBundle(`${bundle}await dependencies.table.get([]);`)).toEqual([
    'dynamodb:BatchGetItem',
    'sqs:SendMessage',
  ]);
  expect(awsCallsInBundle(`${bundle}await table2.keys("due");`)).toContain('dynamodb:Query (index)');
});

test('finds commands outside these classes', () => {
  expect(awsCallsInBundle(`${bundle}send(new GetSecretValueCommand({}));`)).toContain(
    'secretsmanager:GetSecretValue',
  );
});

test('every function makes AWS calls, and due-work queries only its index', async () => {
  const calls = await awsCallsOfFunctions();
  for (const made of Object.values(calls)) expect(made).not.toEqual([]);
  expect(calls['due-work']).toEqual(['dynamodb:Query (index)', 'sqs:SendMessage']);
});

test('every Table is named `table`, which the search for its calls requires', async () => {
  for (const folder of ['shared', 'functions']) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    for (const { parentPath, name } of entries.filter((entry) => entry.name.endsWith('.ts'))) {
      const text = await readFile(join(parentPath, name), 'utf8');
      const typed = Array.from(text.matchAll(/(\w+)\??: Table\b(?!;?\s*\{)/g), ([, called]) => called);
      const opened = Array.from(text.matchAll(/(\w+)(?: =|:) openTable\(/g), ([, called]) => called);
      const others = [...typed, ...opened].filter((called) => called !== 'table');
      expect([name, ...others]).toEqual([name]);
    }
  }
});
