import { Construct } from 'constructs';
import type { Bundles } from '../build/bundles.ts';
import type { StageSettings } from '../settings.ts';
import { decidingPermissions, decidingVariables } from './deciding.ts';
import type { Foundation } from './foundation.ts';
import { onTable, readSecret, sendMail, sendTo } from './permissions.ts';
import { QueueConsumer } from './queue-consumer.ts';

/** What the functions around mail are made from. */
export interface MailFunctionsProps {
  readonly settings: StageSettings;
  readonly bundles: Bundles;
  readonly foundation: Foundation;
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
        onTable(table, 'BatchGetItem', 'PutItem', 'Query'),
        sendMail(mail),
        readSecret(linkKeys),
        sendTo(queues.outcomes.queue),
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
      environment: decidingVariables(settings, foundation),
      permissions: decidingPermissions(foundation),
    });
  }
}
