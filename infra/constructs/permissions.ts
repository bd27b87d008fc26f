import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { CaseTable, IndexName } from './case-table.ts';
import type { MailIdentity } from './mail-identity.ts';

/** A call of DynamoDB that a function may be allowed. */
export type TableAction = 'BatchGetItem' | 'BatchWriteItem' | 'PutItem' | 'Query';

/** The named calls on the table, and on nothing else. */
export function accessTable(table: CaseTable, ...actions: readonly TableAction[]): PolicyStatement {
  return new PolicyStatement({
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [table.tableArn],
  });
}

/** Queries one index of the table, and not the table. */
export function queryIndex(table: CaseTable, index: IndexName): PolicyStatement {
  return new PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: [`${table.tableArn}/index/${index}`],
  });
}

/** Sends to these queues. */
export function sendToQueues(...queues: readonly IQueue[]): PolicyStatement {
  return new PolicyStatement({
    actions: ['sqs:SendMessage'],
    resources: queues.map((queue) => queue.queueArn),
  });
}

/** What Lambda's poller needs of a queue, and the change of visibility that a retry's delay is. */
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

/** What a pipe needs of the queue it empties. */
export function consumeQueueByPipe(queue: IQueue): PolicyStatement {
  return new PolicyStatement({
    actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    resources: [queue.queueArn],
  });
}

/** Puts events on this bus. */
export function putEventsOnBus(bus: EventBus): PolicyStatement {
  return new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] });
}

/** Reads the secret's value. */
export function readSecret(secret: Secret): PolicyStatement {
  return new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] });
}

/** Sends mail from the stage's sender only, and through its configuration set only. */
export function sendMail({ identityArn, configurationSetArn, senderAddress }: MailIdentity): PolicyStatement {
  return new PolicyStatement({
    actions: ['ses:SendEmail'],
    resources: [identityArn, configurationSetArn],
    conditions: { StringEquals: { 'ses:FromAddress': senderAddress } },
  });
}

/** Writes a function's own log. */
export function writeLogs(logGroup: LogGroup): PolicyStatement {
  return new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
}

/** Hands what Lambda measured of a request to X-Ray, whose two actions know no resources: the only `*` in our policies. */
export function writeTraces(): PolicyStatement {
  return new PolicyStatement({
    actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
    resources: ['*'],
  });
}
