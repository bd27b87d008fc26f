import { Arn, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { queueReceives } from '../receives.ts';
import { type StageSettings, stageName } from '../settings.ts';
import { batchingWindow, consumerTimeout } from './consumer-timing.ts';

/** What an event queue is made from. */
export interface EventQueueProps {
  readonly settings: StageSettings;
  /** The contract's name; deployed it carries the stage before it. */
  readonly queueName: string;
}

/**
 * SQS keeps a message 14 days at most, and one that it moves itself keeps its age: a source that kept it as long would hand it to the
 * dead-letter queue on its last day. By redrive one message can live 27 days, less than the marks that drop repeats.
 */
const retention = { source: Duration.days(13), deadLetters: Duration.days(14) };

/** A queue of the contract and its dead-letter queue `<name>-dlq`: encrypted, reached by TLS only. */
export class EventQueue extends Construct {
  /** The contract's name, the same in every stage. */
  readonly queueName: string;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { settings, queueName }: EventQueueProps) {
    super(scope, id);
    this.queueName = queueName;
    const physicalName = stageName(settings, queueName);
    const shared = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // AWS: six times the function's timeout and the batching window, so that retries of a throttled batch fit in
      // (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html).
      visibilityTimeout: Duration.seconds(6 * consumerTimeout.toSeconds() + batchingWindow.toSeconds()),
      // Messages are kept when a queue is taken out of the stack; a first deployment that fails leaves none behind.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    };
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...shared,
      queueName: `${physicalName}-dlq`,
      retentionPeriod: retention.deadLetters,
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        sourceQueues: [this.#byName(physicalName)],
      },
    });
    this.queue = new Queue(this, 'Queue', {
      ...shared,
      queueName: physicalName,
      retentionPeriod: retention.source,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: queueReceives },
    });
    new CfnOutput(this, 'Url', { value: this.queue.queueUrl }).overrideLogicalId(`${id}QueueUrl`);
    new CfnOutput(this, 'DeadLettersUrl', { value: this.deadLetters.queueUrl }).overrideLogicalId(
      `${id}DeadLetterQueueUrl`,
    );
  }

  /** The source by its name: by reference, it and its dead-letter queue would wait for each other. */
  #byName(resource: string) {
    const arn = Arn.format({ service: 'sqs', resource }, Stack.of(this));
    return Queue.fromQueueArn(this, 'ByName', arn);
  }
}
