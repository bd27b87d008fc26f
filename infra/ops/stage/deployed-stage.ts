import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { CliError } from '../errors.ts';
import { Api, signedRequests } from './api.ts';
import type { QueuePair, Stage } from './stage.ts';

/** The name and place of a deployed stage. */
export interface DeployedStageOptions {
  readonly stage: string;
  /** Default: AWS_REGION, or the region of the profile. */
  readonly region?: string | undefined;
  /** Default: AWS_PROFILE, or the credentials of the environment. */
  readonly profile?: string | undefined;
  /** The URL of CloudFormation, for tests. */
  readonly endpoint?: string | undefined;
}

/** The outputs of both stacks by their keys. */
export type Outputs = ReadonlyMap<string, string>;

/**
 * Opens a stage in the AWS account of the credentials. The outputs of its two stacks describe it.
 * @throws CliError if there is no such stage, or an output is missing; other errors of the SDK
 */
export async function deployedStage(options: DeployedStageOptions): Promise<Stage> {
  const { stage, region, profile, endpoint } = options;
  const common = {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000 },
  };
  const cloudFormation = new CloudFormationClient({ ...common, ...(endpoint !== undefined && { endpoint }) });
  const actualRegion = await cloudFormation.config.region();
  const outputs: Outputs = new Map([
    ...(await outputsOf(cloudFormation, `${stage}-multichannel-stateful`, actualRegion)),
    ...(await outputsOf(cloudFormation, `${stage}-multichannel-stateless`, actualRegion)),
  ]);
  const url = outputs.get('ApiUrl');
  if (url === undefined) {
    throw new CliError('incomplete-stage', `Stage ${stage} has no output ApiUrl.`, {
      fix: 'Deploy it again with this version.',
    });
  }
  const base = url.replace(/\/$/, '');
  // All clients share these credentials, so that a profile with a second factor asks only once.
  const { credentials } = cloudFormation.config;
  const chosen: Readonly<Record<string, string | undefined>> = { stage, region, profile };
  const given = (name: string) => (chosen[name] === undefined ? '' : ` --${name} ${chosen[name]}`);
  const shared = { ...common, region: actualRegion, credentials };
  const api = new Api(base, signedRequests(base, actualRegion, credentials));
  return {
    name: stage,
    local: false,
    flags: ['stage', 'region', 'profile'].map(given).join(''),
    api,
    queues: queuesOfOutputs(outputs),
    sqs: new SQSClient(shared),
    secrets: new SecretsManagerClient(shared),
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
    // CloudFormation has no error name for a missing stack.
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

/** Reads the queues from the outputs: `MailFeedbackQueueUrl` and `MailFeedbackDeadLetterQueueUrl` are `mail-feedback`. */
export function queuesOfOutputs(outputs: Outputs): QueuePair[] {
  return [...outputs].flatMap(([id, deadLetterUrl]) => {
    const [, queue] = /^(\w+)DeadLetterQueueUrl$/.exec(id) ?? [];
    const url = outputs.get(`${queue}QueueUrl`);
    if (queue === undefined || url === undefined) return [];
    const name = queue.replace(/(?<=[a-z0-9])[A-Z]/g, '-$&').toLowerCase();
    return [{ name, url, deadLetterUrl }];
  });
}
