import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { localAccount, resourceName } from './aws-names.ts';
import type { StackClock } from './clock.ts';
import type { FunctionLogs } from './function-logs.ts';
import { BodyTooLargeError, readBody } from './http-server.ts';
import { InvocationError } from './lambda/execution-environment.ts';
import type { FunctionPool } from './lambda/function-pool.ts';
import { isRecord } from './template/is-record.ts';
import type { Plan, RoutePlan } from './template/plan.ts';

/** API Gateway's limit of a request body. */
const bodyLimit = 10 * 1024 * 1024;

/** API Gateway's limit of a request's line and headers, in bytes (quotas page of HTTP APIs). */
export const headerLimit = 10_240;

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
      /** Called with the status of every response. */
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
      if (error instanceof BodyTooLargeError || isTooLarge(error))
        return sendMessage(response, 413, 'Request Entity Too Large');
      const name = target.pool.plan.name;
      this.#logs.write(name, 'stack', `${match.route.routeKey}: ${String(error)}`);
      const late = error instanceof IntegrationTimeoutError;
      sendMessage(response, late ? 503 : 500, late ? 'Service Unavailable' : 'Internal Server Error');
    } finally {
      this.#answered(response.statusCode);
    }
  }
}

/** Whether the request fits API Gateway and not Lambda, which takes 6 MB. */
function isTooLarge(error: unknown): boolean {
  return error instanceof InvocationError && error.code === 'payload-too-large';
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

/**
 * Content types that API Gateway hands on as text; all others, a missing one and form data among them, come in base64.
 * AWS does not list them; measured against HTTP APIs by others (ministack, pull request 766).
 */
const asText = /^(text\/.*|application\/(json|xml|javascript))$/;

/**
 * The event of an HTTP API's Lambda integration, payload format 2.0.
 * @param path raw path as received; API Gateway hands it on decoded
 */
export function requestEvent(
  request: IncomingMessage,
  target: { match: RouteMatch; path: string; query: string; body: Buffer; now: Date },
): Record<string, unknown> {
  const { match, query, body, now } = target;
  const path = decodePath(target.path);
  const { cookie, ...headers } = joinHeaders(request);
  const parameters = joinQuery(query);
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const text = asText.test(type);
  return {
    version: '2.0',
    routeKey: match.route.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(Object.keys(parameters).length > 0 && { queryStringParameters: parameters }),
    requestContext: {
      accountId: localAccount,
      apiId: 'local',
      domainName: headers.host ?? '',
      domainPrefix: 'local',
      http: {
        method: request.method ?? 'GET',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: match.route.routeKey,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
    ...(body.length > 0 && { body: body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

/** Sends a function's answer as API Gateway would. @throws Error for an answer it would call malformed */
export function sendFunctionResponse(response: ServerResponse, answer: unknown): void {
  if (!isRecord(answer) || answer.statusCode === undefined) {
    // Without a status code the whole answer is the body, as JSON.
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    return;
  }
  const status = Number(answer.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) throw new Error('malformed status code');
  const headers = new Headers({ 'content-type': 'text/plain; charset=utf-8' });
  for (const [name, value] of Object.entries(isRecord(answer.headers) ? answer.headers : {})) {
    headers.set(name, String(value));
  }
  const cookies = Array.isArray(answer.cookies) ? answer.cookies.map(String) : [];
  const body = typeof answer.body === 'string' ? answer.body : '';
  response.setHeaders(headers);
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  response.writeHead(status);
  response.end(Buffer.from(body, answer.isBase64Encoded === true ? 'base64' : 'utf8'));
}

/** Header names come lower-cased from node:http; repeated headers are joined by commas. */
function joinHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [
      name,
      (values ?? []).join(name === 'cookie' ? '; ' : ','),
    ]),
  );
}

function joinQuery(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = Object.hasOwn(parameters, name) ? `${parameters[name]},${value}` : value;
  }
  return parameters;
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `12/Mar/2026:19:03:58 +0000` */
function commonLogTime(now: Date): string {
  const [date = '', time = ''] = now.toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${months[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}

/** A route of the HTTP API, ready to be matched. */
export interface Route extends RoutePlan {
  readonly method: string;
  readonly segments: readonly string[];
}

export interface RouteMatch {
  readonly route: Route;
  /** Decoded values of `{name}` parts. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** @throws Error for a route key that is neither `METHOD /path` nor `$default` */
export function parseRoute(plan: RoutePlan): Route {
  if (plan.routeKey === '$default') return { ...plan, method: 'ANY', segments: [] };
  const match = /^([A-Z]+) \/(.*)$/.exec(plan.routeKey);
  if (match?.[1] === undefined || match[2] === undefined)
    throw new Error(`route key ${plan.routeKey} is not known here`);
  return { ...plan, method: match[1], segments: match[2].split('/') };
}

/**
 * The route API Gateway would choose: whole paths before parameters before greedy ones, a named method before ANY.
 * Source: API Gateway developer guide, "Create routes for HTTP APIs", routing API requests.
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const parts = path.slice(1).split('/');
  const matches = routes.flatMap((route) => {
    if (route.method !== 'ANY' && route.method !== method) return [];
    // It takes every path, and names no part of it.
    if (route.routeKey === '$default') return [{ route, pathParameters: {} }];
    const pathParameters = matchSegments(route.segments, parts);
    return pathParameters === undefined ? [] : [{ route, pathParameters }];
  });
  return matches.sort((one, other) => rank(one.route).localeCompare(rank(other.route)))[0];
}

function matchSegments(
  segments: readonly string[],
  parts: readonly string[],
): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const name = /^\{(.+?)(\+?)\}$/.exec(segment);
    const part = parts[index];
    if (part === undefined) return undefined;
    if (name?.[1] === undefined) {
      if (segment !== decodePath(part)) return undefined;
    } else if (name[2] === '+') {
      values[name[1]] = decodePath(parts.slice(index).join('/'));
      return values;
    } else {
      if (part === '') return undefined;
      values[name[1]] = decodePath(part);
    }
  }
  return segments.length === parts.length ? values : undefined;
}

/** Percent-decodes; what cannot be decoded stays as it is. */
export function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function rank(route: Route): string {
  const kinds = route.segments.map((segment) =>
    segment.endsWith('+}') ? 'c' : segment.startsWith('{') ? 'b' : 'a',
  );
  return `${route.routeKey === '$default' ? 'z' : kinds.join('')} ${route.method === 'ANY' ? 'b' : 'a'}`;
}
