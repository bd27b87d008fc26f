import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { queueReceives } from '../receives.ts';
import type { StageSettings } from '../settings.ts';
import { batchingWindow, consumerTimeout } from './consumer-timing.ts';
import type { EventQueue } from './event-queue.ts';
import { LambdaFunction, type LambdaFunctionProps } from './lambda-function.ts';
import { consumeFrom, sendTo } from './permissions.ts';

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
      permissions: [...props.permissions, consumeFrom(source.queue), sendTo(source.deadLetters)],
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
    QUEUE_RECEIVE_COUNT: String(queueReceives),
    RETRY_BASE_SECONDS: String(settings.retryBaseSeconds),
  };
}
