import { CfnOutput, Stack } from 'aws-cdk-lib';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  DkimIdentity,
  EasyDkimSigningKeyLength,
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
import type { NoticeKey } from './notice-key.ts';

/** What the mail identity is made from. */
export interface MailIdentityProps {
  readonly settings: StageSettings;
  /** Gets SES's notices as they are, without SNS's envelope. */
  readonly feedback: EventQueue;
  readonly key: NoticeKey;
}

/** The address mails come from, and the way SES's answers take: configuration set, topic, queue. */
export class MailIdentity extends Construct {
  readonly senderAddress: string;
  readonly identity: EmailIdentity;
  readonly configurationSet: ConfigurationSet;
  readonly configurationSetArn: string;

  constructor(scope: Construct, id: string, { settings, feedback, key }: MailIdentityProps) {
    super(scope, id);
    this.senderAddress = settings.senderAddress;
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: stageName(settings, 'multichannel-mail'),
      // A link is a permission slip: better no mail than one that anybody on the way can read.
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      reputationMetrics: true,
    });
    this.identity = this.#identityOf(settings);
    this.configurationSetArn = Stack.of(this).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: this.configurationSet.configurationSetName,
    });
    const notices = new Topic(this, 'Notices', { enforceSSL: true, masterKey: key });
    // What SNS cannot deliver waits where what we cannot take in waits, and comes back the same way.
    notices.addSubscription(
      new SqsSubscription(feedback.queue, {
        rawMessageDelivery: true,
        deadLetterQueue: feedback.deadLetters,
      }),
    );
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

  /**
   * The domain, if it is yours, proven by three records in its DNS, with which every mail is signed (DKIM); otherwise the one
   * address, proven by a mail to it. Mails that name no configuration set take ours, the only one that a function may use.
   */
  #identityOf({ senderAddress, senderDomain }: StageSettings): EmailIdentity {
    const { configurationSet } = this;
    if (senderDomain === undefined)
      return new EmailIdentity(this, 'Sender', { identity: Identity.email(senderAddress), configurationSet });
    const identity = new EmailIdentity(this, 'SenderDomain', {
      identity: Identity.domain(senderDomain),
      dkimSigning: true,
      dkimIdentity: DkimIdentity.easyDkim(EasyDkimSigningKeyLength.RSA_2048_BIT),
      configurationSet,
    });
    for (const [index, { name, value }] of identity.dkimRecords.entries()) {
      const record = `DkimRecord${index + 1}`;
      new CfnOutput(this, record, {
        value: `${name} CNAME ${value}`,
        description: 'Put it into the DNS of the sender’s domain',
      }).overrideLogicalId(`Mail${record}`);
    }
    return identity;
  }
}
