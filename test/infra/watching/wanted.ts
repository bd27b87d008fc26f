import * as z from 'zod';
import { type DeployedResource, type Deployment, ofType, target, type Value } from '../deployment.ts';
import { isDeadLetters, isSource, queueType } from '../queue-shapes.ts';
import type { NamedMetric } from './alarm-shapes.ts';

/** What an alarm must look at, and from which value on it must ring at the latest. */
export interface Wanted extends NamedMetric {
  readonly most: number;
}

const named = (resource: DeployedResource, property: string): Value =>
  resource.properties[property] ?? { Ref: resource.id };
const of = (type: string, property: string) => (deployed: Deployment) =>
  deployed.resources
    .filter((resource) => resource.type === type)
    .map((resource) => named(resource, property));
const wanted = (
  namespace: string,
  name: string,
  dimensions: NamedMetric['dimensions'],
  most: number,
): Wanted => ({
  namespace,
  name,
  dimensions,
  most,
});

export const functionNames = of('AWS::Lambda::Function', 'FunctionName');
export const tableNames = of('AWS::DynamoDB::Table', 'TableName');
export const pipeNames = of('AWS::Pipes::Pipe', 'Name');
const apis = (deployed: Deployment): Value[] =>
  ofType(deployed, 'AWS::ApiGatewayV2::Api').map(({ id }) => ({ Ref: id }));

/** Depth of every dead-letter queue: the first message rings. */
export const depths = (deployed: Deployment) =>
  queues(deployed, isDeadLetters).map((QueueName) =>
    wanted('AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName }, 1),
  );

/** Age of what waits in every other queue, in seconds. */
export const ages = (deployed: Deployment) =>
  queues(deployed, isSource).map((QueueName) =>
    wanted('AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName }, 30 * 60),
  );

export const functionFailures = (deployed: Deployment) =>
  functionNames(deployed).flatMap((FunctionName) =>
    ['Errors', 'Throttles'].map((name) => wanted('AWS/Lambda', name, { FunctionName }, 5)),
  );

export const serviceFailures = (deployed: Deployment) => [
  ...apis(deployed).map((ApiId) => wanted('AWS/ApiGateway', '5xx', { ApiId }, 10)),
  ...tableNames(deployed).flatMap((TableName) => [
    ...['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) =>
      wanted('AWS/DynamoDB', name, { TableName }, 10),
    ),
    ...['BatchGetItem', 'BatchWriteItem', 'PutItem', 'Query'].map((Operation) =>
      wanted('AWS/DynamoDB', 'SystemErrors', { TableName, Operation }, 10),
    ),
  ]),
  ...pipeNames(deployed).map((PipeName) =>
    wanted('AWS/EventBridge/Pipes', 'ExecutionFailed', { PipeName }, 1),
  ),
];

/** What SES does at these rates of the account: it reviews (https://docs.aws.amazon.com/ses/latest/dg/reputationdashboardmessages.html). */
export const sesLimits = () => [
  wanted('AWS/SES', 'Reputation.BounceRate', {}, 0.05),
  wanted('AWS/SES', 'Reputation.ComplaintRate', {}, 0.001),
];

/** What only we can know. */
export const ownSigns = (stage: string) => () => [
  wanted('MultichannelSupport', 'PageUnavailable', { stage }, 5),
  wanted('MultichannelSupport', 'EventRefused', { stage }, 100),
  wanted('MultichannelSupport', 'DueBehind', { stage }, 60 * 60),
  wanted('MultichannelSupport', 'CaseFull', { stage }, 1),
  wanted('MultichannelSupport', 'RuleHit', { stage }, 1),
];

/** Functions that a schedule starts: when they are silent, nothing else tells. */
export const schedules = (deployed: Deployment) =>
  ofType(deployed, 'AWS::Events::Rule').flatMap(({ properties }) => {
    const { Targets } = z.object({ Targets: z.array(z.object({ Arn: z.json() })) }).parse(properties);
    return Targets.map(({ Arn }) =>
      wanted('AWS/Lambda', 'Invocations', { FunctionName: named(target(deployed, Arn), 'FunctionName') }, 1),
    );
  });

function queues(deployed: Deployment, which: (queue: DeployedResource) => boolean): Value[] {
  return ofType(deployed, queueType)
    .filter(which)
    .map((queue) => named(queue, 'QueueName'));
}
