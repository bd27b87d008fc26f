import type { ProcessSettings } from '../chains/context.ts';
import { ROLES, type Role, USUAL_ROLES } from '../events/kinds.ts';
import { numberListSetting, numberSetting, optionalSetting } from './settings.ts';

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
  if (listed === undefined) return USUAL_ROLES;
  const names = listed.split(',').map((name) => name.trim());
  return names.map((name) => {
    const role = ROLES.find((one) => one === name);
    if (role) return role;
    throw new Error(`The environment variable ALLOWED_ROLES may list ${ROLES.join(', ')}`);
  });
}
