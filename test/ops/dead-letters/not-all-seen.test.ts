import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Heard, type Reply, startLoopback } from '../loopback.ts';
import { runCaptured } from '../run-captured.ts';

const BODY = 'no json';
const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const ARN = 'arn:aws:sqs:us-east-1:1:mail-dlq';
const TENANT = '4b2a6e33-8791-4386-bd2b-0d55baf25039';

let stage: Awaited<ReturnType<typeof startLoopback>>;
let folder: string;
beforeAll(async () => {
  stage = await startLoopback(answer);
  folder = mkdtempSync(join(tmpdir(), 'multichannel-seen-'));
  const queues = { mail: `${stage.url}/1/mail`, 'mail-dlq': `${stage.url}/1/mail-dlq` };
  const sqs = { endpoint: stage.url, region: 'us-east-1', queues };
  writeFileSync(join(folder, 'stack.json'), JSON.stringify({ api: stage.url, sqs }));
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A stage of which a dead-letter queue has five messages, and gives the same one every time. */
function answer({ url, headers, body }: Heard): Reply {
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
  ['dlq redrive mail', 'Not all messages were seen'],
  ['dlq discard mail --all', 'Not all messages were seen'],
  [`erase contoso ${TENANT}`, 'Not all were seen of mail-dlq'],
])('%s: says when messages came back before all were seen', async (line, said) => {
  const { code, out } = await runCaptured(line.split(' '), { stackFile: join(folder, 'stack.json') });
  expect([code, out.replace(/\s+/g, ' ')]).toEqual([1, expect.stringContaining(said)]);
});
