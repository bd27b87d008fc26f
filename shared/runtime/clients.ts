import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Queue } from '../effects/queue.ts';
import { Table } from '../store/table.ts';
import { setting } from './settings.ts';

/** A socket that hangs costs one attempt, not the invocation; the SDK tries again by itself. In milliseconds. */
const TIMES = { connectionTimeout: 1_500, requestTimeout: 5_000 };

/** The table of this stage. */
export function openTable(): Table {
  return new Table(new DynamoDBClient({ requestHandler: TIMES }), setting('TABLE_NAME'));
}

/** Opens queues by the variables that hold their URLs, over one client. */
export function openQueues<const Name extends string>(...variables: Name[]): Record<Name, Queue> {
  const client = new SQSClient({ requestHandler: TIMES });
  // The keys are exactly the names given.
  return Object.fromEntries(variables.map((name) => [name, new Queue(client, setting(name))])) as Record<
    Name,
    Queue
  >;
}
