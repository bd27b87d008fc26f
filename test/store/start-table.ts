import { type CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTable, startDynamoDb } from '../../infra/local/dynamodb.ts';
import { FaultInjection } from '../../infra/local/fault-injection.ts';
import { RequestCounters } from '../../infra/local/request-counters.ts';
import { Table } from '../../shared/store/table.ts';

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
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
  };
  await createTable(server.endpoint, { name: 'cases', createTable: { ...input } });
  counters.reset();
  const client = new DynamoDBClient({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  return {
    table: new Table(client, 'cases'),
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
