import { type CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTable, startDynamoDb } from '../../infra/local/dynamodb.ts';
import { FaultInjection } from '../../infra/local/fault-injection.ts';
import { RequestCounters } from '../../infra/local/request-counters.ts';
import { Table } from '../../shared/store/table.ts';

/** An index of the table, with projected keys, as the deployed table has two. */
export const INDEX = { name: 'customers', partition: 'listPartition', sort: 'listOrder' };

/** A table on a DynamoDB of this process, its request counters and faults. */
export async function startTable() {
  const counters = new RequestCounters();
  const faults = new FaultInjection();
  const server = await startDynamoDb({ counters, faults });
  const input: CreateTableCommand['input'] = {
    TableName: 'cases',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
      { AttributeName: INDEX.partition, AttributeType: 'S' },
      { AttributeName: INDEX.sort, AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: INDEX.name,
        KeySchema: [
          { AttributeName: INDEX.partition, KeyType: 'HASH' },
          { AttributeName: INDEX.sort, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  };
  await createTable(server.endpoint, { name: 'cases', createTable: { ...input } });
  counters.reset();
  const client = new DynamoDBClient({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  const pauses: number[] = [];
  return {
    /** It does not wait between attempts; `pauses` has the upper bounds of the pauses, in milliseconds. */
    table: new Table(client, 'cases', async (upTo) => void pauses.push(upTo)),
    pauses,
    /** Answers the next `times` requests of a kind with `answer`, without carrying them out. */
    answerNext(operation: string, answer: object, times = 1) {
      let left = times;
      client.middlewareStack.add(
        (next, context) => async (args) => {
          if (left === 0 || context.commandName !== `${operation}Command`) return next(args);
          left -= 1;
          return { response: {}, output: { $metadata: {}, ...answer } };
        },
        { step: 'deserialize', priority: 'high' },
      );
    },
    /** The next answer of a kind of request is lost on its way back: carried out, but the client tries again. */
    loseAnswer(operation: string) {
      let lost = false;
      client.middlewareStack.add(
        (next, context) => async (args) => {
          const answer = await next(args);
          if (lost || context.commandName !== `${operation}Command`) return answer;
          lost = true;
          throw Object.assign(new Error('connection reset'), { name: 'TimeoutError' });
        },
        { step: 'deserialize', priority: 'low' },
      );
    },
    counters,
    faults,
    close: async () => {
      client.destroy();
      await server.close();
    },
  };
}
