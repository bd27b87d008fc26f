import { Arn, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, ArnPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { queueMaxReceives, type StageSettings, stageName } from '../settings/stage-settings.ts';

/** How long one invocation of a queue's function may take. The queue's visibility timeout follows from it. */
export const consumerTimeout = Duration.seconds(30);

/** How long Lambda waits for a batch to fill. None: a customer's approval goes on at once. */
export const batchingWindow = Duration.seconds(0);

/**
 * Lets those whom the settings name put events on a queue, and do nothing else with it. Inside this account roles need no more than
 * a policy of their own.
 */
export function allowPublishers({ queue }: EventQueue, publishers: StageSettings['publishers']): void {
  const { accounts, roles, eventRules } = publishers;
  const principals = [
    ...accounts.map((account) => new AccountPrincipal(account)),
    ...roles.map((role) => new ArnPrincipal(role)),
  ];
  const toSend = { actions: ['sqs:SendMessage'], resources: [queue.queueArn] };
  if (principals.length > 0)
    queue.addToResourcePolicy(new PolicyStatement({ sid: 'Publishers', ...toSend, principals }));
  if (eventRules.length > 0) {
    queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'EventRules',
        ...toSend,
        // EventBridge of any account could send otherwise.
        principals: [new ServicePrincipal('events.amazonaws.com')],
        conditions: { ArnEquals: { 'aws:SourceArn': eventRules } },
      }),
    );
  }
}

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
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: queueMaxReceives },
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

/**
 * Every queue of the contract, and `due-cases` of our own. Events come in by three, so that a bulk import never delays a
 * customer's approval.
 */
export class EventQueues extends Construct {
  readonly subscriptionEvents: EventQueue;
  readonly relationshipEvents: EventQueue;
  readonly azureEvents: EventQueue;
  readonly dueCases: EventQueue;
  readonly outcomes: EventQueue;
  readonly mail: EventQueue;
  readonly mailFeedback: EventQueue;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    const queue = (queueId: string, queueName: string) =>
      new EventQueue(this, queueId, { settings, queueName });
    this.subscriptionEvents = queue('SubscriptionEvents', 'subscription-events');
    this.relationshipEvents = queue('RelationshipEvents', 'relationship-events');
    this.azureEvents = queue('AzureEvents', 'azure-events');
    this.dueCases = queue('DueCases', 'due-cases');
    this.outcomes = queue('Outcomes', 'outcomes');
    this.mail = queue('Mail', 'mail');
    this.mailFeedback = queue('MailFeedback', 'mail-feedback');
    for (const events of [this.subscriptionEvents, this.relationshipEvents, this.azureEvents])
      allowPublishers(events, settings.publishers);
  }
}
