import { BatchWriteItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalStack } from '../../../infra/local/start-local-stack.ts';
import { startLocalStack } from '../../../infra/local/start-local-stack.ts';
import { awsClients } from './aws-clients.ts';
import { stackOf, tableResource } from './template-builders.ts';

const indexed = {
  ...tableResource,
  Properties: {
    ...tableResource.Properties,
    AttributeDefinitions: [
      ...tableResource.Properties.AttributeDefinitions,
      { AttributeName: 'part', AttributeType: 'S' },
      { AttributeName: 'at', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'due',
        KeySchema: [
          { AttributeName: 'part', KeyType: 'HASH' },
          { AttributeName: 'at', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  },
};

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack({ templates: [stackOf({ Table: indexed })] });
  const items = Array.from({ length: 20 }, (_, index) => ({
    pk: { S: `p${index}` },
    sk: { S: 's' },
    body: { S: 'not in the index' },
    part: { S: 'one' },
    // Half of them are not in the index at all.
    ...(index % 2 === 0 && { at: { S: `2026-01-${String(index + 1).padStart(2, '0')}` } }),
  }));
  const cases = items.map((Item) => ({ PutRequest: { Item } }));
  await awsClients(stack).dynamodb.send(new BatchWriteItemCommand({ RequestItems: { cases } }));
});
afterAll(() => stack.close());

const query = (upTo: string, more: object = {}) =>
  awsClients(stack).dynamodb.send(
    new QueryCommand({
      TableName: 'cases',
      IndexName: 'due',
      KeyConditionExpression: 'part = :part AND #at <= :upTo',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':part': { S: 'one' }, ':upTo': { S: upTo } },
      ...more,
    }),
  );

it('an index gives the keys in its order, of items that have its keys, a page at a time', async () => {
  const first = await query('2026-01-09', { Limit: 3 });
  expect(first.Items?.map(({ pk }) => pk?.S)).toEqual(['p0', 'p2', 'p4']);
  expect(Object.keys(first.Items?.[0] ?? {}).sort()).toEqual(['at', 'part', 'pk', 'sk']);
  const second = await query('2026-01-09', { Limit: 3, ExclusiveStartKey: first.LastEvaluatedKey });
  expect(second.Items?.map(({ pk }) => pk?.S)).toEqual(['p6', 'p8']);
});

it('items that were read are counted, not those that lie there', async () => {
  stack.counters.reset();
  await query('2026-01-05');
  await query('2025-12-31');
  expect(stack.counters.snapshot()).toMatchObject({ dynamodb: { Query: 2 }, scanned: { Query: 3 } });
});
