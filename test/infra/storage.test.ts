import { beforeAll, expect, test } from 'vitest';
import { testInvariants } from './invariants/invariant.ts';
import { secretType, storageInvariants, tableType } from './invariants/storage.ts';
import { type Deployment, resourcesOfType, synthesisTimeout, synthesizeStage } from './stages.ts';

let local: Deployment;
beforeAll(async () => {
  local = await synthesizeStage({ stage: 'local', validate: false });
}, synthesisTimeout);

testInvariants(storageInvariants, () => local);

test('there is one table, by pk and sk, paid by use, whose items end at expiresAt', () => {
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

test('it is indexed by what is due and by customers, keys only', () => {
  expect(
    resourcesOfType(local, tableType).map(({ properties }) => properties.GlobalSecondaryIndexes),
  ).toEqual([[keysOnly('due', 'dueShard', 'dueAt'), keysOnly('customers', 'listPartition', 'listOrder')]]);
});

test('the first link key is made by AWS and is nowhere in the template', () => {
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
