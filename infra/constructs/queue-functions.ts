import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { Bundles } from '../build/bundles.ts';
import type { StageSettings } from '../settings/stage-settings.ts';
import { casePermissions, caseVariables } from './case-environment.ts';
import type { EventQueue } from './event-queues.ts';
import { LambdaFunction, QueueConsumer } from './lambda-function.ts';
import { accessTable, queryIndex, readSecret, sendMail, sendToQueues } from './permissions.ts';
import type { StatefulResources } from './stateful-resources.ts';

/** What the functions that decide about cases are made from. */
export interface EventFunctionsProps {
  readonly settings: StageSettings;
  readonly bundles: Bundles;
  readonly foundation: StatefulResources;
}

/** The functions behind the three event queues: each folds its batch into the cases it belongs to. */
export class EventFunctions extends Construct {
  readonly #props: EventFunctionsProps;

  constructor(scope: Construct, id: string, props: EventFunctionsProps) {
    super(scope, id);
    this.#props = props;
    const { subscriptionEvents, relationshipEvents, azureEvents } = props.foundation.queues;
    // A bulk import may take the most; a customer's answer and an onboarding never wait behind it, they have their own.
    this.#consumer('SubscriptionIngested', 'subscription-ingested', subscriptionEvents, 20);
    this.#consumer('RelationshipApproved', 'relationship-approved', relationshipEvents, 10);
    this.#consumer('AzureOnboardingRequested', 'azure-onboarding-requested', azureEvents, 10);
  }

  #consumer(id: string, name: string, source: EventQueue, maximumConcurrency: number): void {
    const { settings, bundles, foundation } = this.#props;
    new QueueConsumer(this, id, {
      settings,
      bundles,
      name,
      description: `Decides about cases from the events of ${source.queueName}`,
      source,
      batchSize: 10,
      maximumConcurrency,
      environment: caseVariables(settings, foundation),
      permissions: casePermissions(foundation),
    });
  }
}

/** The functions through which time passes for cases: one finds those for which something is due, one lets it happen. */
export class DueFunctions extends Construct {
  constructor(scope: Construct, id: string, { settings, bundles, foundation }: EventFunctionsProps) {
    super(scope, id);
    const { table, queues } = foundation;
    const interval = Duration.minutes(settings.sweepMinutes);
    // A sweep that failed is made good by the next one, which finds the same and more: nothing to retry, nothing to keep.
    const untilTheNext = { retryAttempts: 0, maxEventAge: interval } as const;
    const dueWork = new LambdaFunction(this, 'DueWork', {
      settings,
      bundles,
      name: 'due-work',
      description: 'Finds the cases for which time has brought about something',
      timeout: Duration.seconds(60),
      environment: { TABLE_NAME: table.tableName, DUE_CASES_QUEUE_URL: queues.dueCases.queue.queueUrl },
      permissions: [queryIndex(table, 'due'), sendToQueues(queues.dueCases.queue)],
      asynchronous: untilTheNext,
    });
    new Rule(this, 'Sweep', {
      description: 'Starts the sweep for what is due',
      schedule: Schedule.rate(interval),
      targets: [new FunctionTarget(dueWork.function, untilTheNext)],
    });
    new QueueConsumer(this, 'DueCases', {
      settings,
      bundles,
      name: 'due-cases',
      description: 'Lets time pass for cases: reminders, expiries, terms and transfers that end',
      source: queues.dueCases,
      batchSize: 10,
      maximumConcurrency: 5,
      environment: caseVariables(settings, foundation),
      permissions: casePermissions(foundation),
    });
  }
}

/** What the functions around mail are made from. */
export interface MailFunctionsProps {
  readonly settings: StageSettings;
  readonly bundles: Bundles;
  readonly foundation: StatefulResources;
  /** The API's address, for the links in mails. */
  readonly publicBaseUrl: string;
}

/**
 * Invocations of send-mail at a time: the least SQS allows. Each begins a mail every so often, so that together they never send more
 * than SES lets the account.
 */
const sendersAtATime = 2;

/** The functions that send mail and that hear what became of it. */
export class MailFunctions extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { settings, bundles, foundation, publicBaseUrl }: MailFunctionsProps,
  ) {
    super(scope, id);
    const { table, queues, linkKeys, mail } = foundation;
    new QueueConsumer(this, 'SendMail', {
      settings,
      bundles,
      name: 'send-mail',
      description: 'Writes and sends one mail per mail id',
      source: queues.mail,
      batchSize: 5,
      maximumConcurrency: sendersAtATime,
      environment: {
        TABLE_NAME: table.tableName,
        OUTCOMES_QUEUE_URL: queues.outcomes.queue.queueUrl,
        LINK_SECRET_ARN: linkKeys.secretArn,
        PUBLIC_BASE_URL: publicBaseUrl,
        SENDER_ADDRESS: mail.senderAddress,
        MAIL_INTERVAL_MS: String(Math.ceil((1000 * sendersAtATime) / settings.mailsPerSecond)),
        CONFIGURATION_SET: mail.configurationSet.configurationSetName,
      },
      permissions: [
        accessTable(table, 'BatchGetItem', 'PutItem', 'Query'),
        sendMail(mail),
        readSecret(linkKeys),
        sendToQueues(queues.outcomes.queue),
      ],
    });
    new QueueConsumer(this, 'MailFeedback', {
      settings,
      bundles,
      name: 'mail-feedback',
      description: 'Notes what SES says became of a mail, and takes a failure for good to its case',
      source: queues.mailFeedback,
      batchSize: 10,
      maximumConcurrency: 5,
      environment: caseVariables(settings, foundation),
      permissions: casePermissions(foundation),
    });
  }
}
