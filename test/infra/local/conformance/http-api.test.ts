import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LocalStack, startLocalStack } from '../../../../infra/local/start-local-stack.ts';
import { functionResource, type Resources, stackOf } from '../template-builders.ts';

/* The rows of docs/stand-ins.md for HTTP APIs. Each title stands in the table. */

const echo = `export const handler = async (event) => {
  if (event.rawPath === '/throws') throw new Error('inside');
  if (event.rawPath === '/large') return { statusCode: 200, body: 'x'.repeat(6 * 1024 * 1024) };
  if (event.rawPath === '/late') await new Promise((resolve) => setTimeout(resolve, 5_000));
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, cookies: ['a=1', 'b=2'], body: JSON.stringify(event) };
};`;
const route = (key: string) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'Api' },
    RouteKey: key,
    Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
    AuthorizationType: 'AWS_IAM',
  },
});
const resources: Resources = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
  Echo: functionResource('echo', echo),
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { 'Fn::GetAtt': ['Echo', 'Arn'] },
      PayloadFormatVersion: '2.0',
      TimeoutInMillis: 1000,
    },
  },
  ...Object.fromEntries(
    ['GET /things/{id}', 'POST /things', '$default'].map((key, i) => [`Route${i}`, route(key)]),
  ),
};

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack({ templates: [stackOf(resources)] });
});
afterAll(() => stack?.close());

/** What the function echoes, or API Gateway's own answer. */
interface Echoed {
  readonly routeKey?: string;
  readonly pathParameters?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly message?: string;
}

const get = async (path: string, init?: RequestInit) => {
  const response = await fetch(`${stack.api}${path}`, init);
  const event = (await response.json()) as Echoed;
  return { status: response.status, event };
};
const post = (body: string | Uint8Array<ArrayBuffer>, type: string) =>
  get('/things', { method: 'POST', headers: { 'content-type': type }, body });

it('paths are matched whole and with their letter case; all others take $default, without parameters', async () => {
  expect((await get('/things/1')).event).toMatchObject({
    routeKey: 'GET /things/{id}',
    pathParameters: { id: '1' },
  });
  for (const path of ['/things/1/', '//things/1', '/Things/1', '/things//1', '/things/', '/']) {
    const { event } = await get(path);
    expect([path, event.routeKey, event.pathParameters]).toEqual([path, '$default', undefined]);
  }
});

it('header names come in lower case, repeated ones joined by commas; cookies come apart', async () => {
  const headers = new Headers([
    ['X-One', 'a'],
    ['x-one', 'b'],
    ['cookie', 'a=1; b=2'],
  ]);
  const { event } = await get('/things/1', { headers });
  expect(event).toMatchObject({ headers: { 'x-one': 'a, b' }, cookies: ['a=1', 'b=2'] });
  expect(event.headers).not.toHaveProperty('cookie');
});

it('repeated query parameters are joined by commas, and decoded', async () => {
  const { event } = await get('/things/1?a=1&a=2&b=%C3%BC');
  expect(event).toMatchObject({
    rawQueryString: 'a=1&a=2&b=%C3%BC',
    queryStringParameters: { a: '1,2', b: 'ü' },
  });
});

it('text and JSON come as text, every other body in Base64', async () => {
  for (const type of ['application/json', 'text/plain; charset=utf-8'])
    expect((await post('ü', type)).event).toMatchObject({ body: 'ü', isBase64Encoded: false });
  for (const type of ['application/x-www-form-urlencoded', 'application/cloudevents+json', 'image/png'])
    expect((await post('ü', type)).event).toMatchObject({ body: 'w7w=', isBase64Encoded: true });
});

it('a body that comes as text has U+FFFD in place of bytes that are not UTF-8', async () => {
  expect((await post(Buffer.from([0x4d, 0xfc]), 'application/json')).event.body).toBe('M\ufffd');
});

it('a body of more than 10 MB gets 413, and so does one that Lambda’s 6 MB cannot hold', async () => {
  const sizes = [10 * 1024 * 1024 + 1, 6 * 1024 * 1024, 5 * 1024 * 1024];
  const statuses = await Promise.all(
    sizes.map(async (size) => (await post(Buffer.alloc(size, 'x'), 'image/png')).status),
  );
  expect(statuses).toEqual([413, 413, 413]);
  expect((await post(Buffer.alloc(4 * 1024 * 1024, 'x'), 'image/png')).status).toBe(200);
});

it('a request line with headers of more than 10,240 bytes gets 431', async () => {
  expect(await statusOf({ 'x-long': 'x'.repeat(10_300) })).toBe(431);
  expect(await statusOf({ 'x-long': 'x'.repeat(9_000) })).toBe(200);
});

it('a function that throws gets 500, one that is late 503, both as JSON; so does a response of more than 6 MB', async () => {
  expect(await get('/throws')).toMatchObject({ status: 500, event: { message: 'Internal Server Error' } });
  expect(await get('/late')).toMatchObject({ status: 503, event: { message: 'Service Unavailable' } });
  expect(await get('/large')).toMatchObject({ status: 500, event: { message: 'Internal Server Error' } });
});

it('each cookie of a response has a header of its own', async () => {
  const { headers } = await fetch(`${stack.api}/things/1`);
  expect(headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

function statusOf(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request(`${stack.api}/things/1`, { headers }, (response) =>
      resolve(response.resume().statusCode),
    );
    call.on('error', reject).end();
  });
}
