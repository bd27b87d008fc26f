import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Table } from '../store/table.ts';
import { Queue } from './queue.ts';
import { setting } from './settings.ts';

/** A socket that hangs costs one attempt, not the invocation; the SDK tries again by itself. In milliseconds. */
const TIMES = { connectionTimeout: 1_500, requestTimeout: 5_000 };

/** The table of this stage. */
export function openTable(): Table {
  return new Table(new DynamoDBClient({ requestHandler: TIMES }), setting('TABLE_NAME'));
}

/** One for all queues of a function: a second would cost 2 ms at the start and a TLS handshake of its own. */
let sqs: SQSClient | undefined;

/** Opens queues by the variables that hold their URLs. */
export function openQueues<const Name extends string>(...variables: Name[]): Record<Name, Queue> {
  sqs ??= new SQSClient({ requestHandler: TIMES });
  const client = sqs;
  // The keys are exactly the names given.
  return Object.fromEntries(variables.map((name) => [name, new Queue(client, setting(name))])) as Record<
    Name,
    Queue
  >;
}
