import type * as z from 'zod';
import type { DeployedResource } from '../deployment.ts';
import { each, type Law } from '../law.ts';
import { isSource, type mappingSchema, mappings, mappingType, queueType } from '../queue-shapes.ts';

/** How functions are fed. */
export const mappingLaws: readonly Law[] = [
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
