import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ReceivedRequest, type Reply, startLoopback } from '../loopback-server.ts';
import { runCaptured } from '../run-captured.ts';

const BODY = 'no json';
const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const ARN = 'arn:aws:sqs:us-east-1:1:mail-dlq';
const TENANT = '4b2a6e33-8791-4386-bd2b-0d55baf25039';

let stage: Awaited<ReturnType<typeof startLoopback>>;
let folder: string;
beforeAll(async () => {
  stage = await startLoopback(respond);
  folder = mkdtempSync(join(tmpdir(), 'multichannel-seen-'));
  const queues = { mail: `${stage.url}/1/mail`, 'mail-dlq': `${stage.url}/1/mail-dlq` };
  const sqs = { endpoint: stage.url, region: 'us-east-1', queues };
  writeFileSync(join(folder, 'stack.json'), JSON.stringify({ api: stage.url, sqs }));
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A stage with five messages in a dead-letter queue, which returns the same message every time. */
function respond({ url, headers, body }: ReceivedRequest): Reply {
  switch (String(headers['x-amz-target']).replace('AmazonSQS.', '')) {
    case 'ReceiveMessage':
      return json({ Messages: [{ MessageId: 'a', ReceiptHandle: 'r', Body: BODY, MD5OfBody: md5(BODY) }] });
    case 'GetQueueAttributes': {
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: ARN });
      const waiting = { ApproximateNumberOfMessages: '5', ApproximateNumberOfMessagesNotVisible: '0' };
      return json({ Attributes: body.includes('Approximate') ? waiting : { RedrivePolicy, QueueArn: ARN } });
    }
    default:
      if (url.includes('/customers/'))
        return { status: 404, ...json({ code: 'unknown-case', title: 'None' }) };
      return json({ now: '2026-11-22T12:00:00Z' });
  }
}

function json(value: unknown) {
  return { body: JSON.stringify(value) };
}

it.each([
  ['dlq redrive mail', 'Not every message was read'],
  ['dlq discard mail --all', 'Not every message was read'],
  [`erase contoso ${TENANT}`, 'Some messages of mail-dlq were not read'],
])('%s: fails if messages return before all were read', async (line, problem) => {
  const { code, out } = await runCaptured(line.split(' '), { stackFile: join(folder, 'stack.json') });
  expect([code, out.replace(/\s+/g, ' ')]).toEqual([1, expect.stringContaining(problem)]);
});
