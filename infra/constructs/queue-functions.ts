import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { Bundles } from '../build/bundles.ts';
import type { StageSettings } from '../settings/stage-settings.ts';
import { casePermissions, caseVariables } from './case-environment.ts';
import { type EventQueue, queueUrls } from './event-queues.ts';
import { LambdaFunction, QueueConsumer } from './lambda-function.ts';
import { accessTable, queryIndex, readSecret, sendMail, sendToQueues } from './permissions.ts';
import type { StatefulResources } from './stateful-resources.ts';

/** Properties of the constructs in this file. Names, batch sizes and concurrency are in `event-queues.ts`. */
export interface QueueFunctionsProps {
  readonly settings: StageSettings;
  readonly bundles: Bundles;
  readonly resources: StatefulResources;
}

/** One function for each event queue. It folds its batch into the cases. */
export class EventFunctions extends Construct {
  readonly #props: QueueFunctionsProps;

  constructor(scope: Construct, id: string, props: QueueFunctionsProps) {
    super(scope, id);
    this.#props = props;
    for (const queue of props.resources.queues.forEvents) this.#consumer(pascalCase(queue.consumer), queue);
  }

  #consumer(id: string, source: EventQueue): void {
    const { settings, bundles, resources } = this.#props;
    new QueueConsumer(this, id, {
      settings,
      bundles,
      description: `Decides about cases from the events of ${source.name}`,
      source,
      environment: caseVariables(settings, resources),
      permissions: casePermissions(resources),
    });
  }
}

/** The timers: `due-work` finds the cases with something due on a schedule, `due-cases` processes them. */
export class DueFunctions extends Construct {
  constructor(scope: Construct, id: string, { settings, bundles, resources }: QueueFunctionsProps) {
    super(scope, id);
    const { table, queues } = resources;
    const interval = Duration.minutes(settings.sweepMinutes);
    // No retries and nothing kept: the next sweep finds what a failed sweep missed.
    const untilNextSweep = { retryAttempts: 0, maxEventAge: interval } as const;
    const dueWork = new LambdaFunction(this, 'DueWork', {
      settings,
      bundles,
      name: 'due-work',
      description: 'Finds the cases that are due and puts them on due-cases',
      timeout: Duration.seconds(60),
      environment: { TABLE_NAME: table.tableName, ...queueUrls(queues.dueCases) },
      permissions: [queryIndex(table, 'due'), sendToQueues(queues.dueCases.queue)],
      asynchronous: untilNextSweep,
    });
    new Rule(this, 'Sweep', {
      description: 'Starts due-work',
      schedule: Schedule.rate(interval),
      targets: [new FunctionTarget(dueWork.function, untilNextSweep)],
    });
    new QueueConsumer(this, 'DueCases', {
      settings,
      bundles,
      description: 'Lets time pass for cases: reminders, expiries, terms and transfers that end',
      source: queues.dueCases,
      environment: caseVariables(settings, resources),
      permissions: casePermissions(resources),
    });
  }
}

/** Properties of {@link MailFunctions}. */
export interface MailFunctionsProps extends QueueFunctionsProps {
  /** The API's address, for the links in mails. */
  readonly publicBaseUrl: string;
}

/** `send-mail` sends mail by SES; `mail-feedback` records deliveries, bounces and complaints. */
export class MailFunctions extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { settings, bundles, resources, publicBaseUrl }: MailFunctionsProps,
  ) {
    super(scope, id);
    const { table, queues, linkKeys, mail } = resources;
    // Each sender waits between two mails, so all senders together keep to `mailsPerSecond`.
    const senders = queues.mail.maxConcurrency ?? 1;
    new QueueConsumer(this, 'SendMail', {
      settings,
      bundles,
      description: 'Writes and sends one mail per mail id',
      source: queues.mail,
      environment: {
        TABLE_NAME: table.tableName,
        ...queueUrls(queues.outcomes),
        LINK_SECRET_ARN: linkKeys.secretArn,
        PUBLIC_BASE_URL: publicBaseUrl,
        SENDER_ADDRESS: mail.senderAddress,
        MAIL_INTERVAL_MS: String(Math.ceil((1000 * senders) / settings.mailsPerSecond)),
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
      description: 'Notes what SES says became of a mail, and takes a failure for good to its case',
      source: queues.mailFeedback,
      environment: caseVariables(settings, resources),
      permissions: casePermissions(resources),
    });
  }
}

/** `subscription-ingested` → `SubscriptionIngested` */
function pascalCase(name: string): string {
  return name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
