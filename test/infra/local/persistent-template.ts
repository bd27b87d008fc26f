import type { StackTemplate } from '../../../infra/local/template/stack-template.ts';
import { consumedQueue, stackOf, tableResource } from './template-builders.ts';

/** Something of everything that is kept: a table, a queue nobody reads, one whose messages all fail, a secret. */
export function persistentTemplates(): StackTemplate[] {
  const failing = 'export const handler = async () => { throw new Error("later"); };';
  return [
    stackOf({
      Table: tableResource,
      Open: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'open' } },
      ...consumedQueue('slow', failing, { queue: { VisibilityTimeout: 600 } }),
      Secret: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: { GenerateSecretString: { PasswordLength: 20, ExcludePunctuation: true } },
      },
    }),
  ];
}
