import type { LocalStack } from './local-stack.ts';

/** What `.local/stack.json` says of a running stack (contract §11), and where its link keys are. */
export function stackFileText({ api, console, sqs, dynamodb, ses, secrets }: LocalStack): string {
  const [arn] = secrets.arns();
  const described = { api, console, sqs, dynamodb, ses, secrets: { endpoint: secrets.endpoint, arn } };
  return `${JSON.stringify(described, null, 2)}\n`;
}
