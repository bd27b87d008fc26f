import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Api } from './api.ts';

/** A queue of the contract and its dead-letter queue. */
export interface QueuePair {
  /** The contract's name, the same in every stage. */
  readonly name: string;
  readonly url: string;
  readonly deadLetterUrl: string;
}

/** A running product: on this machine or deployed. */
export interface Stage {
  /** `local`, or the name under which it was deployed. */
  readonly name: string;
  readonly local: boolean;
  readonly api: Api;
  readonly queues: readonly QueuePair[];
  readonly sqs: SQSClient;
  readonly secrets: SecretsManagerClient;
  /** The ARN of the secret with the link keys; `null` if the stage does not say. */
  readonly linkSecret: string | null;
  /** The options that name this stage, for commands to copy: `` or ` --stage prod --region eu-central-1`. */
  readonly flags: string;
  /** The URL of what only the local stack has (`…/_local`); `null` for a deployed stage. */
  readonly console: string | null;
  /** The product's clock. The clock of a local stack may have been moved. */
  now(): Promise<Date>;
}

/** The name of a queue's dead-letter queue. */
export function deadLetterName({ name }: Pick<QueuePair, 'name'>): string {
  return `${name}-dlq`;
}

/** A command line for the same stage, to copy. */
export function commandLine({ flags }: Pick<Stage, 'flags'>, command: string): string {
  return `npm run ops -- ${command}${flags}`;
}
