import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { StageSettings } from '../settings/stage-settings.ts';
import { queueUrls } from './event-queues.ts';
import { accessTable, sendToQueues } from './permissions.ts';
import type { StatefulResources } from './stateful-resources.ts';

/** Environment variables of every function that processes events into cases: table, queues for effects, rule settings. */
export function caseVariables(
  settings: StageSettings,
  { table, queues }: StatefulResources,
): Readonly<Record<string, string>> {
  return {
    TABLE_NAME: table.tableName,
    ...queueUrls(queues.outcomes, queues.mail),
    ...ruleVariables(settings),
  };
}

/** Environment variables with the rule settings of a stage. */
export function ruleVariables(settings: StageSettings): Readonly<Record<string, string>> {
  return {
    INVITATION_DAYS: String(settings.invitationDays),
    REMINDER_DAYS: settings.reminderDays.join(','),
    DECLINE_BLOCK_DAYS: String(settings.declineBlockDays),
    ALLOWED_ROLES: settings.allowedRoles.join(),
  };
}

/** Permissions of every function that processes events into cases: read and write cases, send outcomes and mail orders. */
export function casePermissions({ table, queues }: StatefulResources): PolicyStatement[] {
  return [
    accessTable(table, 'BatchGetItem', 'BatchWriteItem', 'PutItem', 'Query'),
    sendToQueues(queues.outcomes.queue, queues.mail.queue),
  ];
}
