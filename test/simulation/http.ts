import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { FunctionName } from './functions.ts';
import type { World } from './world.ts';

/** An HTTP request to the API. */
export interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** What an HTTP client gets; `null` when no answer arrives. */
export type Response = { readonly status: number; readonly body: string } | null;

/** Sends a request through the API to a function. */
export async function request(world: World, name: FunctionName, what: Request): Promise<Response> {
  const { method, path, parameters = {}, query, headers = {}, body, isBase64Encoded = false } = what;
  // API Gateway gives more; the functions read these.
  const event = {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers,
    pathParameters: parameters,
    ...(query && { queryStringParameters: query }),
    requestContext: { http: { method, path } },
    ...(body !== undefined && { body }),
    isBase64Encoded,
  } as unknown as APIGatewayProxyEventV2;
  const end = await world.lambda.invoke(name, event);
  if (world.faults.happens('http-answer-lost')) return null;
  if (end.kind !== 'answered') return { status: 500, body: '' };
  const { statusCode = 200, body: text = '' } = end.answer as APIGatewayProxyStructuredResultV2;
  world.trace(() => `${method} ${path} is answered with ${statusCode}`);
  return { status: statusCode, body: text };
}
