import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { SendEmailCommand } from '@aws-sdk/client-ses';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTable, startDynamoDb } from '../../infra/local/dynamodb.ts';
import { FaultInjection } from '../../infra/local/fault-injection.ts';
import { RequestCounters } from '../../infra/local/request-counters.ts';
import { sesEvent } from '../../infra/local/ses/event-publishing.ts';
import { SqsStandIn } from '../../infra/local/sqs.ts';
import { parseSesEvent } from '../../shared/mail/feedback.ts';
import { sqsClient } from '../scenario/queues.ts';
import { SimulatedTable } from './aws/dynamodb.ts';
import { Network } from './aws/network.ts';
import { SimulatedSes } from './aws/ses.ts';
import { SimulatedSqs, VISIBILITY_TIMEOUT } from './aws/sqs.ts';
import { FAULTS, type Fault, Faults } from './faults.ts';
import { Scheduler } from './scheduler.ts';

/* What the simulation says of AWS is what the stand-ins say, whose own conformance is in docs/stand-ins.md. */

const standIns = { counters: new RequestCounters(), faults: new FaultInjection() };

/** A world in which nothing goes wrong. */
function calmWorld() {
  const scheduler = new Scheduler(1, Date.UTC(2026, 0, 1));
  const faults = new Faults(scheduler, new Set(Object.keys(FAULTS) as Fault[]));
  return { scheduler, faults };
}

