import { Stack } from 'aws-cdk-lib';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type StageSettings, stageName } from '../settings.ts';
import type { EventQueue } from './event-queue.ts';

/** What the mail identity is made from. */
export interface MailIdentityProps {
  readonly settings: StageSettings;
  /** Gets SES's notices as they are, without SNS's envelope. */
  readonly feedback: EventQueue;
}

/** The address mails come from, and the way SES's answers take: configuration set, topic, queue. */
export class MailIdentity extends Construct {
  readonly senderAddress: string;
  readonly identity: EmailIdentity;
  readonly configurationSet: ConfigurationSet;
  readonly configurationSetArn: string;

  constructor(scope: Construct, id: string, { settings, feedback }: MailIdentityProps) {
    super(scope, id);
    this.senderAddress = settings.senderAddress;
    this.identity = new EmailIdentity(this, 'Sender', { identity: Identity.email(settings.senderAddress) });
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: stageName(settings, 'multichannel-mail'),
      // A link is a permission slip: better no mail than one that anybody on the way can read.
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      reputationMetrics: true,
    });
    this.configurationSetArn = Stack.of(this).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: this.configurationSet.configurationSetName,
    });
    const notices = new Topic(this, 'Notices', { enforceSSL: true });
    notices.addSubscription(new SqsSubscription(feedback.queue, { rawMessageDelivery: true }));
    this.configurationSet.addEventDestination('ToNotices', {
      destination: EventDestination.snsTopic(notices),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
      ],
    });
  }
}
