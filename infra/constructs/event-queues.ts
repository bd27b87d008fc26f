import { Arn, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, ArnPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { queueUrlVariable } from '../../shared/runtime/settings.ts';
import { queueMaxReceives, type StageSettings, stageName } from '../settings/stage-settings.ts';

/** How one queue is consumed. */
interface QueueShape {
  /** The contract's name. A deployed queue has the stage before it. */
  readonly name: string;
  /** The function in `functions/` that the queue feeds; `outcomes` feeds an EventBridge pipe. */
  readonly consumer: string;
  /** Messages in one batch, 1 to 10. */
  readonly batchSize: number;
  /** Invocations at the same time, 2 to 1000. A pipe has no such limit. */
  readonly maxConcurrency?: number;
}

/**
 * Every queue of the contract, and `due-cases` for the timers. Each has a dead-letter queue `<name>-dlq`.
 *
 * Events arrive on three queues: a bulk import never delays a customer's approval. `subscription-events` takes the bulk
 * imports and so has the highest concurrency. `mail` has the lowest that SQS allows, because all senders together must keep to the
 * sending rate of SES.
 */
const queueShapes = {
  subscriptionEvents: {
    name: 'subscription-events',
    consumer: 'subscription-ingested',
    batchSize: 10,
    maxConcurrency: 20,
  },
  relationshipEvents: {
    name: 'relationship-events',
    consumer: 'relationship-approved',
    batchSize: 10,
    maxConcurrency: 10,
  },
  azureEvents: {
    name: 'azure-events',
    consumer: 'azure-onboarding-requested',
    batchSize: 10,
    maxConcurrency: 10,
  },
  dueCases: { name: 'due-cases', consumer: 'due-cases', batchSize: 10, maxConcurrency: 5 },
  outcomes: { name: 'outcomes', consumer: 'outcomes-to-bus', batchSize: 10 },
  mail: { name: 'mail', consumer: 'send-mail', batchSize: 5, maxConcurrency: 2 },
  mailFeedback: { name: 'mail-feedback', consumer: 'mail-feedback', batchSize: 10, maxConcurrency: 5 },
} as const satisfies Record<string, QueueShape>;

/** How long one invocation of a consumer may take. The visibility timeout follows from it. */
export const consumerTimeout = Duration.seconds(30);

/** How long Lambda waits for a batch to fill. It does not wait, so a customer's approval is processed at once. */
export const batchingWindow = Duration.seconds(0);

/** What all queues have in common. */
const everyQueue = {
  // AWS recommends six times the function's timeout plus the batching window, which leaves room for the retries of a throttled batch
  // (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html).
  visibilityTimeout: Duration.seconds(6 * consumerTimeout.toSeconds() + batchingWindow.toSeconds()),
  maxReceives: queueMaxReceives,
  // SQS keeps a message for 14 days at most. A message that SQS moves keeps its age, so a source with the same retention would move it on
  // its last day. With redrives a message can live for 27 days, which is less than the event index that drops repeats.
  retention: { source: Duration.days(13), deadLetters: Duration.days(14) },
  // A message that is moved to the dead-letter queue gets attributes with the error. SQS counts them: without this room, the largest messages
  // could not be moved. In bytes; SQS allows 1 MiB (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html).
  maxMessageBytes: { source: 1_048_576 - 8_192, deadLetters: 1_048_576 },
} as const;

/** A queue with its dead-letter queue: both encrypted, both reachable by TLS only. */
export class EventQueue extends Construct implements QueueShape {
  /** The contract's name, the same in every stage. */
  readonly name: string;
  readonly consumer: string;
  readonly batchSize: number;
  readonly maxConcurrency?: number;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, settings: StageSettings, shape: QueueShape) {
    super(scope, id);
    this.name = shape.name;
    this.consumer = shape.consumer;
    this.batchSize = shape.batchSize;
    if (shape.maxConcurrency !== undefined) this.maxConcurrency = shape.maxConcurrency;
    const queueName = stageName(settings, shape.name);
    const shared = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: everyQueue.visibilityTimeout,
      // Keeps the messages when a queue leaves the stack. A first deployment that fails leaves nothing behind.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    };
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...shared,
      queueName: `${queueName}-dlq`,
      retentionPeriod: everyQueue.retention.deadLetters,
      maxMessageSizeBytes: everyQueue.maxMessageBytes.deadLetters,
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        sourceQueues: [this.#sourceByName(queueName)],
      },
    });
    this.queue = new Queue(this, 'Queue', {
      ...shared,
      queueName,
      retentionPeriod: everyQueue.retention.source,
      maxMessageSizeBytes: everyQueue.maxMessageBytes.source,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: everyQueue.maxReceives },
    });
    new CfnOutput(this, 'Url', { value: this.queue.queueUrl }).overrideLogicalId(`${id}QueueUrl`);
    new CfnOutput(this, 'DeadLettersUrl', { value: this.deadLetters.queueUrl }).overrideLogicalId(
      `${id}DeadLetterQueueUrl`,
    );
  }

  /** The source queue by its name: with references, the queue and its dead-letter queue would depend on each other. */
  #sourceByName(resource: string) {
    const arn = Arn.format({ service: 'sqs', resource }, Stack.of(this));
    return Queue.fromQueueArn(this, 'ByName', arn);
  }

  /**
   * Allows the publishers of the settings to send to this queue, and nothing else. Roles in this account need no more than a policy of
   * their own.
   */
  allowPublishers({ accounts, roles, eventRules }: StageSettings['publishers']): void {
    const principals = [
      ...accounts.map((account) => new AccountPrincipal(account)),
      ...roles.map((role) => new ArnPrincipal(role)),
    ];
    const send = { actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] };
    if (principals.length > 0)
      this.queue.addToResourcePolicy(new PolicyStatement({ sid: 'Publishers', ...send, principals }));
    if (eventRules.length > 0) {
      this.queue.addToResourcePolicy(
        new PolicyStatement({
          sid: 'EventRules',
          ...send,
          // Without the condition, EventBridge rules of any account could send.
          principals: [new ServicePrincipal('events.amazonaws.com')],
          conditions: { ArnEquals: { 'aws:SourceArn': eventRules } },
        }),
      );
    }
  }
}

