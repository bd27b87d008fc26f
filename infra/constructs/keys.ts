import { RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { type StageSettings, stageName } from '../settings/stage-settings.ts';

/**
 * The keys that sign invitation links: JSON `{"current": "k1", "k1": "<64 random characters>"}`. To rotate, add a key and point `current`
 * to it. An old key stays until the last link that it signed has expired. The secret outlives its stack: without it, every open invitation
 * is lost.
 */
export class LinkKeys extends Secret {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: 'Keys that sign the links of invitations',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ current: 'k1' }),
        generateStringKey: 'k1',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }
}

/**
 * The KMS key of the SNS topics, which hold SES's notifications (with addresses) and alarms. AWS's own key for SNS does not work here: neither
 * SES nor CloudWatch may use it. SNS itself and the subscribed queues, which SQS encrypts, need no permission. The key outlives its stack:
 * without it, nothing that it encrypted can be read.
 *
 * The statements have no conditions. AWS's pages for SES and CloudWatch show none on the key of a topic, and a condition that a service does
 * not meet drops every notification in silence. The policy of each topic says for which account and source it may publish
 * (docs/aws.md).
 */
export class TopicKey extends Key {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      alias: `alias/${stageName(settings, 'multichannel-notices')}`,
      description: 'Encrypts notices of mails and alarms while SNS holds them',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.#allow('ses');
    this.#allow('cloudwatch');
  }

  #allow(service: string): void {
    this.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        // In a key policy, `*` is the key itself.
        resources: ['*'],
      }),
    );
  }
}
