import { afterEach, describe, expect, test, vi } from 'vitest';
import { processSettings } from '../../shared/runtime/settings.ts';

/** The settings of an environment. */
function settingsOf(more: Record<string, string> = {}) {
  const usual = { INVITATION_DAYS: '30', DECLINE_BLOCK_DAYS: '20', REMINDER_DAYS: '3,10' };
  for (const [name, value] of Object.entries({ ...usual, ...more })) vi.stubEnv(name, value);
  return processSettings();
}
afterEach(() => vi.unstubAllEnvs());

describe('the roles that may request', () => {
  test('are the contract’s three if the stage lists none', () => {
    for (const more of [{}, { ALLOWED_ROLES: '' }])
      expect(settingsOf(more).allowedRoles).toEqual(['global-admin', 'user-admin', 'sales-agent']);
  });

  test('are those that the stage lists', () => {
    expect(settingsOf({ ALLOWED_ROLES: 'sales-agent, billing-admin' }).allowedRoles).toEqual([
      'sales-agent',
      'billing-admin',
    ]);
  });

  test('must be known: an unknown role stops the function, and the message lists the roles', () => {
    expect(() => settingsOf({ ALLOWED_ROLES: 'boss' })).toThrow(/ALLOWED_ROLES may list global-admin, /);
  });
});

test('days are read from the environment', () => {
  expect(settingsOf()).toMatchObject({ invitationDays: 30, declineBlockDays: 20, reminderDays: [3, 10] });
});