describe('the simulated table', () => {
  let server: Awaited<ReturnType<typeof startDynamoDb>>;
  let client: DynamoDBClient;
  beforeAll(async () => {
    server = await startDynamoDb(standIns);
    const names = ['pk', 'sk', 'dueShard', 'dueAt', 'listPartition', 'listOrder'];
    const index = (name: string, hash: string, range: string, ProjectionType: 'KEYS_ONLY' | 'ALL') => ({
      IndexName: name,
      KeySchema: keys(hash, range),
      Projection: { ProjectionType },
    });
    const keys = (hash: string, range: string) => [
      { AttributeName: hash, KeyType: 'HASH' as const },
      { AttributeName: range, KeyType: 'RANGE' as const },
    ];
    await createTable(server.endpoint, {
      name: 'cases',
      createTable: {
        TableName: 'cases',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: keys('pk', 'sk'),
        GlobalSecondaryIndexes: [
          index('due', 'dueShard', 'dueAt', 'ALL'),
          index('customers', 'listPartition', 'listOrder', 'ALL'),
        ],
      },
    });
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    client = new DynamoDBClient({ endpoint: server.endpoint, region: 'us-east-1', credentials });
  });
  afterAll(async () => {
    client?.destroy();
    await server?.close();
  });

  const small = (...values: string[]) => fc.constantFrom(...values);
  const key = fc.record({ pk: small('A', 'B'), sk: small('HEAD', 'SUBS#1', 'SUBS#2', 'TIME#1') });
  const item = fc.record(
    {
      key,
      version: fc.nat(3),
      registeredAt: small('2026-01', '2026-02', '2026-03'),
      dueAt: small('1', '2', '3'),
      status: small('sending', 'sent'),
    },
    { requiredKeys: ['key', 'version', 'registeredAt', 'status'] },
  );
  const condition = fc.oneof(
    fc.constant({}),
    fc.constant({ ConditionExpression: 'attribute_not_exists(pk)' }),
    fc.constant({ ConditionExpression: 'attribute_exists(pk)' }),
    fc.nat(3).map((version) => ({
      ConditionExpression: '#version = :read',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':read': { N: String(version) } },
    })),
    small('2026-01', '2026-02').map((at) => ({
      ConditionExpression: 'attribute_not_exists(pk) OR registeredAt <= :at',
      ExpressionAttributeValues: { ':at': { S: at } },
    })),
    fc.tuple(small('sending', 'sent'), fc.nat(3)).map(([status, version]) => ({
      ConditionExpression: '#status = :status AND version = :version',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':status': { S: status }, ':version': { N: String(version) } },
    })),
  );
  const commands = fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), item, condition }) },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('get' as const),
          keys: fc.uniqueArray(key, { minLength: 1, maxLength: 5, selector: ({ pk, sk }) => pk + sk }),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('write' as const),
          puts: fc.uniqueArray(item, {
            minLength: 1,
            maxLength: 3,
            selector: ({ key: { pk, sk } }) => pk + sk,
          }),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('delete' as const),
          keys: fc.uniqueArray(key, { minLength: 1, maxLength: 3, selector: ({ pk, sk }) => pk + sk }),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('query' as const),
          pk: small('A', 'B'),
          prefix: small('', 'SUBS#', 'HEAD'),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('due' as const),
          upTo: small('1', '2', '3'),
          limit: fc.integer({ min: 1, max: 3 }),
          forward: fc.boolean(),
        }),
      },
    ),
    { minLength: 1, maxLength: 30 },
  );
  type Command = typeof commands extends fc.Arbitrary<(infer C)[]> ? C : never;

  let runs = 0;
  const toAws = (command: Command, run: string) => {
    const keyOf = ({ pk, sk }: { pk: string; sk: string }) => ({ pk: { S: run + pk }, sk: { S: sk } });
    const itemOf = ({
      key: at,
      version,
      registeredAt,
      dueAt,
      status,
    }: typeof item extends fc.Arbitrary<infer I> ? I : never): Record<string, AttributeValue> => ({
      ...keyOf(at),
      version: { N: String(version) },
      registeredAt: { S: registeredAt },
      status: { S: status },
      ...(dueAt !== undefined && at.sk === 'HEAD' && { dueShard: { S: run }, dueAt: { S: dueAt } }),
    });
    switch (command.kind) {
      case 'put':
        return new PutItemCommand({ TableName: 'cases', Item: itemOf(command.item), ...command.condition });
      case 'get':
        return new BatchGetItemCommand({
          RequestItems: { cases: { Keys: command.keys.map(keyOf), ConsistentRead: true } },
        });
      case 'write':
        return new BatchWriteItemCommand({
          RequestItems: { cases: command.puts.map((one) => ({ PutRequest: { Item: itemOf(one) } })) },
        });
      case 'delete':
        return new BatchWriteItemCommand({
          RequestItems: { cases: command.keys.map((one) => ({ DeleteRequest: { Key: keyOf(one) } })) },
        });
      case 'query':
        return new QueryCommand({
          TableName: 'cases',
          ConsistentRead: true,
          KeyConditionExpression:
            command.prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: {
            ':pk': { S: run + command.pk },
            ...(command.prefix !== '' && { ':prefix': { S: command.prefix } }),
          },
        });
      case 'due':
        return new QueryCommand({
          TableName: 'cases',
          IndexName: 'due',
          KeyConditionExpression: '#partition = :partition AND #sort <= :value',
          ExpressionAttributeNames: { '#partition': 'dueShard', '#sort': 'dueAt' },
          ExpressionAttributeValues: { ':partition': { S: run }, ':value': { S: command.upTo } },
          ScanIndexForward: command.forward,
          Limit: command.limit,
        });
    }
  };

  /** What both must agree on: items and errors. Two items of one sort key have no order in an index. */
  const plain = (answer: unknown): unknown => {
    const { Responses, Items, LastEvaluatedKey } = answer as {
      Responses?: { cases: object[] };
      Items?: object[];
      LastEvaluatedKey?: object;
    };
    const sorted = (items: object[] = []) =>
      items.map((one) => JSON.stringify(Object.entries(one).sort())).sort();
    return { found: sorted(Responses?.cases), items: Items?.length, isMore: LastEvaluatedKey !== undefined };
  };
  const outcomeOf = (send: () => Promise<unknown>) => send().then(plain, (error: Error) => error.name);

  it('answers as the stand-in for DynamoDB does, whatever the commands', async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (all) => {
        const run = `run${runs++}`;
        const { scheduler, faults } = calmWorld();
        const simulated = new SimulatedTable(scheduler, faults);
        for (const command of all) {
          const aws = toAws(command, run);
          const real = await outcomeOf(() => client.send(aws as PutItemCommand));
          expect(await outcomeOf(() => simulated.apply(aws))).toEqual(real);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the simulated queues', () => {
  let server: SqsStandIn;
  let client: ReturnType<typeof sqsClient>;
  beforeAll(async () => {
    server = await SqsStandIn.start(standIns);
    client = sqsClient({ endpoint: server.endpoint, region: 'us-east-1' });
    server.createQueue({ name: 'work', attributes: { VisibilityTimeout: '1' }, deadLetterArn: undefined });
  });
  afterAll(async () => {
    client?.destroy();
    await server?.close();
  });

  it('keep, hide, give back and delete messages as the stand-in for SQS does', async () => {
    const { scheduler, faults } = calmWorld();
    const simulated = new SimulatedSqs(['work'], scheduler, faults);
    const queue = simulated.queue('work');
    const QueueUrl = `${server.endpoint}/000000000000/work`;
    const entries = ['a', 'b', 'c'].map((body) => ({
      Id: body,
      MessageBody: body,
      MessageAttributes: { errorCode: { DataType: 'String', StringValue: `code-${body}` } },
    }));
    const seen = { real: [] as unknown[], simulated: [] as unknown[] };
    const sent = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries }));
    seen.real.push(sent.Successful?.map(({ Id }) => Id).sort());
    const accepted = simulated.apply(
      new SendMessageBatchCommand({ QueueUrl, Entries: entries }),
    ) as typeof sent;
    seen.simulated.push(accepted.Successful?.map(({ Id }) => Id).sort());
    await scheduler.run(scheduler.time + 100);

    const receive = async () =>
      (
        await client.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: 10,
            MessageSystemAttributeNames: ['ApproximateReceiveCount'],
            MessageAttributeNames: ['All'],
          }),
        )
      ).Messages ?? [];
    const first = await receive();
    const firstSimulated = queue.receive(10).map((message) => ({ ...message }));
    seen.real.push(
      first
        .map(({ Body, Attributes, MessageAttributes }) => [
          Body,
          Attributes?.ApproximateReceiveCount,
          MessageAttributes?.errorCode?.StringValue,
        ])
        .sort(),
    );
    seen.simulated.push(
      firstSimulated
        .map(({ body, receives, attributes }) => [body, String(receives), attributes.errorCode])
        .sort(),
    );
    // All are hidden.
    seen.real.push((await receive()).length);
    seen.simulated.push(queue.receive(10).length);
    // One is deleted, one comes back at once, one stays hidden.
    const [deleted, back] = ['a', 'b'].map(
      (body) => first.find(({ Body }) => Body === body)?.ReceiptHandle ?? '',
    );
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: deleted }));
    await client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: back, VisibilityTimeout: 0 }),
    );
    for (const message of queue.messages) {
      if (message.body === 'a') queue.delete(message, message.receipt);
      if (message.body === 'b')
        simulated.apply(
          new ChangeMessageVisibilityCommand({
            QueueUrl,
            ReceiptHandle: message.receipt,
            VisibilityTimeout: 0,
          }),
        );
    }
    seen.real.push(
      (await receive()).map(({ Body, Attributes }) => [Body, Attributes?.ApproximateReceiveCount]),
    );
    seen.simulated.push(queue.receive(10).map(({ body, receives }) => [body, String(receives)]));
    expect(seen.simulated).toEqual(seen.real);
    await scheduler.run(scheduler.time + VISIBILITY_TIMEOUT);
    expect(
      queue
        .receive(10)
        .map(({ body }) => body)
        .sort(),
    ).toEqual(['b', 'c']);
  });
});

