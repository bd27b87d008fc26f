import { Stack } from 'aws-cdk-lib';
import { CfnApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import type { StageSettings } from '../../settings/stage-settings.ts';

/** All monitored resources, by the names that CloudWatch uses. */
export interface MonitoredResources {
  /** Queues with a consumer: all queues that are no dead-letter queues. */
  readonly sources: readonly string[];
  readonly deadLetters: readonly string[];
  readonly functions: readonly string[];
  readonly tables: readonly MonitoredTable[];
  /** Ids of the HTTP APIs. */
  readonly apis: readonly string[];
  readonly pipes: readonly string[];
}

/** A table and its global secondary indexes, by name. */
export interface MonitoredTable {
  readonly name: string;
  readonly indexes: readonly string[];
}

/**
 * Finds all resources below these constructs. A new queue or function gets its alarms without further code. Call it after all other
 * resources exist.
 */
export function findMonitoredResources(roots: readonly IConstruct[]): MonitoredResources {
  const all = roots.flatMap((root) => root.node.findAll());
  const byType = <Resource>(type: new (...args: never[]) => Resource) =>
    all.filter((found): found is Resource & IConstruct => found instanceof type);
  const queues = byType(CfnQueue);
  const deadLetterIds = new Set(queues.flatMap(redriveTarget));
  const isDeadLetters = (queue: CfnQueue) =>
    deadLetterIds.has(identify(queue)) || /-dlq$/.test(queue.queueName ?? '');
  const nameOf = (queue: CfnQueue) => queue.queueName ?? queue.attrQueueName;
  return {
    sources: queues.filter((queue) => !isDeadLetters(queue)).map(nameOf),
    deadLetters: queues.filter(isDeadLetters).map(nameOf),
    functions: byType(CfnFunction).map((lambda) => lambda.functionName ?? lambda.ref),
    tables: byType(CfnTable).map((table) => ({
      name: table.tableName ?? table.ref,
      indexes: indexNames(table),
    })),
    apis: byType(CfnApi).map((api) => api.ref),
    pipes: byType(CfnPipe).map((pipe) => pipe.name ?? pipe.ref),
  };
}

/** The target of a queue's redrive policy, as `<stack> <logical id>`. */
function redriveTarget(queue: CfnQueue): string[] {
  const stack = Stack.of(queue);
  const arn: unknown = stack.resolve(queue.redrivePolicy)?.deadLetterTargetArn?.['Fn::GetAtt']?.[0];
  return typeof arn === 'string' ? [`${stack.stackName} ${arn}`] : [];
}

function identify(queue: CfnQueue): string {
  const stack = Stack.of(queue);
  return `${stack.stackName} ${stack.resolve(queue.logicalId)}`;
}

function indexNames(table: CfnTable): string[] {
  const indexes: unknown = Stack.of(table).resolve(table.globalSecondaryIndexes);
  return Array.isArray(indexes) ? indexes.map(({ indexName }: { indexName: string }) => indexName) : [];
}

/** Returns a resource's name without the stage, as the contract and the runbooks use it. */
export function nameWithoutStage({ stage }: StageSettings, name: string): string {
  return name.startsWith(`${stage}-`) ? name.slice(stage.length + 1) : name;
}
