import { randomBytes } from 'node:crypto';
import { openQueues, openTable } from '../runtime/clients.ts';
import { numberListSetting, numberSetting } from '../runtime/settings.ts';
import type { IntakeWorld } from './world.ts';

/** The world of a function that takes things into cases, from its environment. */
export function openWorld(): IntakeWorld {
  const queues = openQueues('OUTCOMES_QUEUE_URL', 'MAIL_QUEUE_URL');
  return {
    table: openTable(),
    outcomes: queues.OUTCOMES_QUEUE_URL,
    mail: queues.MAIL_QUEUE_URL,
    now: () => Date.now(),
    mark: () => randomBytes(6).toString('base64url'),
    settings: {
      invitationDays: numberSetting('INVITATION_DAYS'),
      declineBlockDays: numberSetting('DECLINE_BLOCK_DAYS'),
      reminderDays: numberListSetting('REMINDER_DAYS'),
    },
  };
}
