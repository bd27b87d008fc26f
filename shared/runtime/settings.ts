import type { ProcessSettings } from '../chains/chain-context.ts';
import { DEFAULT_ALLOWED_ROLES, ROLES, type Role } from '../events/vocabulary.ts';

/**
 * Reads a setting from the environment.
 * @throws Error that names the variable when the stack did not set it: a function must not start half configured
 */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set`);
  return value;
}

/** Reads a setting that a stage may leave out. */
export function optionalSetting(name: string): string | undefined {
  return process.env[name] || undefined;
}

/** The environment variable that holds a queue's URL: `AZURE_EVENTS_QUEUE_URL` for `azure-events`. */
export function queueUrlVariable(queue: string): string {
  return `${queue.toUpperCase().replaceAll('-', '_')}_QUEUE_URL`;
}

/** Reads a number. */
export function numberSetting(name: string): number {
  const value = Number(setting(name));
  if (!Number.isFinite(value)) throw new Error(`The environment variable ${name} is not a number`);
  return value;
}

/** Reads a list of numbers, separated by commas. */
export function numberListSetting(name: string): number[] {
  const values = setting(name).split(',').map(Number);
  if (!values.every(Number.isFinite))
    throw new Error(`The environment variable ${name} is not a list of numbers`);
  return values;
}

/**
 * Reads the stage's settings for cases.
 * @throws Error that names the variable that is missing or wrong
 */
export function processSettings(): ProcessSettings {
  return {
    invitationDays: numberSetting('INVITATION_DAYS'),
    declineBlockDays: numberSetting('DECLINE_BLOCK_DAYS'),
    reminderDays: numberListSetting('REMINDER_DAYS'),
    allowedRoles: allowedRoles(),
  };
}

/** Without the variable, the contract's default roles: a missing setting must not admit everybody. */
function allowedRoles(): readonly Role[] {
  const listed = optionalSetting('ALLOWED_ROLES');
  if (listed === undefined) return DEFAULT_ALLOWED_ROLES;
  const names = listed.split(',').map((name) => name.trim());
  return names.map((name) => {
    const role = ROLES.find((known) => known === name);
    if (role) return role;
    throw new Error(`The environment variable ALLOWED_ROLES may list ${ROLES.join(', ')}`);
  });
}
