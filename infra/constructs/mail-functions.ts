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
      // The least SQS allows: a new SES account sends one mail a second.
      maximumConcurrency: 2,
      environment: {
        TABLE_NAME: table.tableName,
        OUTCOMES_QUEUE_URL: queues.outcomes.queue.queueUrl,
        LINK_SECRET_ARN: linkKeys.secretArn,
        PUBLIC_BASE_URL: publicBaseUrl,
        SENDER_ADDRESS: mail.senderAddress,
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
