import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { CaseTable, IndexName } from './case-table.ts';
import type { MailIdentity } from './mail-identity.ts';

/** The DynamoDB actions that functions use. */
export type TableAction = 'BatchGetItem' | 'BatchWriteItem' | 'PutItem' | 'Query';

/** Allows these actions on the table, without its indexes. */
export function accessTable(table: CaseTable, ...actions: readonly TableAction[]): PolicyStatement {
  return new PolicyStatement({
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [table.tableArn],
  });
}

/** Allows putting items whose partition key has a prefix, and no others. */
export function putItemsOf(table: CaseTable, prefix: string): PolicyStatement {
  return new PolicyStatement({
    actions: ['dynamodb:PutItem'],
    resources: [table.tableArn],
    // `ForAllValues` also holds where a request has no such key, so the key must be there.
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${prefix}*`] },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  });
}

/** Allows queries of one index, without the table. */
export function queryIndex(table: CaseTable, index: IndexName): PolicyStatement {
  return new PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: [`${table.tableArn}/index/${index}`],
  });
}

/** Allows sending to these queues. */
export function sendToQueues(...queues: readonly IQueue[]): PolicyStatement {
  return new PolicyStatement({
    actions: ['sqs:SendMessage'],
    resources: queues.map((queue) => queue.queueArn),
  });
}

/** Allows what an event source mapping needs, and changing a message's visibility, which delays a retry. */
export function consumeQueue(queue: IQueue): PolicyStatement {
  return new PolicyStatement({
    actions: [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
    ],
    resources: [queue.queueArn],
  });
}

/** Allows what a pipe needs of its source queue. */
export function consumeQueueByPipe(queue: IQueue): PolicyStatement {
  return new PolicyStatement({
    actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    resources: [queue.queueArn],
  });
}

/** Allows putting events on the bus. */
export function putEventsOnBus(bus: EventBus): PolicyStatement {
  return new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] });
}

/** Allows reading the secret. */
export function readSecret(secret: Secret): PolicyStatement {
  return new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] });
}

/** Allows sending mail from the stage's sender through its configuration set only. */
export function sendMail({ identityArn, configurationSetArn, senderAddress }: MailIdentity): PolicyStatement {
  return new PolicyStatement({
    actions: ['ses:SendEmail'],
    resources: [identityArn, configurationSetArn],
    conditions: { StringEquals: { 'ses:FromAddress': senderAddress } },
  });
}

/** Allows writing to one log group. */
export function writeLogs(logGroup: LogGroup): PolicyStatement {
  return new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
}

/** Allows sending traces to X-Ray. Its two actions do not support resources: this is the only `*` in the policies. */
export function writeTraces(): PolicyStatement {
  return new PolicyStatement({
    actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
    resources: ['*'],
  });
}
