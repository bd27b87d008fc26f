import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { localAccount } from '../identity.ts';
import { isRecord } from '../template/values.ts';
import { decodePath, type RouteMatch } from './routes.ts';

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
