import { beforeAll, expect, test } from 'vitest';
import { functions } from './invariants/functions.ts';
import { testInvariants } from './invariants/invariant.ts';
import { mappingInvariants, mappings } from './invariants/queues.ts';
import { type Deployment, synthesisTimeout, synthesizeStage } from './stages.ts';

let local: Deployment;
let dev: Deployment;
beforeAll(async () => {
  local = await synthesizeStage({ stage: 'local', validate: false });
  dev = await synthesizeStage({ stage: 'dev', senderAddress: 'support@example.org', validate: false });
}, synthesisTimeout);

testInvariants(mappingInvariants, () => dev);

test('every queue but outcomes has its one function, mail by fives', () => {
  const fed = mappings(local).map(({ queue, mapping, functionName }) => [
    queue.QueueName,
    functionName,
    mapping.BatchSize,
  ]);
  expect(fed.sort()).toEqual([
    ['azure-events', 'azure-onboarding-requested', 10],
    ['due-cases', 'due-cases', 10],
    ['mail', 'send-mail', 5],
    ['mail-feedback', 'mail-feedback', 10],
    ['relationship-events', 'relationship-approved', 10],
    ['subscription-events', 'subscription-ingested', 10],
  ]);
});

test('mails leave no faster than the settings say, however many functions send', async () => {
  const limited = await synthesizeStage({
    stage: 'dev',
    senderAddress: 'support@example.org',
    mailsPerSecond: 3,
    validate: false,
  });
  const [sender] = mappings(limited).filter(({ functionName }) => functionName === 'dev-send-mail');
  const { Variables } =
    functions(limited).find(({ FunctionName }) => FunctionName === 'dev-send-mail')?.Environment ?? {};
  const perSecond =
    ((sender?.mapping.ScalingConfig?.MaximumConcurrency ?? 0) * 1000) / Number(Variables?.MAIL_INTERVAL_MS);
  expect(perSecond).toBeLessThanOrEqual(3);
  expect(perSecond).toBeGreaterThan(2.9);
});
