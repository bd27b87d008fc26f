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

/** A running product: on this machine, or deployed. */
export interface Stage {
  /** `local`, or the name it was deployed under. */
  readonly name: string;
  readonly local: boolean;
  readonly api: Api;
  readonly queues: readonly QueuePair[];
  readonly sqs: SQSClient;
  readonly secrets: SecretsManagerClient;
  /** The secret that holds the link keys; `null` where the stage does not tell it. */
  readonly linkSecret: string | null;
  /** What names this stage on a command line, for hints: `` or ` --stage prod --region eu-central-1`. */
  readonly flags: string;
  /** Where the local stack answers what no deployment does (`…/_local`); `null` for a deployed stage. */
  readonly console: string | null;
  /** The product's clock; on this machine it may have been moved. */
  now(): Promise<Date>;
}

/** The name of a dead-letter queue, for people. */
export function deadLetterName({ name }: Pick<QueuePair, 'name'>): string {
  return `${name}-dlq`;
}

/** A command for the same stage, to be typed next. */
export function next({ flags }: Pick<Stage, 'flags'>, command: string): string {
  return `npm run ops -- ${command}${flags}`;
}
