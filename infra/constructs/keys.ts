import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { type StageSettings, stageName } from '../settings/stage-settings.ts';

/**
 * The keys that sign invitation links: JSON `{"current": "k1", "k1": "<64 random characters>"}`. To rotate, add a key and
 * point `current` to it; the older ones stay until the last link they signed has expired. It outlives its stack, because
 * without it every open invitation is lost.
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
 * The account's own key for what the SNS topics hold: notices of mails (with addresses) and alarms. AWS's key for SNS would not
 * do: neither SES nor CloudWatch may use it. What publishes must be able to use it, for this account only; SNS itself and
 * the subscribed queues, which SQS encrypts, need nothing. It outlives its stack: without it nothing it encrypted can be read.
 */
export class TopicKey extends Key {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      alias: `alias/${stageName(settings, 'multichannel-notices')}`,
      description: 'Encrypts notices of mails and alarms while SNS holds them',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const { account, partition, region } = Stack.of(this);
    const ofThisAccount = { StringEquals: { 'aws:SourceAccount': account } };
    const ofItsAlarms = { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` };
    this.#allow('ses', ofThisAccount);
    this.#allow('cloudwatch', { ...ofThisAccount, ArnLike: ofItsAlarms });
  }

  #allow(service: string, conditions: Record<string, Record<string, string>>): void {
    this.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        // In a key's policy: this key.
        resources: ['*'],
        conditions,
      }),
    );
  }
}