describe('the simulated SES', () => {
  it('publishes notices that read as those of the stand-in do', async () => {
    const { scheduler, faults } = calmWorld();
    const queue = new SimulatedSqs(['mail-feedback'], scheduler, faults).queue('mail-feedback');
    const ses = new SimulatedSes(scheduler, faults, queue);
    const caller = { name: 'test', isDead: false, troubles: 0 };
    const sent = ses.clientFor(caller, new Network(scheduler, faults, () => {})).send(
      new SendEmailCommand({
        Source: 'us@us.example',
        Destination: { ToAddresses: ['it@fabrikam.example'] },
        Tags: [
          { Name: 'mailId', Value: 'm-1' },
          { Name: 'kind', Value: 'invitation' },
        ],
        Message: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'Hello' } } },
      }),
    );
    await scheduler.run(scheduler.time + 60_000);
    const { MessageId } = await sent;
    const notices = ses.notices.map(parseSesEvent);
    const mail = {
      id: 1,
      messageId: MessageId,
      at: new Date(scheduler.time).toISOString(),
      from: 'us@us.example',
      to: ['it@fabrikam.example'],
      cc: [],
      bcc: [],
      subject: 'Hello',
      tags: { mailId: 'm-1', kind: 'invitation' },
    } as unknown as Parameters<typeof sesEvent>[0];
    const deliveredAt = notices.at(-1)?.deliveredAt ?? Number.NaN;
    const standIn = (['send', 'delivery'] as const).map((type) =>
      parseSesEvent(JSON.stringify(sesEvent(mail, type, new Date(deliveredAt)))),
    );
    expect(notices).toEqual(standIn);
  });
});
