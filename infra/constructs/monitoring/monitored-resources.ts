import { Stack } from 'aws-cdk-lib';
import { CfnApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';

/** What there is to watch, by the names that CloudWatch knows it by. */
export interface MonitoredResources {
  /** Queues that something shall consume. */
  readonly sources: readonly string[];
  readonly deadLetters: readonly string[];
  readonly functions: readonly string[];
  readonly tables: readonly MonitoredTable[];
  /** Ids of HTTP APIs. */
  readonly apis: readonly string[];
  readonly pipes: readonly string[];
}

/** A table and its global indexes, by their names. */
export interface MonitoredTable {
  readonly name: string;
  readonly indexes: readonly string[];
}

/**
 * Looks through everything that was made, so that a queue or function of tomorrow is watched without anybody thinking of it.
 * To be called when all else is there.
 */
export function findMonitoredResources(roots: readonly IConstruct[]): MonitoredResources {
  const all = roots.flatMap((root) => root.node.findAll());
  const of = <Resource>(type: new (...args: never[]) => Resource) =>
    all.filter((one): one is Resource & IConstruct => one instanceof type);
  const queues = of(CfnQueue);
  const given = new Set(queues.flatMap(deadLettersOf));
  const isDeadLetters = (queue: CfnQueue) =>
    given.has(identityOf(queue)) || /-dlq$/.test(queue.queueName ?? '');
  const nameOf = (queue: CfnQueue) => queue.queueName ?? queue.attrQueueName;
  return {
    sources: queues.filter((queue) => !isDeadLetters(queue)).map(nameOf),
    deadLetters: queues.filter(isDeadLetters).map(nameOf),
    functions: of(CfnFunction).map((one) => one.functionName ?? one.ref),
    tables: of(CfnTable).map((table) => ({ name: table.tableName ?? table.ref, indexes: indexesOf(table) })),
    apis: of(CfnApi).map((api) => api.ref),
    pipes: of(CfnPipe).map((pipe) => pipe.name ?? pipe.ref),
  };
}

/** The queue that another one's redrive policy points to, as `<stack> <logical id>`. */
function deadLettersOf(queue: CfnQueue): string[] {
  const stack = Stack.of(queue);
  const arn: unknown = stack.resolve(queue.redrivePolicy)?.deadLetterTargetArn?.['Fn::GetAtt']?.[0];
  return typeof arn === 'string' ? [`${stack.stackName} ${arn}`] : [];
}

function identityOf(queue: CfnQueue): string {
  const stack = Stack.of(queue);
  return `${stack.stackName} ${stack.resolve(queue.logicalId)}`;
}

function indexesOf(table: CfnTable): string[] {
  const indexes: unknown = Stack.of(table).resolve(table.globalSecondaryIndexes);
  return Array.isArray(indexes) ? indexes.map(({ indexName }: { indexName: string }) => indexName) : [];
}
