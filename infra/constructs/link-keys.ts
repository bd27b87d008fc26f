import { RemovalPolicy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

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
