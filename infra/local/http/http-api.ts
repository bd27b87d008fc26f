import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StackClock } from '../clock.ts';
import { resourceName } from '../identity.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { FunctionLogs } from '../logs.ts';
import type { Plan } from '../template/plan.ts';
import { BodyTooLargeError, readBody } from './body.ts';
import { requestEvent, sendFunctionResponse } from './payload.ts';
import { matchRoute, parseRoute, type Route } from './routes.ts';

/** API Gateway's limit of a request body. */
const bodyLimit = 10 * 1024 * 1024;

/** The template's HTTP API: routes to functions, answers and errors as API Gateway gives them. */
export class HttpApi {
  readonly #routes: readonly Route[];
  readonly #targets: ReadonlyMap<string, { pool: FunctionPool; timeoutMilliseconds: number }>;
  readonly #clock: StackClock;
  readonly #logs: FunctionLogs;
  readonly #answered: (status: number) => void;

  constructor(
    plan: Pick<Plan, 'routes' | 'integrations'>,
    options: {
      pools: ReadonlyMap<string, FunctionPool>;
      clock: StackClock;
      logs: FunctionLogs;
      /** Told the status of every answer. */
      answered?: (status: number) => void;
    },
  ) {
    this.#clock = options.clock;
    this.#logs = options.logs;
    this.#answered = options.answered ?? (() => {});
    this.#routes = plan.routes.map(parseRoute);
    this.#targets = new Map(
      plan.integrations.map(({ id, functionArn, timeoutMilliseconds }) => {
        const pool = options.pools.get(resourceName(functionArn));
        if (pool === undefined)
          throw new Error(`integration ${id} leads to ${functionArn}, which no stack has`);
        return [id, { pool, timeoutMilliseconds }];
      }),
    );
    const lost = plan.routes.find(({ integrationId }) => !this.#targets.has(integrationId));
    if (lost !== undefined) throw new Error(`route ${lost.routeKey} leads to no integration`);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s, 2);
    const match = matchRoute(this.#routes, request.method ?? 'GET', path);
    const target = match && this.#targets.get(match.route.integrationId);
    if (match === undefined || target === undefined) return sendMessage(response, 404, 'Not Found');
    try {
      const body = await readBody(request, bodyLimit);
      const event = requestEvent(request, { match, path, query, body, now: this.#clock.now() });
      sendFunctionResponse(
        response,
        await withTimeout(target.timeoutMilliseconds, target.pool.invoke(event)),
      );
    } catch (error) {
      if (error instanceof BodyTooLargeError) return sendMessage(response, 413, 'Request Entity Too Large');
      const name = target.pool.plan.name;
      this.#logs.write(name, 'stack', `${match.route.routeKey}: ${String(error)}`);
      const late = error instanceof IntegrationTimeoutError;
      sendMessage(response, late ? 503 : 500, late ? 'Service Unavailable' : 'Internal Server Error');
    } finally {
      this.#answered(response.statusCode);
    }
  }
}

/** API Gateway gave up waiting; the function may still be at work. */
class IntegrationTimeoutError extends Error {}

function sendMessage(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ message }));
}

function withTimeout<Value>(milliseconds: number, value: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const late = new IntegrationTimeoutError(`no answer within ${milliseconds} ms`);
    const timer = setTimeout(() => reject(late), milliseconds);
    value.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
