import { beforeAll, expect, test } from 'vitest';
import { type Deployment, deployment, ofType, synthesisTime } from './deployment.ts';
import { each, type Law, proveLaws } from './law.ts';

const tableType = 'AWS::DynamoDB::Table';
const secretType = 'AWS::SecretsManager::Secret';

const laws: readonly Law[] = [
  {
    name: 'every table can be put back to any moment, is encrypted and cannot be deleted by mistake',
    faults: (deployed) =>
      ofType(deployed, tableType)
        .filter(({ properties }) => !isKept(properties))
        .map(({ id }) => id),
    broken: {
      'no point in time': each(tableType, 'PointInTimeRecoverySpecification', undefined),
      'recovery switched off': each(
        tableType,
        'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled',
        false,
      ),
      'no encryption': each(tableType, 'SSESpecification', undefined),
      'no protection': each(tableType, 'DeletionProtectionEnabled', undefined),
    },
  },
  {
    name: 'what cannot be made again outlives its stack',
    faults: (deployed) =>
      [...ofType(deployed, tableType), ...ofType(deployed, secretType)]
        .filter(
          ({ deletionPolicy, replacePolicy }) => deletionPolicy !== 'Retain' || replacePolicy !== 'Retain',
        )
        .map(({ id }) => id),
    broken: {
      'deleted with it': (deployed) =>
        [tableType, secretType].map((type) => ({
          ...deployed,
          resources: deployed.resources.map((it) =>
            it.type === type ? { ...it, deletionPolicy: 'Delete' } : it,
          ),
        })),
    },
  },
];

let local: Deployment;
beforeAll(async () => {
  local = await deployment({ stage: 'local', validate: false });
}, synthesisTime);

proveLaws(laws, () => local);

test('there is one table, by pk and sk, paid by use, whose items end at expiresAt', () => {
  expect(ofType(local, tableType).map(({ properties }) => properties)).toMatchObject([
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

test('it is indexed by what is due and by customers, keys only', () => {
  expect(ofType(local, tableType).map(({ properties }) => properties.GlobalSecondaryIndexes)).toEqual([
    [keysOnly('due', 'dueShard', 'dueAt'), keysOnly('customers', 'listPartition', 'listOrder')],
  ]);
});

test('the first link key is made by AWS and is nowhere in the template', () => {
  expect(ofType(local, secretType).map(({ properties }) => properties.GenerateSecretString)).toEqual([
    {
      SecretStringTemplate: '{"current":"k1"}',
      GenerateStringKey: 'k1',
      PasswordLength: 64,
      ExcludePunctuation: true,
    },
  ]);
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

function isKept(properties: Readonly<Record<string, unknown>>): boolean {
  const { PointInTimeRecoverySpecification: recovery, SSESpecification: encryption } = properties;
  return (
    JSON.stringify(recovery) === '{"PointInTimeRecoveryEnabled":true}' &&
    JSON.stringify(encryption) === '{"SSEEnabled":true}' &&
    properties.DeletionProtectionEnabled === true
  );
}
