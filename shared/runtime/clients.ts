import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Table } from '../store/table.ts';
import type { Platform } from './platform.ts';
import { jitteredPause } from './platform.ts';
import { Queue } from './queue.ts';
import { queueUrlVariable, setting } from './settings.ts';

/** In milliseconds. A hanging socket costs one attempt, not the invocation: the SDK retries. */
const TIMEOUTS = { connectionTimeout: 1_500, requestTimeout: 5_000 };

/** Opens the table of this stage. */
export function openTable(platform: Platform): Table {
  const client = platform.createClient(DynamoDBClient, { requestHandler: TIMEOUTS });
  return new Table(client, setting('TABLE_NAME'), jitteredPause(platform));
}

/** One client for all queues of a function: a second one costs 2 ms at the start, and its own TLS handshake. */
const sqsClients = new WeakMap<Platform, SQSClient>();

/** Opens queues by the contract's names. Their URLs come from the environment (see {@link queueUrlVariable}). */
export function openQueues<const Name extends string>(
  platform: Platform,
  ...names: Name[]
): Record<Name, Queue> {
  const client = sqsClients.get(platform) ?? platform.createClient(SQSClient, { requestHandler: TIMEOUTS });
  sqsClients.set(platform, client);
  // The keys are exactly the names given.
  return Object.fromEntries(
    names.map((name) => [name, new Queue(client, setting(queueUrlVariable(name)))]),
  ) as Record<Name, Queue>;
}
