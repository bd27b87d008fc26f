import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type LocalStack, startLocalStack } from '../../../../infra/local/start-local-stack.ts';
import { awsClients } from '../aws-clients.ts';
import { stackOf, tableResource } from '../template-builders.ts';

/* The rows of docs/stand-ins.md for DynamoDB. Each title stands in the table. */

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
let client: DynamoDBClient;
beforeAll(async () => {
  stack = await startLocalStack({ templates: [stackOf({ Table: indexed })] });
  client = awsClients(stack).dynamodb;
});
afterAll(() => stack?.close());

let pk: string;
let partitions = 0;
beforeEach(() => {
  pk = `p${++partitions}`;
});

type Item = Record<string, AttributeValue>;
const item = (sk: string, more: Item = {}): Item => ({ pk: { S: pk }, sk: { S: sk }, ...more });
const put = (Item: Item, more: object = {}) =>
  client.send(new PutItemCommand({ TableName: 'cases', Item, ...more }));
const get = async (Keys: Item[]) =>
  (await client.send(new BatchGetItemCommand({ RequestItems: { cases: { Keys, ConsistentRead: true } } })))
    .Responses?.cases ?? [];
const query = (more: object = {}) =>
  client.send(
    new QueryCommand({
      TableName: 'cases',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: pk } },
      ...more,
    }),
  );
const refused = (code = 'ValidationException') => ({ name: code });

it('an item has at most 400 KB, names included', async () => {
  const rest = Buffer.byteLength(`pk${pk}skxbody`);
  await put(item('x', { body: { B: new Uint8Array(400 * 1024 - rest) } }));
  const tooLarge = item('x', { body: { B: new Uint8Array(400 * 1024 - rest + 1) } });
  await expect(put(tooLarge)).rejects.toMatchObject(refused());
});

it('a partition key has 1 to 2,048 bytes, a sort key 1 to 1,024', async () => {
  await put({ pk: { S: 'p'.repeat(2048) }, sk: { S: 's'.repeat(1024) } });
  for (const wrong of [
    { pk: { S: '' }, sk: { S: 's' } },
    { pk: { S: 'p' }, sk: { S: '' } },
    { pk: { S: 'p'.repeat(2049) }, sk: { S: 's' } },
    { pk: { S: 'p' }, sk: { S: 'é'.repeat(513) } },
  ])
    await expect(put(wrong)).rejects.toMatchObject(refused());
});

it('a key of an index must not be empty; an item without it is not in the index', async () => {
  await expect(put(item('x', { part: { S: 'a' }, at: { S: '' } }))).rejects.toMatchObject(refused());
  await put(item('in', { part: { S: pk }, at: { S: '1' } }));
  await put(item('out', { part: { S: pk } }));
  const { Items } = await query({
    IndexName: 'due',
    KeyConditionExpression: 'part = :pk',
  });
  expect(Items?.map(({ sk }) => sk?.S)).toEqual(['in']);
});

it('a batch reads 1 to 100 different keys', async () => {
  await put(item('1'));
  const keys = (count: number) => Array.from({ length: count }, (_, i) => item(String(i)));
  expect(await get(keys(100))).toHaveLength(1);
  await expect(get(keys(101))).rejects.toMatchObject(refused());
  await expect(get([item('1'), item('1')])).rejects.toMatchObject(refused());
  await expect(get([])).rejects.toMatchObject(refused());
});

it('a batch of more than 16 MB comes in parts, with UnprocessedKeys', async () => {
  const large = { B: new Uint8Array(380 * 1024) };
  for (let i = 0; i < 45; i++) await put(item(String(i), { body: large }));
  const Keys = Array.from({ length: 45 }, (_, i) => item(String(i)));
  const { Responses, UnprocessedKeys } = await client.send(
    new BatchGetItemCommand({ RequestItems: { cases: { Keys } } }),
  );
  const left = UnprocessedKeys?.cases?.Keys?.length ?? 0;
  expect(left).toBeGreaterThan(0);
  expect((Responses?.cases?.length ?? 0) + left).toBe(45);
});

it('a batch writes 1 to 25 different items', async () => {
  const write = (sks: string[]) =>
    client.send(
      new BatchWriteItemCommand({
        RequestItems: { cases: sks.map((sk) => ({ PutRequest: { Item: item(sk) } })) },
      }),
    );
  const names = (count: number) => Array.from({ length: count }, (_, i) => String(i));
  await write(names(25));
  await expect(write(names(26))).rejects.toMatchObject(refused());
  await expect(write(['1', '1'])).rejects.toMatchObject(refused());
});

it('a query ends after 1 MB, and says where it goes on', async () => {
  for (let i = 0; i < 4; i++) await put(item(String(i), { body: { B: new Uint8Array(390 * 1024) } }));
  const first = await query();
  expect(first.Items?.length).toBeLessThan(4);
  const rest = await query({ ExclusiveStartKey: first.LastEvaluatedKey });
  expect([...(first.Items ?? []), ...(rest.Items ?? [])].map(({ sk }) => sk?.S)).toEqual([
    '0',
    '1',
    '2',
    '3',
  ]);
});

it('sort keys are in the order of their UTF-8 bytes', async () => {
  for (const sk of ['b', 'a', 'B', 'é', '\ufffd', '😀', '10', '9']) await put(item(sk));
  const { Items } = await query();
  expect(Items?.map(({ sk }) => sk?.S)).toEqual(['10', '9', 'B', 'a', 'b', 'é', '\ufffd', '😀']);
});

it('a condition that fails changes nothing', async () => {
  await put(item('x', { v: { N: '1' } }));
  const conditional = put(item('x', { v: { N: '2' } }), { ConditionExpression: 'attribute_not_exists(pk)' });
  await expect(conditional).rejects.toMatchObject(refused('ConditionalCheckFailedException'));
  expect((await get([item('x')]))[0]?.v?.N).toBe('1');
});

it('of many conditional writes at once, one is the first', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) =>
      put(item('x', { v: { N: String(i) } }), { ConditionExpression: 'attribute_not_exists(pk)' }),
    ),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it('an index cannot be read consistently', async () => {
  const consistent = query({
    IndexName: 'due',
    KeyConditionExpression: 'part = :pk',
    ConsistentRead: true,
  });
  await expect(consistent).rejects.toMatchObject(refused());
});

it('a name or value that an expression does not use is refused', async () => {
  const unused = put(item('x'), {
    ConditionExpression: 'attribute_not_exists(pk)',
    ExpressionAttributeValues: { ':unused': { S: 'x' } },
  });
  await expect(unused).rejects.toMatchObject(refused());
});

it('a number has at most 38 digits', async () => {
  await put(item('x', { v: { N: '9'.repeat(38) } }));
  await expect(put(item('x', { v: { N: '9'.repeat(39) } }))).rejects.toMatchObject(refused());
});

it('an unknown table is refused', async () => {
  const elsewhere = client.send(new PutItemCommand({ TableName: 'nothing', Item: item('x') }));
  await expect(elsewhere).rejects.toMatchObject(refused('ResourceNotFoundException'));
});
