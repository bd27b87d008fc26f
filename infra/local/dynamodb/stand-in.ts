import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import dynalite from 'dynalite';
import type { RequestCounters } from '../counters.ts';
import type { FaultInjection } from '../faults.ts';
import { ownRequestHeader } from '../http/aws-json.ts';
import { readBody } from '../http/body.ts';
import { closeServer, listenOnLoopback, refuseForeignHost } from '../http/loopback.ts';

/** DynamoDB's own limit of a request. */
const requestLimit = 16 * 1024 * 1024;

export interface DynamoDbStandIn {
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * DynamoDB by dynalite, behind a listener of ours that counts and puts faults before it.
 * @param options.directory LevelDB folder, fit to be killed at any moment; in memory without it
 */
export async function startDynamoDb(options: {
  directory?: string | undefined;
  counters: RequestCounters;
  faults: FaultInjection;
}): Promise<DynamoDbStandIn> {
  const { directory, counters, faults } = options;
  const settings = { createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 };
  const server = dynalite(directory === undefined ? settings : { ...settings, path: directory });
  const [engine] = server.listeners('request');
  if (engine === undefined) throw new Error('dynalite no longer answers by a request listener');

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (refuseForeignHost(request, response)) return;
    const operation = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
    const own = request.headers[ownRequestHeader] !== undefined;
    if (!own) counters.count('dynamodb', operation);
    const body = await readBody(request, requestLimit);
    const errorType = own ? undefined : faults.next('dynamodb', operation);
    if (errorType !== undefined) return sendFault(response, errorType);
    if (!own && /^(Query|Scan)$/.test(operation))
      countScanned(response, (items) => counters.count('scanned', operation, items));
    Reflect.apply(engine, server, [replayRequest(request, body), response]);
  };
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch(() => response.destroy());
  });
  const endpoint = await listenOnLoopback(server);
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
function countScanned(response: ServerResponse, tell: (items: number) => void): void {
  const end = response.end;
  response.end = (...answer: unknown[]) => {
    const scanned = /"ScannedCount":(\d+)/.exec(String(answer[0]))?.[1];
    tell(Number(scanned ?? 0));
    return Reflect.apply(end, response, answer);
  };
}

function sendFault(response: ServerResponse, errorType: string): void {
  response.writeHead(/Internal|Unavailable/.test(errorType) ? 500 : 400, {
    'content-type': 'application/x-amz-json-1.0',
  });
  const __type = `com.amazonaws.dynamodb.v20120810#${errorType}`;
  response.end(JSON.stringify({ __type, message: 'A fault put here by a test' }));
}
