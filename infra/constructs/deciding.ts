import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { StageSettings } from '../settings.ts';
import type { Foundation } from './foundation.ts';
import { onTable, sendTo } from './permissions.ts';

/** What a function is told that takes something into cases: where they are, where effects leave, how long things last. */
export function decidingVariables(
  settings: StageSettings,
  { table, queues }: Foundation,
): Readonly<Record<string, string>> {
  return {
    TABLE_NAME: table.tableName,
    OUTCOMES_QUEUE_URL: queues.outcomes.queue.queueUrl,
    MAIL_QUEUE_URL: queues.mail.queue.queueUrl,
    ...ruleVariables(settings),
  };
}

/** What the rules are told of a stage. */
export function ruleVariables(settings: StageSettings): Readonly<Record<string, string>> {
  return {
    INVITATION_DAYS: String(settings.invitationDays),
    REMINDER_DAYS: settings.reminderDays.join(','),
    DECLINE_BLOCK_DAYS: String(settings.declineBlockDays),
    ALLOWED_ROLES: settings.allowedRoles.join(),
  };
}

/** What it may do: read and write cases, send outcomes and mail orders. */
export function decidingPermissions({ table, queues }: Foundation): PolicyStatement[] {
  return [
    onTable(table, 'BatchGetItem', 'BatchWriteItem', 'PutItem', 'Query'),
    sendTo(queues.outcomes.queue, queues.mail.queue),
  ];
}
