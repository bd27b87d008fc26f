import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundled, called } from './bare-process.ts';

interface Taken {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly path: string;
}

/** One call of each client that the functions use. */
const calls = {
  dynamodb: {
    service: 'dynamodb',
    code: "import { DynamoDBClient as Client, ListTablesCommand as Command } from '@aws-sdk/client-dynamodb'; const input = {};",
  },
  sqs: {
    service: 'sqs',
    code: "import { SQSClient as Client, ListQueuesCommand as Command } from '@aws-sdk/client-sqs'; const input = {};",
  },
  ses: {
    service: 'ses',
    code: "import { SESClient as Client, VerifyEmailIdentityCommand as Command } from '@aws-sdk/client-ses'; const input = { EmailAddress: 'a@example.com' };",
  },
  'secrets-manager': {
    service: 'secretsmanager',
    code: "import { SecretsManagerClient as Client, GetSecretValueCommand as Command } from '@aws-sdk/client-secrets-manager'; const input = { SecretId: 's' };",
  },
} as const;

const taken: Taken[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => {
    body += text;
  });
  request.on('end', () => {
    taken.push({ headers: request.headers, body, path: request.url ?? '' });
    response.end(request.headers['content-type']?.includes('json') ? '{}' : '<a></a>');
  });
});
let endpoint: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const region = 'eu-central-1';
const permanent = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI' };
const ofRole = { ...permanent, AWS_SESSION_TOKEN: 'token-of-the-role' };

describe.each(Object.entries(calls))('a bundled client of %s', (_, { service, code }) => {
  let bundle: string;
  beforeAll(async () => {
    bundle = await bundled(
      `${code}\nexport const handler = async () => { await new Client({ endpoint: process.env.ENDPOINT, maxAttempts: 1 }).send(new Command(input)); return 'done'; };`,
    );
  });

  test.each([
    ["a role's credentials", ofRole],
    ['credentials without a session', permanent],
  ])('signs with %s from its environment', async (_name, credentials) => {
    expect(await called(bundle, { ENDPOINT: endpoint, AWS_REGION: region, ...credentials })).toBe('done');
    const request = taken.pop();
    expect(request?.headers['x-amz-security-token']).toBe(
      'AWS_SESSION_TOKEN' in credentials ? credentials.AWS_SESSION_TOKEN : undefined,
    );
    expect(request?.headers.authorization).toBe(
      request && (await signatureOf(request, service, credentials)),
    );
  });

  test('says who calls: the SDK and its version', async () => {
    await called(bundle, { ENDPOINT: endpoint, AWS_REGION: region, ...ofRole });
    expect(taken.pop()?.headers['user-agent']).toMatch(/^aws-sdk-js\/3\.\d+\.\d+ /);
  });

  test('says what is missing where there are no credentials, and sends nothing', async () => {
    for (const missing of Object.keys(permanent)) {
      const env = { ENDPOINT: endpoint, AWS_REGION: region, ...ofRole, [missing]: '' };
      expect(await called(bundle, env)).toMatch(/^no-credentials: AWS_ACCESS_KEY_ID and .* are not set/);
    }
    expect(taken).toEqual([]);
  });

  test('asks no profile: Lambda has none', async () => {
    const env = { ENDPOINT: endpoint, AWS_REGION: region, ...ofRole, AWS_PROFILE: 'work' };
    expect(await called(bundle, env)).toBe('done');
    expect(taken.pop()?.headers.authorization).toContain('AKIDEXAMPLE');
  });
});

describe('what is left out of the bundles says so when it is reached', () => {
  test.each([
    [
      '@smithy/core/event-streams',
      "import { EventStreamSerde } from '@smithy/core/event-streams'; export const handler = async () => new EventStreamSerde();",
    ],
    [
      '@smithy/core/event-streams',
      "import { eventStreamSerdeProvider } from '@smithy/core/event-streams'; export const handler = async () => eventStreamSerdeProvider();",
    ],
    [
      '@aws-sdk/endpoint-cache',
      "import { DynamoDBClient } from '@aws-sdk/client-dynamodb'; export const handler = async () => new DynamoDBClient({}).config.endpointCache.getEndpoint('a');",
    ],
    [
      '@aws-sdk/endpoint-cache',
      "import { DynamoDBClient } from '@aws-sdk/client-dynamodb'; export const handler = async () => new DynamoDBClient({}).config.endpointCache.get('a');",
    ],
  ])('%s', async (what, code) => {
    expect(await called(await bundled(code), ofRole)).toBe(
      `left-out-of-bundle: ${what} is left out of the bundles. If a function needs it now, take its line out of infra/build/lean-sdk/replacements.ts.`,
    );
  });
});

/** The signature the request must carry, computed by the SDK's signer from the outside. */
async function signatureOf(
  { headers, body, path }: Taken,
  service: string,
  credentials: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const signed = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
  const at = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/
    .exec(String(headers['x-amz-date']))
    ?.slice(1)
    .map(Number);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = at ?? [];
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN } = credentials;
  const signer = new SignatureV4({
    service,
    region,
    sha256: Sha256,
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    },
  });
  const again = await signer.sign(
    {
      method: 'POST',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path,
      headers: Object.fromEntries(signed.map((name) => [name, String(headers[name])])),
      body,
    },
    { signingDate: new Date(Date.UTC(year, month - 1, day, hour, minute, second)) },
  );
  return again.headers.authorization;
}
