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

const TLS_POLICIES = {
  require: ConfigurationSetTlsPolicy.REQUIRE,
  optional: ConfigurationSetTlsPolicy.OPTIONAL,
} as const;

/** Properties of {@link MailIdentity}. */
export interface MailIdentityProps {
  readonly settings: StageSettings;
  /** Receives SES's notifications as raw messages, without SNS's envelope. */
  readonly feedback: EventQueue;
  readonly topicKey: TopicKey;
}

/** The sender's SES identity and the path of SES's notifications: configuration set, SNS topic, queue `mail-feedback`. */
export class MailIdentity extends Construct {
  readonly senderAddress: string;
  /**
   * Built from the identity's name. A reference would be a stack export, and CloudFormation would then refuse a change from an address to a
   * domain.
   */
  readonly identityArn: string;
  readonly configurationSet: ConfigurationSet;
  readonly configurationSetArn: string;

  constructor(scope: Construct, id: string, { settings, feedback, topicKey }: MailIdentityProps) {
    super(scope, id);
    this.senderAddress = settings.senderAddress;
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: stageName(settings, 'multichannel-mail'),
      // Anybody who reads the link can approve the request. So by default no mail is sent without TLS.
      tlsPolicy: TLS_POLICIES[settings.tlsPolicy],
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      reputationMetrics: true,
    });
    this.#addIdentity(settings);
    this.identityArn = this.#arn('identity', settings.senderDomain ?? settings.senderAddress);
    this.configurationSetArn = this.#arn('configuration-set', this.configurationSet.configurationSetName);
    const notifications = new Topic(this, 'Notices', { enforceSSL: true, masterKey: topicKey });
    // What SNS cannot deliver goes to the same dead-letter queue as what the function cannot process, with the same redrive.
    notifications.addSubscription(
      new SqsSubscription(feedback.queue, {
        rawMessageDelivery: true,
        deadLetterQueue: feedback.deadLetters,
      }),
    );
    this.configurationSet.addEventDestination('ToNotices', {
      destination: EventDestination.snsTopic(notifications),
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
   * Adds the domain as identity, verified by three DNS records that also sign every mail (DKIM). Without `senderDomain`, adds the address,
   * verified by a mail to it. The configuration set is the identity's default and the only one that a function may use.
   */
  #addIdentity({ senderAddress, senderDomain }: StageSettings): void {
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
