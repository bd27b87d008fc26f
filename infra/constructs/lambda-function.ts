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

/** What a function is made from. */
export interface LambdaFunctionProps {
  readonly settings: StageSettings;
  readonly bundles: Bundles;
  /** Its folder in `functions/`; deployed it carries the stage before it. */
  readonly name: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  readonly permissions: readonly PolicyStatement[];
  /** What Lambda does with an event that nobody waits for. Default: AWS's own, 2 retries within 6 hours. */
  readonly asynchronous?: { readonly retryAttempts: 0 | 1 | 2; readonly maxEventAge: Duration };
}

/** One of our functions, with a role and a log group of its own. It may do what its permissions list, and log. */
export class LambdaFunction extends Construct {
  readonly function: RuntimeFunction;

  /** @throws Error when no bundle of that name was made. */
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
    // An inline policy, not AWS's managed ones: those may write to every log group of the account.
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
      // By Lambda itself: how long it started and ran. A tracer of our own would take 26 ms of every start (decision 0015).
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      // The CDK would add a policy for traces of its own.
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

/** What a queue's function is made from. */
export interface QueueConsumerProps extends Omit<LambdaFunctionProps, 'timeout'> {
  readonly source: EventQueue;
  /** Messages in one invocation, 1 to 10. */
  readonly batchSize: number;
  /** Invocations at a time, 2 to 1000. */
  readonly maximumConcurrency: number;
}

/**
 * A function fed by a queue. It answers for every message by itself: the ones it reports come back after the delay it
 * sets, and one that can never work it moves to the dead-letter queue at once.
 */
export class QueueConsumer extends LambdaFunction {
  constructor(
    scope: Construct,
    id: string,
    { source, batchSize, maximumConcurrency, ...props }: QueueConsumerProps,
  ) {
    super(scope, id, {
      ...props,
      timeout: consumerTimeout,
      environment: { ...props.environment, ...sourceVariables(source, props.settings) },
      permissions: [...props.permissions, consumeQueue(source.queue), sendToQueues(source.deadLetters)],
    });
    new EventSourceMapping(this, 'Mapping', {
      target: this.function,
      eventSourceArn: source.queue.queueArn,
      batchSize,
      maxBatchingWindow: batchingWindow,
      maxConcurrency: maximumConcurrency,
      reportBatchItemFailures: true,
    });
  }
}

function sourceVariables(source: EventQueue, settings: StageSettings): Record<string, string> {
  return {
    SOURCE_QUEUE: source.queueName,
    SOURCE_QUEUE_URL: source.queue.queueUrl,
    DEAD_LETTER_QUEUE_URL: source.deadLetters.queueUrl,
    MAX_RECEIVE_COUNT: String(settings.maxReceiveCount),
    QUEUE_RECEIVE_COUNT: String(queueMaxReceives),
    RETRY_BASE_SECONDS: String(settings.retryBaseSeconds),
  };
}
