import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { CliError } from '../errors.ts';
import { Api } from './api.ts';
import { signedRequests } from './signed-requests.ts';
import type { QueuePair, Stage } from './stage.ts';

/** Where a deployed stage is. */
export interface DeployedStageOptions {
  readonly stage: string;
  /** Else AWS_REGION, or the profile's own. */
  readonly region?: string | undefined;
  /** Else AWS_PROFILE, or the environment's credentials. */
  readonly profile?: string | undefined;
  /** CloudFormation's address, for tests. */
  readonly endpoint?: string | undefined;
}

/** Outputs of both stacks by their logical ids. */
export type Outputs = ReadonlyMap<string, string>;

/**
 * A stage in the AWS account that the credentials belong to, found by the outputs of its two stacks.
 * @throws CliError when there is no such stage, or an output is missing; else what the SDK throws
 */
export async function deployedStage(options: DeployedStageOptions): Promise<Stage> {
  const { stage, region, profile, endpoint } = options;
  const common = {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000 },
  };
  const cloudFormation = new CloudFormationClient({ ...common, ...(endpoint !== undefined && { endpoint }) });
  const where = await cloudFormation.config.region();
  const outputs: Outputs = new Map([
    ...(await outputsOf(cloudFormation, `${stage}-multichannel-stateful`, where)),
    ...(await outputsOf(cloudFormation, `${stage}-multichannel-stateless`, where)),
  ]);
  const url = outputs.get('ApiUrl');
  if (url === undefined) {
    throw new CliError('incomplete-stage', `Stage ${stage} tells no ApiUrl.`, {
      fix: 'Deploy it again with this version.',
    });
  }
  const base = url.replace(/\/$/, '');
  // The very credentials of this client: a profile that asks for a second factor asks once.
  const { credentials } = cloudFormation.config;
  const chosen: Readonly<Record<string, string | undefined>> = { stage, region, profile };
  const given = (name: string) => (chosen[name] === undefined ? '' : ` --${name} ${chosen[name]}`);
  const as = { ...common, region: where, credentials };
  const api = new Api(base, signedRequests(base, where, credentials));
  return {
    name: stage,
    local: false,
    flags: ['stage', 'region', 'profile'].map(given).join(''),
    api,
    queues: pairsOf(outputs),
    sqs: new SQSClient(as),
    secrets: new SecretsManagerClient(as),
    linkSecret: outputs.get('LinkSecretArn') ?? null,
    console: null,
    now: async () => new Date(),
  };
}

async function outputsOf(
  client: CloudFormationClient,
  name: string,
  region: string,
): Promise<[string, string][]> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    return (Stacks[0]?.Outputs ?? []).flatMap(({ OutputKey, OutputValue }) =>
      OutputKey !== undefined && OutputValue !== undefined
        ? [[OutputKey, OutputValue] as [string, string]]
        : [],
    );
  } catch (error) {
    // CloudFormation has no error of its own for it.
    if (
      !(error instanceof Error) ||
      error.name !== 'ValidationError' ||
      !/does not exist/.test(error.message)
    )
      throw error;
    throw new CliError('no-such-stage', `There is no stack ${name} in ${region}.`, {
      fix: 'Check --stage, --region and --profile.',
      cause: error,
    });
  }
}

/** The queues that the outputs tell: `MailFeedbackQueueUrl` and `MailFeedbackDeadLetterQueueUrl` are `mail-feedback`. */
export function pairsOf(outputs: Outputs): QueuePair[] {
  return [...outputs].flatMap(([id, deadLetterUrl]) => {
    const [, queue] = /^(\w+)DeadLetterQueueUrl$/.exec(id) ?? [];
    const url = outputs.get(`${queue}QueueUrl`);
    if (queue === undefined || url === undefined) return [];
    const name = queue.replace(/(?<=[a-z0-9])[A-Z]/g, '-$&').toLowerCase();
    return [{ name, url, deadLetterUrl }];
  });
}
