import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalStack } from '../../../infra/local/start-local-stack.ts';
import { startLocalStack } from '../../../infra/local/start-local-stack.ts';
import { functionResource, type Resources, stackOf } from './template-builders.ts';

const echo = `export const handler = async (event) => {
  if (event.rawPath.startsWith('/throws')) throw new Error('inside');
  if (event.rawPath === '/shapes/malformed') return { statusCode: 'teapot' };
  if (event.rawPath === '/shapes/bare') return { bare: true };
  if (event.rawPath === '/shapes/full') return {
    statusCode: 201, headers: { 'Content-Type': 'text/html', 'X-Own': 'yes' }, cookies: ['a=1; Path=/', 'b=2'],
    body: Buffer.from('<p>ü</p>').toString('base64'), isBase64Encoded: true,
  };
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) };
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
const keys = [
  'GET /partners/{partnerId}/customers/{tenantId}',
  'GET /partners/all/customers/{tenantId}',
  'POST /echo',
];
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
    },
  },
  ...Object.fromEntries(
    [...keys, 'GET /throws', 'GET /shapes/{shape}'].map((key, index) => [`Route${index}`, route(key)]),
  ),
};

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack({ templates: [stackOf(resources)] });
});
afterAll(() => stack.close());

const echoed = async (path: string, init?: RequestInit) => (await fetch(`${stack.api}${path}`, init)).json();

describe('the HTTP API', () => {
  it('makes a payload 2.0 event of a request, decoding the path as API Gateway does', async () => {
    const headers = { 'X-Custom': 'Value', cookie: 'a=1; b=2' };
    const event = await echoed('/partners/con%20toso/customers/42?x=1&x=2&y=%20z', { headers });
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /partners/{partnerId}/customers/{tenantId}',
      rawPath: '/partners/con toso/customers/42',
      rawQueryString: 'x=1&x=2&y=%20z',
      queryStringParameters: { x: '1,2', y: ' z' },
      pathParameters: { partnerId: 'con toso', tenantId: '42' },
      cookies: ['a=1', 'b=2'],
      headers: { 'x-custom': 'Value' },
      requestContext: {
        http: { method: 'GET', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        stage: '$default',
      },
      isBase64Encoded: false,
    });
    expect(event).not.toHaveProperty('body');
    expect(event).not.toHaveProperty('headers.cookie');
  });

  it('prefers the more exact route', async () => {
    expect(await echoed('/partners/all/customers/42')).toMatchObject({ routeKey: keys[1] });
  });

  it.each([
    ['application/json', false],
    ['text/plain; charset=utf-8', false],
    ['application/x-www-form-urlencoded', true],
    ['application/cloudevents+json', true],
  ])('hands on a body of %s in base64: %s', async (type, isBase64Encoded) => {
    const event = await echoed('/echo', {
      method: 'POST',
      headers: { 'content-type': type },
      body: '{"a":"ü"}',
    });
    const body = isBase64Encoded ? Buffer.from('{"a":"ü"}').toString('base64') : '{"a":"ü"}';
    expect(event).toMatchObject({ isBase64Encoded, body });
  });

  it('sends a function’s answer: status, headers, cookies, binary body; a bare value as JSON', async () => {
    const full = await fetch(`${stack.api}/shapes/full`);
    expect([full.status, full.headers.get('x-own'), full.headers.getSetCookie()]).toEqual([
      201,
      'yes',
      ['a=1; Path=/', 'b=2'],
    ]);
    expect(await full.text()).toBe('<p>ü</p>');
    expect(await echoed('/shapes/bare')).toEqual({ bare: true });
  });

  it.each([
    ['an unknown path', 'GET', '/nowhere', 404, 'Not Found'],
    ['an unknown method', 'DELETE', '/echo', 404, 'Not Found'],
    ['a slash too many', 'GET', '/throws/', 404, 'Not Found'],
    ['a function that throws', 'GET', '/throws', 500, 'Internal Server Error'],
    ['a malformed answer', 'GET', '/shapes/malformed', 500, 'Internal Server Error'],
  ])('answers %s as API Gateway does', async (_name, method, path, status, message) => {
    const response = await fetch(`${stack.api}${path}`, { method });
    expect([response.status, await response.json()]).toEqual([status, { message }]);
  });

  it('refuses a body over 10 MB', async () => {
    const response = await fetch(`${stack.api}/echo`, {
      method: 'POST',
      body: Buffer.alloc(10 * 1024 * 1024 + 1),
    });
    expect(response.status).toBe(413);
  });

  it.each(['sqs', 'dynamodb', 'ses', 'api'] as const)('lets no foreign host name reach %s', async (name) => {
    const url = name === 'api' ? stack.api : stack[name].endpoint;
    expect(await statusFor(url, 'evil.example')).toBe(421);
  });
});

function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request(url, { headers: { host } }, (response) => resolve(response.resume().statusCode));
    call.on('error', reject).end();
  });
}
