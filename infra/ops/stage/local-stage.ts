import { readFileSync } from 'node:fs';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { CliError } from '../errors.ts';
import { Api, plainRequests } from './api.ts';
import type { QueuePair, Stage } from './stage.ts';

const stackFile = z.object({
  api: z.string(),
  sqs: z.object({ endpoint: z.string(), region: z.string(), queues: z.record(z.string(), z.string()) }),
  secrets: z.object({ endpoint: z.string(), arn: z.string() }).optional(),
});

const START = 'Start one with `npm start`, in another terminal.';

/**
 * Opens the local stack.
 * @param file its `.local/stack.json`
 * @throws CliError if there is no such file, or the stack does not answer
 */
export async function localStage(file: string): Promise<Stage> {
  const { api: url, sqs, secrets } = readStackFile(file);
  const api = new Api(url, plainRequests(url));
  try {
    await api.health();
  } catch (cause) {
    throw new CliError('no-stack', `Nothing answers at ${url}: the local stack has stopped.`, {
      fix: START,
      cause,
    });
  }
  const common = {
    region: sqs.region,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 30_000 },
  };
  return {
    name: 'local',
    local: true,
    flags: '',
    api,
    queues: queuesOfStackFile(sqs.queues),
    sqs: new SQSClient({ ...common, endpoint: sqs.endpoint }),
    secrets: new SecretsManagerClient({ ...common, endpoint: secrets?.endpoint ?? sqs.endpoint }),
    linkSecret: secrets?.arn ?? null,
    console: `${url}/_local`,
    async now() {
      const response = await fetch(`${url}/_local/clock`, { signal: AbortSignal.timeout(5_000) });
      if (!response.ok) {
        throw new CliError('no-clock', 'The local stack has another version than this command line.', {
          fix: 'Restart it with `npm start`.',
        });
      }
      const { now } = z.object({ now: z.iso.datetime() }).parse(await response.json());
      return new Date(now);
    },
  };
}

function readStackFile(file: string): z.output<typeof stackFile> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CliError('no-stack', 'No local stack is running.', {
      fix: `${START} For a deployed stage, use --stage <name>.`,
      cause,
    });
  }
  try {
    return stackFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new CliError('no-stack', `${file} does not describe a local stack.`, { fix: START, cause });
  }
}

function queuesOfStackFile(queues: Readonly<Record<string, string>>): QueuePair[] {
  return Object.entries(queues).flatMap(([name, url]) => {
    const deadLetterUrl = queues[`${name}-dlq`];
    return deadLetterUrl === undefined ? [] : [{ name, url, deadLetterUrl }];
  });
}
