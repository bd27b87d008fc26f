import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toCliError } from '../../../infra/ops/errors.ts';
import { deployedStage } from '../../../infra/ops/stage/deployed-stage.ts';
import { commandLine } from '../../../infra/ops/stage/stage.ts';
import { type ReceivedRequest, type Reply, startLoopback } from '../loopback-server.ts';
import { verify } from './sigv4.ts';

const SECRET = 'a-secret-that-only-this-test-has';
const KEY = { partnerId: 'contoso', tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039' };

let api: Awaited<ReturnType<typeof startLoopback>>;
let reply: (request: ReceivedRequest) => Reply;
let cloudFormation: Awaited<ReturnType<typeof startLoopback>>;
let stacks: Record<string, Record<string, string>>;

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET);
  vi.stubEnv('AWS_SESSION_TOKEN', 'a-session');
  vi.stubEnv('AWS_PROFILE', undefined);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  reply = () => ({ body: '{}' });
  api = await startLoopback((request) => reply(request));
  cloudFormation = await startLoopback(describeStacks);
  stacks = {
    'prod-multichannel-stateful': {
      TableName: 'prod-cases',
      LinkSecretArn: 'arn:aws:secretsmanager:eu-central-1:1:secret:x',
      EventBusName: 'bus',
      SubscriptionEventsQueueUrl: 'https://sqs/1/prod-subscription-events',
      SubscriptionEventsDeadLetterQueueUrl: 'https://sqs/1/prod-subscription-events-dlq',
      MailFeedbackQueueUrl: 'https://sqs/1/prod-mail-feedback',
      MailFeedbackDeadLetterQueueUrl: 'https://sqs/1/prod-mail-feedback-dlq',
    },
    'prod-multichannel-stateless': { ApiUrl: `${api.url}/` },
  };
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await api.close();
  await cloudFormation.close();
});

const open = (stage = 'prod') => deployedStage({ stage, endpoint: cloudFormation.url });

/** Answers DescribeStacks as CloudFormation does, also for a stack that does not exist. */
function describeStacks({ body }: ReceivedRequest): Reply {
  const name = new URLSearchParams(body).get('StackName') ?? '';
  const outputs = stacks[name];
  const type = 'text/xml';
  if (!outputs) {
    const message = `Stack with id ${name} does not exist`;
    const error = `<Error><Type>Sender</Type><Code>ValidationError</Code><Message>${message}</Message></Error>`;
    return { status: 400, type, body: `<ErrorResponse>${error}</ErrorResponse>` };
  }
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  const stack = `<member><StackName>${name}</StackName><Outputs>${members.join('')}</Outputs></member>`;
  const result = `<DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult>`;
  return { type, body: `<DescribeStacksResponse>${result}</DescribeStacksResponse>` };
}

describe('a deployed stage', () => {
  it('is found by the outputs of its two stacks', async () => {
    const stage = await open();
    expect(stage).toMatchObject({
      name: 'prod',
      local: false,
      linkSecret: stacks['prod-multichannel-stateful']?.LinkSecretArn,
    });
    expect(stage.queues).toEqual([
      {
        name: 'subscription-events',
        url: 'https://sqs/1/prod-subscription-events',
        deadLetterUrl: 'https://sqs/1/prod-subscription-events-dlq',
      },
      {
        name: 'mail-feedback',
        url: 'https://sqs/1/prod-mail-feedback',
        deadLetterUrl: 'https://sqs/1/prod-mail-feedback-dlq',
      },
    ]);
    expect(commandLine(stage, 'dlq list')).toBe('npm run ops -- dlq list --stage prod');
  });

  it('that does not exist: the error names the stack and region', async () => {
    await expect(open('qa')).rejects.toMatchObject({
      code: 'no-such-stage',
      message: 'There is no stack qa-multichannel-stateful in eu-central-1.',
      fix: 'Check --stage, --region and --profile.',
    });
    delete stacks['prod-multichannel-stateless']?.ApiUrl;
    await expect(open()).rejects.toMatchObject({ code: 'incomplete-stage' });
  });
});