/** All queues of a stage. Their shapes are in the table above. */
export class EventQueues extends Construct {
  readonly subscriptionEvents: EventQueue;
  readonly relationshipEvents: EventQueue;
  readonly azureEvents: EventQueue;
  readonly dueCases: EventQueue;
  readonly outcomes: EventQueue;
  readonly mail: EventQueue;
  readonly mailFeedback: EventQueue;
  /** The queues that the contract's events arrive on. */
  readonly forEvents: readonly EventQueue[];

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    const queue = (queueId: string, shape: QueueShape) => new EventQueue(this, queueId, settings, shape);
    this.subscriptionEvents = queue('SubscriptionEvents', queueShapes.subscriptionEvents);
    this.relationshipEvents = queue('RelationshipEvents', queueShapes.relationshipEvents);
    this.azureEvents = queue('AzureEvents', queueShapes.azureEvents);
    this.dueCases = queue('DueCases', queueShapes.dueCases);
    this.outcomes = queue('Outcomes', queueShapes.outcomes);
    this.mail = queue('Mail', queueShapes.mail);
    this.mailFeedback = queue('MailFeedback', queueShapes.mailFeedback);
    this.forEvents = [this.subscriptionEvents, this.relationshipEvents, this.azureEvents];
    for (const eventQueue of this.forEvents) eventQueue.allowPublishers(settings.publishers);
  }
}

/** The environment variables with the URLs of these queues. */
export function queueUrls(...queues: readonly EventQueue[]): Record<string, string> {
  return Object.fromEntries(queues.map(({ name, queue }) => [queueUrlVariable(name), queue.queueUrl]));
}
