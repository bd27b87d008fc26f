import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settingsFromContext } from '../../infra/settings/settings-from-context.ts';
import { SettingsError, stageName, stageSettings } from '../../infra/settings/stage-settings.ts';
import { invalidSettings } from './invalid-settings.ts';

const dev = { stage: 'dev', senderAddress: 'support@example.org' };

describe('the settings of a stage', () => {
  test('need only a sender; the defaults are those of the contract', () => {
    expect(stageSettings(dev)).toEqual({
      ...dev,
      invitationDays: 30,
      reminderDays: [3, 10, 25],
      declineBlockDays: 30,
      retryBaseSeconds: 5,
      maxReceiveCount: 8,
      sweepMinutes: 5,
      mailsPerSecond: 10,
      tlsPolicy: 'require',
      caseReaders: {},
      publishers: { accounts: [], roles: [], eventRules: [] },
      allowedRoles: ['global-admin', 'user-admin', 'sales-agent'],
      partnerCenter: {
        certificateHosts: ['3psostorageacct.blob.core.windows.net'],
        issuerOrganization: 'Microsoft Corporation',
      },
    });
  });

  test('need nothing for the local stage, which retries quickly', () => {
    expect(stageSettings({ stage: 'local' })).toMatchObject({
      senderAddress: 'support@multichannel.example',
      retryBaseSeconds: 1,
      maxReceiveCount: 5,
      mailsPerSecond: 500,
    });
    expect(stageSettings({ stage: 'local', retryBaseSeconds: 3 }).retryBaseSeconds).toBe(3);
  });

  test.each(invalidSettings)('are refused with the reason: %s', (_, input, message) => {
    expect(() => stageSettings(input)).toThrow(SettingsError);
    expect(() => stageSettings(input)).toThrow(message);
  });

  test('are refused with an unknown role', () => {
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

  test('are refused with all faults at once', () => {
    expect(() => stageSettings({ stage: 'dev', invitationDays: 0 })).toThrow(
      /senderAddress.*\n.*invitationDays/,
    );
  });
});

describe('the CDK context', () => {
  const from = (context: Record<string, unknown>) =>
    settingsFromContext((key) => context[key], 'there-is-no-such-file.json');

  test('sets stage and sender on the command line', () => {
    expect(from({ stage: 'dev', sender: 'support@example.org' })).toEqual(stageSettings(dev));
  });

  test('sets any setting in cdk.json, and the command line overrides it', () => {
    const stages = { dev: { senderAddress: 'old@example.org', invitationDays: 60 }, prod: {} };
    expect(from({ stage: 'dev', stages })).toMatchObject({
      senderAddress: 'old@example.org',
      invitationDays: 60,
    });
    expect(from({ stage: 'dev', stages, sender: 'new@example.org' }).senderAddress).toBe('new@example.org');
  });

  test('needs a stage with a sender', () => {
    expect(() => from({ sender: 'support@example.org' })).toThrow('-c stage=<name>');
  });

  test('selects the review stage without stage and sender', () => {
    expect(from({})).toMatchObject({ stage: 'review', senderAddress: 'support@review.example' });
  });

  test.each([['text'], [{ dev: 'text' }], [[]]])('must map stages to settings, not %j', (stages) => {
    expect(() => from({ stage: 'dev', stages })).toThrow(SettingsError);
  });

  test.each(['stage', 'sender', 'settings'])('needs text for %s', (key) => {
    expect(() => from({ stage: 'dev', sender: 'support@example.org', [key]: 3 })).toThrow(`-c ${key}=`);
  });

  test('does not take a property of Object for a stage', () => {
    expect(() => from({ stage: 'constructor', stages: {} })).toThrow('senderAddress');
  });
});

test('resource names start with the stage, except on the local stack', () => {
  expect(stageName(stageSettings(dev), 'mail')).toBe('dev-mail');
  expect(stageName(stageSettings({ stage: 'local' }), 'mail')).toBe('mail');
});

const prod = { senderAddress: 'support@example.org', invitationDays: 60 };

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stages-file-'));
  file = join(folder, 'stages.json');
  writeFileSync(file, JSON.stringify({ prod }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function from(context: Record<string, unknown>, byDefault = join(folder, 'none.json')) {
  return settingsFromContext((key) => context[key], byDefault);
}

/** Writes a settings file with this text. */
function holding(text: string): string {
  const path = join(folder, 'other.json');
  writeFileSync(path, text);
  return path;
}

describe('a settings file', () => {
  test('is read from its default path or from the given path', () => {
    const expected = stageSettings({ stage: 'prod', ...prod });
    expect(from({ stage: 'prod' }, file)).toEqual(expected);
    expect(from({ stage: 'prod', settings: file })).toEqual(expected);
    expect(from({ stage: 'prod' }, holding(`\uFEFF${JSON.stringify({ prod })}`))).toEqual(expected);
  });

  test('is overridden by the command line', () => {
    const { senderAddress, invitationDays } = from({ stage: 'prod', sender: 'new@example.org' }, file);
    expect({ senderAddress, invitationDays }).toEqual({
      senderAddress: 'new@example.org',
      invitationDays: 60,
    });
  });

  test('need not contain the stage if it is the default file', () => {
    expect(from({ stage: 'dev', sender: 'support@example.org' }, file).invitationDays).toBe(30);
    expect(() => from({ stage: 'dev' }, file)).toThrow('or set it in stages.json under the stage’s name');
  });

  test('is not read without a stage', () => {
    expect(from({}, holding('{')).stage).toBe('review');
  });

  test('conflicts with cdk.json for the same stage', () => {
    expect(() => from({ stage: 'prod', stages: { prod } }, file)).toThrow('leave it in one');
    expect(from({ stage: 'dev', stages: { dev: prod } }, file).stage).toBe('dev');
  });

  test.each([
    ['names no stage', () => ({ settings: file }), 'No stage is given'],
    [
      'is not there',
      () => ({ stage: 'prod', settings: join(folder, 'none.json') }),
      'none.json cannot be read',
    ],
    ['is a folder', () => ({ stage: 'prod', settings: folder }), 'cannot be read'],
    ['has not the stage', () => ({ stage: 'dev', settings: file }), 'has no stage "dev", only: prod'],
    ['is no JSON', () => ({ stage: 'prod', settings: holding('{"prod"') }), 'other.json is not valid JSON: '],
    ['is no map', () => ({ stage: 'prod', settings: holding('[]') }), 'other.json must map stage names'],
    [
      'has a stage that is none',
      () => ({ stage: 'a', settings: holding('{"a": 1}') }),
      'must map stage names',
    ],
    ['is wrong', () => ({ stage: 'a', settings: holding('{"a": {"sendr": 1}}') }), 'sendr'],
  ])('is refused when it %s', (_, context, message) => {
    expect(() => from(context())).toThrow(SettingsError);
    expect(() => from(context())).toThrow(message);
  });
});
