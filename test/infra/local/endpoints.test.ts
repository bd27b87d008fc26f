import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendEmailCommand } from '@aws-sdk/client-ses';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalStack } from '../../../infra/local/start-local-stack.ts';
import { startLocalStack } from '../../../infra/local/start-local-stack.ts';
import { awsClients, urlOf } from './aws-clients.ts';
import { consumedQueue, stackOf, tableResource } from './template-builders.ts';

const outcomes = { Outcomes: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'outcomes' } } };
let stack: LocalStack;
beforeAll(async () => {
  const handler =
    'export const handler = async (event) => { if (event.Records[0].body === "bad") throw new Error("no"); };';
  const resources = { Table: tableResource, ...consumedQueue('work', handler), ...outcomes };
  stack = await startLocalStack({ templates: [stackOf(resources)] });
  await awsClients(stack).ses.send(
    new SendEmailCommand({
      Source: 'us@us.example',
      Destination: { ToAddresses: ['you@there.example'] },
      Message: { Subject: { Data: '<b>Hello' }, Body: { Html: { Data: '<p>Hi</p>' }, Text: { Data: 'Hi' } } },
      Tags: [{ Name: 'mailId', Value: 'mail-1' }],
    }),
  );
});
afterAll(() => stack.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${stack.api}/_local${path}`, { headers });
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${stack.api}/_local${path}`, { method: 'POST', body, headers });
const send = (queue: string, MessageBody: string) =>
  awsClients(stack).sqs.send(new SendMessageCommand({ QueueUrl: urlOf(stack, queue), MessageBody }));

describe('/_local', () => {
  it('lists the mails and shows one so that it can run nothing', async () => {
    const to = 'you@there.example';
    expect(await (await get('/mails')).json()).toMatchObject([
      { id: 'mail-1', to, subject: '<b>Hello', text: 'Hi' },
    ]);
    const mail = await get('/mails/mail-1.html');
    expect(await mail.text()).toBe('<p>Hi</p>');
    expect(mail.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    expect((await get('/mails/other.html')).status).toBe(404);
  });

  it('says idle only when the source queues are done; what lies in outcomes does not count', async () => {
    await send('outcomes', '{}');
    await send('work', 'good');
    expect(await (await get('/idle')).json()).toMatchObject({ idle: true });
    expect(stack.peek('work')).toEqual([]);
    expect(stack.peek('outcomes')).toHaveLength(1);
  });

  it('moves the clock, and with it what waits for a retry', async () => {
    const before = stack.clock.now().getTime();
    await send('work', 'bad');
    const { now } = JSON.parse(await (await post('/clock', '{"advance":"P8D"}')).text());
    expect(Date.parse(now) - before).toBeGreaterThanOrEqual(8 * 86_400_000);
    await post('/clock', '{"advance":"PT1S"}');
    expect(stack.peek('work-dlq').map((message) => message.body)).toEqual(['bad']);
  });

  it('tells its whole state, dead letters included and left where they are', async () => {
    const item = { pk: { S: 'CASE#contoso#42' }, sk: { S: 'HEAD' } };
    await awsClients(stack).dynamodb.send(new PutItemCommand({ TableName: 'cases', Item: item }));
    await awsClients(stack).sqs.send(
      new SendMessageCommand({
        QueueUrl: urlOf(stack, 'work-dlq'),
        MessageBody: '{}',
        MessageAttributes: {
          errorCode: { DataType: 'String', StringValue: 'invalid-event' },
          errorDetail: { DataType: 'String', StringValue: '/data/country' },
        },
      }),
    );
    const state = JSON.parse(await (await get('/state')).text());
    expect(state).toMatchObject({
      cases: [{ partnerId: 'contoso', tenantId: '42' }],
      mails: [{ id: 'mail-1' }],
    });
    const dead = state.queues.find((queue: { name: string }) => queue.name === 'work-dlq');
    expect(dead).toMatchObject({ role: 'dead-letter' });
    expect(dead.messages).toContainEqual(
      expect.objectContaining({ errorCode: 'invalid-event', errorDetail: '/data/country' }),
    );
  });

  it.each([
    ['a clock without a duration', '/clock', '{}', 400],
    ['a duration without a fixed length', '/clock', '{"advance":"P1M"}', 400],
    ['a body that is no JSON', '/clock', 'P8D', 400],
    ['an unknown feedback', '/feedback', '{"mailId":"mail-1","type":"praise"}', 400],
    ['feedback on no mail', '/feedback', '{"mailId":"none","type":"bounce"}', 404],
    ['an unknown path', '/nothing', '{}', 404],
  ])('refuses %s', async (_name, path, body, status) => {
    const response = await post(path, body);
    expect([response.status, await response.json()]).toEqual([status, { message: expect.any(String) }]);
  });

  it('is closed to pages of other sites', async () => {
    const response = await post('/clock', '{"advance":"P8D"}', { origin: 'https://evil.example' });
    expect(response.status).toBe(403);
  });

  it('serves the console under a policy that runs only its own scripts', async () => {
    const page = await get('');
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self'/);
    const own = [...(await page.text()).matchAll(/(?:src|href)="(\/_local\/[^"]+)"/g)].map(
      (match) => match[1],
    );
    expect(own).toEqual(['/_local/console.css', '/_local/browser/app.js']);
    for (const path of own) expect((await fetch(`${stack.api}${path}`)).status).toBe(200);
  });
});
