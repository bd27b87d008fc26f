import { describe, expect, test } from 'vitest';
import { settingsFromContext } from '../../infra/settings/settings-from-context.ts';
import { SettingsError, stageName, stageSettings } from '../../infra/settings/stage-settings.ts';
import { invalidSettings } from './invalid-settings.ts';

const dev = { stage: 'dev', senderAddress: 'support@example.org' };

describe('the settings of a stage', () => {
  test('need a sender only; the rest is as the contract says', () => {
    expect(stageSettings(dev)).toEqual({
      ...dev,
      invitationDays: 30,
      reminderDays: [3, 10, 25],
      declineBlockDays: 30,
      retryBaseSeconds: 5,
      maxReceiveCount: 8,
      sweepMinutes: 5,
      mailsPerSecond: 10,
      publishers: { accounts: [], roles: [], eventRules: [] },
      allowedRoles: ['global-admin', 'user-admin', 'sales-agent'],
      partnerCenter: {
        certificateHosts: ['3psostorageacct.blob.core.windows.net'],
        issuerOrganization: 'Microsoft Corporation',
      },
    });
  });

  test('need nothing on this machine, where retries are quick', () => {
    expect(stageSettings({ stage: 'local' })).toMatchObject({
      senderAddress: 'support@multichannel.example',
      retryBaseSeconds: 1,
      maxReceiveCount: 5,
      mailsPerSecond: 500,
    });
    expect(stageSettings({ stage: 'local', retryBaseSeconds: 3 }).retryBaseSeconds).toBe(3);
  });

  test.each(invalidSettings)('name what is wrong: %s', (_, input, message) => {
    expect(() => stageSettings(input)).toThrow(SettingsError);
    expect(() => stageSettings(input)).toThrow(message);
  });

  test('name a role that nobody has', () => {
    const stages = { dev: { senderAddress: 'support@example.org', allowedRoles: ['owner'] } };
    const from = () =>
      settingsFromContext(
        (key) =>
          new Map<string, unknown>([
            ['stage', 'dev'],
            ['stages', stages],
          ]).get(key),
        'there-is-no-such-file.json',
      );
    expect(from).toThrow('allowedRoles.0: must be one of global-admin, user-admin,');
  });

  test('name every fault at once', () => {
    expect(() => stageSettings({ stage: 'dev', invitationDays: 0 })).toThrow(
      /senderAddress.*\n.*invitationDays/,
    );
  });
});

describe('the CDK context', () => {
  const from = (context: Record<string, unknown>) =>
    settingsFromContext((key) => context[key], 'there-is-no-such-file.json');

  test('gives stage and sender on the command line', () => {
    expect(from({ stage: 'dev', sender: 'support@example.org' })).toEqual(stageSettings(dev));
  });

  test('gives any setting in cdk.json, which the command line overrides', () => {
    const stages = { dev: { senderAddress: 'old@example.org', invitationDays: 60 }, prod: {} };
    expect(from({ stage: 'dev', stages })).toMatchObject({
      senderAddress: 'old@example.org',
      invitationDays: 60,
    });
    expect(from({ stage: 'dev', stages, sender: 'new@example.org' }).senderAddress).toBe('new@example.org');
  });

  test('must name a stage for a sender', () => {
    expect(() => from({ sender: 'support@example.org' })).toThrow('-c stage=<name>');
  });

  test('without stage and sender is that of a stage to be looked at', () => {
    expect(from({})).toMatchObject({ stage: 'review', senderAddress: 'support@review.example' });
  });

  test.each([['text'], [{ dev: 'text' }], [[]]])('must map stages to settings, not %j', (stages) => {
    expect(() => from({ stage: 'dev', stages })).toThrow(SettingsError);
  });

  test.each(['stage', 'sender', 'settings'])('must give %s as a text', (key) => {
    expect(() => from({ stage: 'dev', sender: 'support@example.org', [key]: 3 })).toThrow(`-c ${key}=`);
  });

  test('knows no stage by the names every object has', () => {
    expect(() => from({ stage: 'constructor', stages: {} })).toThrow('senderAddress');
  });
});

test('names carry the stage, except on this machine', () => {
  expect(stageName(stageSettings(dev), 'mail')).toBe('dev-mail');
  expect(stageName(stageSettings({ stage: 'local' }), 'mail')).toBe('mail');
});
