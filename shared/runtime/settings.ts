import type { ProcessSettings } from '../chains/chain-context.ts';
import { DEFAULT_ALLOWED_ROLES, ROLES, type Role } from '../events/vocabulary.ts';

/**
 * A setting of the function, from its environment.
 * @throws Error naming the variable when the stack did not set it: the function must not start half configured
 */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set`);
  return value;
}

/** A setting that a stage may do without. */
export function optionalSetting(name: string): string | undefined {
  return process.env[name] || undefined;
}

/** A setting that is a number. */
export function numberSetting(name: string): number {
  const value = Number(setting(name));
  if (!Number.isFinite(value)) throw new Error(`The environment variable ${name} is not a number`);
  return value;
}

/** A setting that is a list of numbers, apart by commas. */
export function numberListSetting(name: string): number[] {
  const values = setting(name).split(',').map(Number);
  if (!values.every(Number.isFinite))
    throw new Error(`The environment variable ${name} is no list of numbers`);
  return values;
}

/**
 * What the stage sets about cases, from the function's environment.
 * @throws Error naming the variable that is missing or wrong
 */
export function processSettings(): ProcessSettings {
  return {
    invitationDays: numberSetting('INVITATION_DAYS'),
    declineBlockDays: numberSetting('DECLINE_BLOCK_DAYS'),
    reminderDays: numberListSetting('REMINDER_DAYS'),
    allowedRoles: allowedRoles(),
  };
}

/** Without the variable, the contract's own roles: a rule must not let everybody in because nothing was said. */
function allowedRoles(): readonly Role[] {
  const listed = optionalSetting('ALLOWED_ROLES');
  if (listed === undefined) return DEFAULT_ALLOWED_ROLES;
  const names = listed.split(',').map((name) => name.trim());
  return names.map((name) => {
    const role = ROLES.find((one) => one === name);
    if (role) return role;
    throw new Error(`The environment variable ALLOWED_ROLES may list ${ROLES.join(', ')}`);
  });
}
