import { createHash } from 'node:crypto';
import { awsJson } from '../aws-json-client.ts';
import type { QueueState } from '../deployment.ts';
import type { LocalStack } from '../local-stack.ts';
import { isRecord } from '../template/is-record.ts';

/** How many of each the console shows. */
const caseLimit = 500;
const outcomeLimit = 200;
const mailLimit = 100;
const logLimit = 200;

/** The answer of `GET /_local/state`. */
export async function consoleState(stack: LocalStack, depths: readonly QueueState[]): Promise<unknown> {
  return {
    now: stack.clock.now().toISOString(),
    queues: depths.map((queue) => ({
      ...queue,
      messages: queue.role === 'dead-letter' ? stack.peek(queue.name).map(deadLetter) : undefined,
    })),
    outcomes: depths
      .filter((queue) => queue.role === 'open')
      .flatMap((queue) => stack.peek(queue.name))
      .slice(-outcomeLimit)
      .reverse()
      .map((message) => parsed(message.body)),
    mails: newestMails(stack),
    cases: await cases(stack),
    alarms: stack.alarms(),
    logs: stack.logs(logLimit),
  };
}

/** Mails without their HTML, because the console asks every second. It loads the HTML of the mail it shows. */
function newestMails(stack: LocalStack): unknown[] {
  return stack
    .mails()
    .slice(-mailLimit)
    .reverse()
    .map(({ html: _html, ...mail }) => mail);
}

type Message = ReturnType<LocalStack['peek']>[number];

function deadLetter(message: Message): Record<string, unknown> {
  const attribute = (name: string) => message.messageAttributes[name]?.StringValue ?? null;
  return {
    id: message.messageId,
    sentAt: new Date(message.sentTimestamp).toISOString(),
    receiveCount: message.approximateReceiveCount,
    errorCode: attribute('errorCode'),
    errorDetail: attribute('errorDetail'),
    body: message.body.slice(0, 2000),
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** The cases in the table. `stamp` changes with every write of a case. */
async function cases(stack: LocalStack): Promise<{ partnerId: string; tenantId: string; stamp: string }[]> {
  const { endpoint, table } = stack.dynamodb;
  const found: { partnerId: string; tenantId: string; stamp: string }[] = [];
  let start: unknown;
  do {
    const page = await awsJson(
      endpoint,
      'DynamoDB_20120810.Scan',
      {
        TableName: table,
        FilterExpression: 'sk = :head AND begins_with(pk, :case)',
        ExpressionAttributeValues: { ':head': { S: 'HEAD' }, ':case': { S: 'CASE#' } },
        ...(start !== undefined && { ExclusiveStartKey: start }),
      },
      { version: '1.0' },
    );
    for (const item of Array.isArray(page.Items) ? page.Items : []) found.push(...head(item));
    start = page.LastEvaluatedKey;
  } while (start !== undefined && found.length < caseLimit);
  return found.slice(0, caseLimit);
}

function head(item: unknown) {
  const key = isRecord(item) && isRecord(item.pk) ? String(item.pk.S) : '';
  const [, partnerId, tenantId] = key.split('#');
  if (partnerId === undefined || tenantId === undefined) return [];
  return [
    { partnerId, tenantId, stamp: createHash('sha1').update(JSON.stringify(item)).digest('base64url') },
  ];
}
