import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { LocalStack } from '../../../infra/local/start-local-stack.ts';

/** The real SDK's clients, pointed at a stack; one attempt, so that a test sees every answer. */
export function awsClients(stack: LocalStack) {
  const common = {
    region: stack.sqs.region,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
  };
  return {
    dynamodb: new DynamoDBClient({ ...common, endpoint: stack.dynamodb.endpoint }),
    sqs: new SQSClient({ ...common, endpoint: stack.sqs.endpoint }),
    ses: new SESClient({ ...common, endpoint: stack.ses.endpoint }),
    secrets: new SecretsManagerClient({ ...common, endpoint: stack.secrets.endpoint }),
  };
}

/** URL of a queue that the stack must have. */
export function urlOf(stack: LocalStack, queue: string): string {
  const url = stack.sqs.queues[queue];
  if (url === undefined) throw new Error(`no queue ${queue}`);
  return url;
}
