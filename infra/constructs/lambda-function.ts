import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  EventSourceMapping,
  LoggingFormat,
  Runtime,
  Function as RuntimeFunction,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Bundles } from '../build/bundles.ts';
import { queueMaxReceives, type StageSettings, stageName } from '../settings/stage-settings.ts';
import { batchingWindow, consumerTimeout, type EventQueue } from './event-queues.ts';
import { consumeQueue, sendToQueues, writeLogs, writeTraces } from './permissions.ts';

/** Properties of a {@link LambdaFunction}. */
export interface LambdaFunctionProps {
  readonly settings: StageSettings;
  readonly bundles: Bundles;
  /** The folder in `functions/`. The deployed function has the stage before it. */
  readonly name: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  readonly permissions: readonly PolicyStatement[];
  /** Retries of asynchronous invocations. Default: AWS's own, 2 retries within 6 hours. */
  readonly asynchronous?: { readonly retryAttempts: 0 | 1 | 2; readonly maxEventAge: Duration };
}

/** A function with its own role and log group. It may do what `permissions` lists, write its log and send traces. */
export class LambdaFunction extends Construct {
  readonly function: RuntimeFunction;

  /** @throws Error when there is no bundle of that name */
  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    const { settings, bundles, name } = props;
    const bundle = bundles[name];
    if (bundle === undefined)
      throw new Error(`There is no bundle of "${name}": functions/${name}/handler.ts is missing.`);
    const functionName = stageName(settings, name);
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // An inline policy: AWS's managed ones allow writing to every log group of the account.
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${functionName} may do`,
      inlinePolicies: {
        permissions: new PolicyDocument({
          statements: [...props.permissions, writeLogs(logGroup), writeTraces()],
        }),
      },
    });
    this.function = new RuntimeFunction(this, 'Function', {
      functionName,
      description: props.description,
      code: Code.fromAsset(bundle),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: props.timeout,
      // Lambda itself records how long the function started and ran. A tracer in the code would add 26 ms to every start (decision 0015).
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      // Keeps the CDK from adding its own policy for traces.
      role: role.withoutPolicyUpdates(),
      environment: {
        ...props.environment,
        STAGE: settings.stage,
        POWERTOOLS_SERVICE_NAME: name,
        LOG_LEVEL: 'INFO',
      },
      ...props.asynchronous,
    });
  }
}

/** Properties of a {@link QueueConsumer}. The queue's shape gives name, batch size and concurrency. */
export interface QueueConsumerProps extends Omit<LambdaFunctionProps, 'name' | 'timeout'> {
  readonly source: EventQueue;
}

/**
 * A function that a queue feeds. The function reports each failed message by itself (partial batch responses): a reported message returns
 * after the delay the function sets, and a message that can never succeed moves to the dead-letter queue at once.
 */
export class QueueConsumer extends LambdaFunction {
  constructor(scope: Construct, id: string, { source, ...props }: QueueConsumerProps) {
    super(scope, id, {
      ...props,
      name: source.consumer,
      timeout: consumerTimeout,
      environment: { ...props.environment, ...sourceVariables(source, props.settings) },
      permissions: [...props.permissions, consumeQueue(source.queue), sendToQueues(source.deadLetters)],
    });
    const { batchSize, maxConcurrency } = source;
    new EventSourceMapping(this, 'Mapping', {
      target: this.function,
      eventSourceArn: source.queue.queueArn,
      batchSize,
      maxBatchingWindow: batchingWindow,
      ...(maxConcurrency !== undefined && { maxConcurrency }),
      reportBatchItemFailures: true,
    });
  }
}

function sourceVariables(source: EventQueue, settings: StageSettings): Record<string, string> {
  return {
    SOURCE_QUEUE: source.name,
    SOURCE_QUEUE_URL: source.queue.queueUrl,
    DEAD_LETTER_QUEUE_URL: source.deadLetters.queueUrl,
    MAX_RECEIVE_COUNT: String(settings.maxReceiveCount),
    QUEUE_RECEIVE_COUNT: String(queueMaxReceives),
    RETRY_BASE_SECONDS: String(settings.retryBaseSeconds),
  };
}