describe('requests to its API', () => {
  it('are signed for execute-api with the credentials’ own key: GET with a query', async () => {
    const stage = await open();
    reply = () => ({ body: '{"timeline":[]}' });
    await stage.api.caseFile(KEY, 'a.b_c-1');
    const [request] = api.requests;
    expect(request?.url).toBe(`/partners/contoso/customers/${KEY.tenantId}?timeline=a.b_c-1`);
    expect(request && verify(request, SECRET)).toEqual({
      accessKeyId: 'AKIATEST',
      scope: 'eu-central-1/execute-api',
      signedHeaders: expect.arrayContaining(['host', 'x-amz-date', 'x-amz-security-token']),
      holds: true,
    });
    expect(request?.headers['x-amz-security-token']).toBe('a-session');
  });

  it('are signed with their body: POST', async () => {
    const stage = await open();
    await stage.api.publish([{ id: 'ä✓' }]);
    const [request] = api.requests;
    expect([request?.method, request?.body]).toEqual(['POST', '[{"id":"ä✓"}]']);
    expect(request?.headers['content-type']).toBe('application/cloudevents-batch+json');
    expect(request && verify(request, SECRET).holds).toBe(true);
    expect(request && verify({ ...request, body: '[]' }, SECRET).holds).toBe(false);
    expect(request && verify(request, 'another').holds).toBe(false);
  });

  it('are sent again while the API is busy, each with a new signature', async () => {
    const stage = await open();
    reply = () =>
      api.requests.length < 3
        ? { status: api.requests.length === 1 ? 429 : 503, body: '{"message":"busy"}' }
        : { body: '{}' };
    await stage.api.publish([{}]);
    expect(api.requests.map((request) => verify(request, SECRET).holds)).toEqual([true, true, true]);
  });

  it('that are refused: the error has the reason', async () => {
    const { api: target } = await open();
    reply = () => ({ status: 403, body: '{"message":"Forbidden"}' });
    await expect(target.health()).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringContaining('refuses these credentials (Forbidden)'),
    });
    reply = () => ({
      status: 400,
      body: JSON.stringify({
        code: 'invalid-events',
        title: 'None taken',
        detail: 'See',
        faults: [{ event: 1, path: 'data.x', problem: 'is bad' }],
      }),
    });
    await expect(target.publish([])).rejects.toMatchObject({
      code: 'invalid-events',
      message: 'None taken. See.',
      faults: [{ place: 'event 2', path: 'data.x', problem: 'is bad' }],
    });
    reply = () => ({ status: 404, body: '<html>' });
    await expect(target.health()).rejects.toMatchObject({
      code: 'api-answer',
      message: 'GET /health failed with status 404.',
    });
    reply = () => ({ status: 404, body: JSON.stringify({ code: 'unknown-case', title: 'x' }) });
    expect(await target.caseFile(KEY)).toBeNull();
  });
});

describe('errors of AWS and the network have plain messages', () => {
  it.each([
    ['CredentialsProviderError', 'no-credentials'],
    ['ExpiredTokenException', 'credentials-expired'],
    ['InvalidClientTokenId', 'credentials-refused'],
    ['AccessDeniedException', 'access-denied'],
    ['QueueDoesNotExist', 'no-such-queue'],
    ['ThrottlingException', 'throttled'],
    ['TimeoutError', 'timeout'],
  ])('%s', (name, code) => {
    const { message, fix, ...error } = toCliError(Object.assign(new Error('internal words'), { name }));
    expect([error.code, typeof fix]).toEqual([code, 'string']);
    expect(message).toMatch(/^[A-Z].*(\.|: internal words)$/);
  });

  it('a network error, which is the cause of the error of `fetch`', async () => {
    const gone = await startLoopback(() => ({ body: '' }));
    await gone.close();
    const error = toCliError(await fetch(gone.url).catch((error: unknown) => error));
    expect(error).toMatchObject({ code: 'unreachable', message: 'The connection failed (ECONNREFUSED).' });
  });

  it('no region', async () => {
    vi.stubEnv('AWS_REGION', undefined);
    vi.stubEnv('AWS_CONFIG_FILE', 'there-is-none');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', 'there-is-none');
    const error = toCliError(await open().catch((error: unknown) => error));
    expect(error.code).toBe('no-region');
  });
});
