import * as z from 'zod';
import { type DeployedResource, type Deployment, ofType, target } from './deployment.ts';
import { parser } from './parsed.ts';

export const queueType = 'AWS::SQS::Queue';
export const mappingType = 'AWS::Lambda::EventSourceMapping';

/** Seconds in a day. */
export const day = 24 * 60 * 60;

/** A queue's properties, with SQS's defaults for what is not said. Times in seconds. */
export const queueSchema = z.object({
  QueueName: z.string(),
  VisibilityTimeout: z.number().default(30),
  MessageRetentionPeriod: z.number().default(4 * day),
  SqsManagedSseEnabled: z.boolean().optional(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.json(), maxReceiveCount: z.number() }).optional(),
  RedriveAllowPolicy: z
    .object({ redrivePermission: z.string(), sourceQueueArns: z.array(z.json()) })
    .optional(),
});

/** A mapping's properties. */
export const mappingSchema = z.object({
  BatchSize: z.number(),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  EventSourceArn: z.json(),
  FunctionName: z.json(),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
});

export const isDeadLetters = ({ properties }: DeployedResource) =>
  String(properties.QueueName).endsWith('-dlq');
export const isSource = (queue: DeployedResource) => !isDeadLetters(queue);

/** A queue, a mapping and the function it feeds, from their properties. */
export const queueOf = parser(queueSchema);
const mappingOf = parser(mappingSchema);
const fedFunctionOf = parser(
  z.object({
    FunctionName: z.string(),
    Timeout: z.number(),
    Environment: z.object({ Variables: z.record(z.string(), z.json()) }),
  }),
);

/** Every queue's properties. */
export function queues(deployed: Deployment) {
  return ofType(deployed, queueType).map(({ properties }) => queueOf(properties));
}

/** Every mapping with what stands at its two ends. `timeout` in seconds. */
export function mappings(deployed: Deployment) {
  return ofType(deployed, mappingType).map(({ id, properties }) => {
    const mapping = mappingOf(properties);
    const queue = queueOf(target(deployed, mapping.EventSourceArn).properties);
    const fed = fedFunctionOf(target(deployed, mapping.FunctionName).properties);
    const { FunctionName: functionName, Timeout: timeout, Environment } = fed;
    return { id, mapping, queue, functionName, timeout, variables: Environment.Variables };
  });
}
