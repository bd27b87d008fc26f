import type * as z from 'zod';
import { backOff } from '../../../shared/runtime/errors.ts';
import type { DeployedResource } from '../deployment.ts';
import { each, type Law } from '../law.ts';
import {
  isSource,
  type mappingSchema,
  mappings,
  mappingType,
  type queueSchema,
  queueType,
} from '../queue-shapes.ts';

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
    name: 'a queue gives a message up only after an outage of hours, and its function knows when',
    faults: (deployed) =>
      mappings(deployed)
        .filter(({ queue, variables }) => !outlastsAnOutage(queue, variables))
        .map(({ id }) => id),
    broken: {
      'few receives': each(
        queueType,
        'RedrivePolicy.maxReceiveCount',
        8,
        (queue) => isSource(queue) && isConsumed(queue),
      ),
      'a function that does not know': each(
        'AWS::Lambda::Function',
        'Environment.Variables.QUEUE_RECEIVE_COUNT',
        '31',
        isFed,
      ),
      'one patience for everything': each(
        'AWS::Lambda::Function',
        'Environment.Variables.MAX_RECEIVE_COUNT',
        '31',
        isFed,
      ),
      'no back-off': each('AWS::Lambda::Function', 'Environment.Variables.RETRY_BASE_SECONDS', '0', isFed),
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

/** Four hours of one delay after the other; the function's own limit lies below the queue's. */
function outlastsAnOutage(
  { RedrivePolicy }: z.output<typeof queueSchema>,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  const receives = RedrivePolicy?.maxReceiveCount ?? 0;
  const base = Number(variables.RETRY_BASE_SECONDS);
  let seconds = 0;
  for (let receive = 1; receive < receives; receive++) seconds += backOff(base, receive);
  const knows = Number(variables.QUEUE_RECEIVE_COUNT) === receives;
  return knows && Number(variables.MAX_RECEIVE_COUNT) <= receives && seconds >= 4 * 3600;
}

function isFed({ properties }: DeployedResource): boolean {
  return JSON.stringify(properties).includes('SOURCE_QUEUE_URL');
}

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
