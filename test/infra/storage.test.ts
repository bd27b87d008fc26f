import { beforeAll, expect, test } from 'vitest';
import { type Deployment, deployment, ofType, synthesisTime } from './deployment.ts';
import { proveLaws } from './law.ts';
import { secretType, storageLaws, tableType } from './laws/storage.ts';

let local: Deployment;
beforeAll(async () => {
  local = await deployment({ stage: 'local', validate: false });
}, synthesisTime);

proveLaws(storageLaws, () => local);

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
