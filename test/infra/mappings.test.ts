import { beforeAll, expect, test } from 'vitest';
import type * as z from 'zod';
import { type DeployedResource, type Deployment, deployment, synthesisTime } from './deployment.ts';
import { each, type Law, proveLaws } from './law.ts';
import { isSource, type mappingSchema, mappings, mappingType, queueType } from './queue-shapes.ts';

const laws: readonly Law[] = [
  {
    name: 'a message stays hidden for 6 function timeouts and the batching window',
    faults: (deployed) =>
      mappings(deployed)
        .filter(
          ({ mapping, queue, timeout }) =>
            queue.VisibilityTimeout < 6 * timeout + mapping.MaximumBatchingWindowInSeconds,
        )
        .map(({ id }) => id),
    broken: {
      'a shorter visibility': each(
        queueType,
        'VisibilityTimeout',
        179,
        (queue) => isSource(queue) && isConsumed(queue),
      ),
      'a longer window': each(mappingType, 'MaximumBatchingWindowInSeconds', 1),
      'a longer function': each(
        'AWS::Lambda::Function',
        'Timeout',
        31,
        ({ id }) => !/^(HttpFunctions|PartnerCenter|DueFunctionsDueWork)/.test(id),
      ),
    },
  },
  {
    name: 'every mapping takes partial answers, at most 10 messages, and a set number of batches at a time',
    faults: (deployed) =>
      mappings(deployed)
        .filter(({ mapping }) => !isBounded(mapping))
        .map(({ id }) => id),
    broken: {
      'all or nothing': each(mappingType, 'FunctionResponseTypes', undefined),
      'no maximum': each(mappingType, 'ScalingConfig', undefined),
      'a maximum that AWS refuses': each(mappingType, 'ScalingConfig.MaximumConcurrency', 1),
      'larger batches': each(mappingType, 'BatchSize', 11),
    },
  },
];

let local: Deployment;
let dev: Deployment;
beforeAll(async () => {
  local = await deployment({ stage: 'local', validate: false });
  dev = await deployment({ stage: 'dev', senderAddress: 'support@example.org', validate: false });
}, synthesisTime);

proveLaws(laws, () => dev);

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

function isBounded({
  BatchSize,
  FunctionResponseTypes,
  ScalingConfig,
}: z.output<typeof mappingSchema>): boolean {
  const concurrency = ScalingConfig?.MaximumConcurrency ?? 0;
  return (
    BatchSize <= 10 &&
    FunctionResponseTypes.includes('ReportBatchItemFailures') &&
    concurrency >= 2 &&
    concurrency <= 1000
  );
}

function isConsumed({ properties }: DeployedResource): boolean {
  return !String(properties.QueueName).endsWith('outcomes');
}
