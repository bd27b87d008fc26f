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
import { type StageSettings, stageName } from '../settings/stage-settings.ts';
import type { EventQueue } from './event-queues.ts';
import type { TopicKey } from './keys.ts';

/** What the mail identity is made from. */
export interface MailIdentityProps {
  readonly settings: StageSettings;
  /** Gets SES's notices as they are, without SNS's envelope. */
  readonly feedback: EventQueue;
  readonly topicKey: TopicKey;
}

/** The address mails come from, and the way SES's answers take: configuration set, topic, queue. */
export class MailIdentity extends Construct {
  readonly senderAddress: string;
  /**
   * Put together from its name. An export of the identity would hold the other stack to it, so that CloudFormation would refuse to change
   * from an address to a domain.
   */
  readonly identityArn: string;
  readonly configurationSet: ConfigurationSet;
  readonly configurationSetArn: string;

  constructor(scope: Construct, id: string, { settings, feedback, topicKey }: MailIdentityProps) {
    super(scope, id);
    this.senderAddress = settings.senderAddress;
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: stageName(settings, 'multichannel-mail'),
      // A link is a permission slip: better no mail than one that anybody on the way can read.
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      reputationMetrics: true,
    });
    this.#prove(settings);
    this.identityArn = this.#arn('identity', settings.senderDomain ?? settings.senderAddress);
    this.configurationSetArn = this.#arn('configuration-set', this.configurationSet.configurationSetName);
    const notices = new Topic(this, 'Notices', { enforceSSL: true, masterKey: topicKey });
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
  #prove({ senderAddress, senderDomain }: StageSettings): void {
    const { configurationSet } = this;
    if (senderDomain === undefined) {
      new EmailIdentity(this, 'Sender', { identity: Identity.email(senderAddress), configurationSet });
      return;
    }
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
  }

  #arn(resource: string, resourceName: string): string {
    return Stack.of(this).formatArn({ service: 'ses', resource, resourceName });
  }
}
