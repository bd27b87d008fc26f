import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { awsJson, ownRequestHeader } from './aws-json-client.ts';
import type { KeptFile } from './data-folder.ts';
import { itemsToPut, refusedKey, type TableKeys, tableKeys } from './dynamodb-limits.ts';
import type { FaultInjection } from './fault-injection.ts';
import { closeServer, listenOnLoopback, readBody, refuseForeignHost } from './http-server.ts';
import { itemsPath, keepItemsInSqlite } from './item-store.ts';
import type { RequestCounters } from './request-counters.ts';
import { isRecord } from './template/is-record.ts';
import type { TablePlan } from './template/plan.ts';

keepItemsInSqlite();
const { default: dynalite } = await import('dynalite');

/** DynamoDB's own limit of a request. */
const requestLimit = 16 * 1024 * 1024;

export interface DynamoDbStandIn {
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * DynamoDB by dynalite, behind a listener of ours that counts and puts faults before it.
 * @param options.file SQLite file of the items, fit to be killed at any moment; in memory without it
 */
export async function startDynamoDb(options: {
  file?: KeptFile | undefined;
  counters: RequestCounters;
  faults: FaultInjection;
}): Promise<DynamoDbStandIn> {
  const { file, counters, faults } = options;
  const settings = { createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 };
  const server = dynalite(file === undefined ? settings : { ...settings, path: itemsPath(file) });
  const [engine] = server.listeners('request');
  if (engine === undefined) throw new Error('dynalite no longer answers by a request listener');

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (refuseForeignHost(request, response)) return;
    const operation = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
    const own = request.headers[ownRequestHeader] !== undefined;
    if (!own) counters.count('dynamodb', operation);
    const body = await readBody(request, requestLimit);
    if (!own && faults.isStopped('dynamodb')) return void response.destroy();
    const errorType = own ? undefined : faults.next('dynamodb', operation);
    if (errorType !== undefined) return sendError(response, errorType, 'A fault put here by a test');
    const refused = own ? undefined : await refusedWrite(operation, body, keysOf);
    if (refused !== undefined) return sendError(response, 'ValidationException', refused);
    if (!own && /^(Query|Scan)$/.test(operation))
      countScanned(response, (items) => counters.count('scanned', operation, items));
    Reflect.apply(engine, server, [replayRequest(request, body), response]);
  };
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch(() => response.destroy());
  });
  const endpoint = await listenOnLoopback(server);
  const known = new Map<string, TableKeys>();
  const keysOf = async (table: string): Promise<TableKeys | undefined> => {
    const keys =
      known.get(table) ?? tableKeys(await describeTable(caller(endpoint), table).catch(() => ({})));
    if (keys.partition === '') return undefined;
    known.set(table, keys);
    return keys;
  };
  return { endpoint, close: () => closeServer(server) };
}

/**
 * The request again, from memory. dynalite throws, and takes the process along, when a client goes away in the middle of a
 * request; a worker thread ended by its deadline does just that.
 */
function replayRequest(request: IncomingMessage, body: Buffer): Readable {
  const { headers, method, url } = request;
  return Object.assign(Readable.from([body]), { headers, method, url });
}

/** Tells of how many items the engine says it read for an answer, before the answer leaves. */
function countScanned(response: ServerResponse, report: (items: number) => void): void {
  const end = response.end;
  response.end = (...answer: unknown[]) => {
    const scanned = /"ScannedCount":(\d+)/.exec(String(answer[0]))?.[1];
    report(Number(scanned ?? 0));
    return Reflect.apply(end, response, answer);
  };
}

function sendError(response: ServerResponse, errorType: string, message: string): void {
  response.writeHead(/Internal|Unavailable/.test(errorType) ? 500 : 400, {
    'content-type': 'application/x-amz-json-1.0',
  });
  const __type = `com.amazonaws.dynamodb.v20120810#${errorType}`;
  response.end(JSON.stringify({ __type, message }));
}

/** Why DynamoDB refuses a write that dynalite accepts; `undefined` if it does not. */
async function refusedWrite(
  operation: string,
  body: Buffer,
  keysOf: (table: string) => Promise<TableKeys | undefined>,
): Promise<string | undefined> {
  if (operation !== 'PutItem' && operation !== 'BatchWriteItem') return undefined;
  for (const [table, item] of itemsToPut(operation, JSON.parse(body.toString()))) {
    const keys = await keysOf(table);
    // An unknown table: dynalite says so.
    if (keys === undefined) return undefined;
    const refused = refusedKey(item, keys);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

type Call = (operation: string, input: unknown) => Promise<Record<string, unknown>>;

function caller(endpoint: string): Call {
  return (operation, input) => awsJson(endpoint, `DynamoDB_20120810.${operation}`, input, { version: '1.0' });
}

/**
 * Makes the table, or takes the one that a data folder kept.
 * @throws if the stored table has other keys than the template
 */
export async function createTable(endpoint: string, plan: TablePlan): Promise<void> {
  const call = caller(endpoint);
  const listed = await call('ListTables', {});
  if (!Array.isArray(listed.TableNames) || !listed.TableNames.includes(plan.name)) {
    await call('CreateTable', plan.createTable);
    // dynalite makes the table a moment after it answered, even with a creation time of 0 ms.
    for (;;) if ((await describeTable(call, plan.name)).TableStatus === 'ACTIVE') return;
  }
  const kept = await describeTable(call, plan.name);
  if (!isDeepStrictEqual(keysAndIndexes(kept), keysAndIndexes(plan.createTable))) {
    throw new Error(
      `table ${plan.name} in the data folder has other keys than the template; start with an empty folder`,
    );
  }
}

async function describeTable(call: Call, name: string) {
  const { Table } = await call('DescribeTable', { TableName: name });
  return isRecord(Table) ? Table : {};
}

function keysAndIndexes(table: Readonly<Record<string, unknown>>): unknown {
  const indexes = Array.isArray(table.GlobalSecondaryIndexes) ? table.GlobalSecondaryIndexes : [];
  return {
    keys: table.KeySchema,
    indexes: indexes
      .map(({ IndexName, KeySchema }) => ({ IndexName, KeySchema }))
      .sort((one, other) => String(one.IndexName).localeCompare(String(other.IndexName))),
  };
}
