import { describe, expect, test } from 'vitest';
import { authority, issue } from '../../infra/local/partner-center/certificates.ts';
import { SettingsError, settingsFromContext, stageName, stageSettings } from '../../infra/settings.ts';

const root = authority({ organization: 'Microsoft Corporation', commonName: 'Root' });
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
    });
    expect(stageSettings({ stage: 'local', retryBaseSeconds: 3 }).retryBaseSeconds).toBe(3);
  });

  test.each([
    [
      'no sender',
      { stage: 'dev' },
      'senderAddress: must be the mail address this stage sends from: give -c sender=',
    ],
    [
      'a sender that is no address',
      { ...dev, senderAddress: 'support' },
      'senderAddress: must be the mail address',
    ],
    ['a stage that no name may begin with', { ...dev, stage: '1st' }, 'stage: must be 1 to 16 of a-z'],
    ['too long a stage', { ...dev, stage: 'a'.repeat(17) }, 'stage: must be 1 to 16 of a-z'],
    ['no days', { ...dev, invitationDays: 0 }, 'invitationDays: must be at least 1 day'],
    ['half days', { ...dev, declineBlockDays: 1.5 }, 'declineBlockDays: must be a whole number of days'],
    ['reminders that fall', { ...dev, reminderDays: [10, 3] }, 'reminderDays: must rise'],
    ['a reminder twice', { ...dev, reminderDays: [3, 3] }, 'reminderDays: must rise'],
    [
      'a reminder after the end',
      { ...dev, invitationDays: 25 },
      'reminderDays: must lie before the invitation expires',
    ],
    ['hasty retries', { ...dev, retryBaseSeconds: 0 }, 'retryBaseSeconds: must be at least 1 second'],
    ['too few receives', { ...dev, maxReceiveCount: 4 }, 'maxReceiveCount: must be at least 5 receives'],
    ['sweeps without a pause', { ...dev, sweepMinutes: 0 }, 'sweepMinutes: must be at least 1 minute'],
    ['rare sweeps', { ...dev, sweepMinutes: 61 }, 'sweepMinutes: must be at most 60 minutes'],
    [
      'no host for certificates',
      { ...dev, partnerCenter: { certificateHosts: [] } },
      'partnerCenter.certificateHosts: must name at least one host',
    ],
    [
      'a host that is an address',
      { ...dev, partnerCenter: { certificateHosts: ['https://example.org'] } },
      'partnerCenter.certificateHosts.0: must be a host',
    ],
    [
      'a host that its URL would not have so',
      { ...dev, partnerCenter: { certificateHosts: ['Example.org'] } },
      'partnerCenter.certificateHosts.0: must be a host in lower case',
    ],
    [
      'a root that is no certificate',
      { ...dev, partnerCenter: { rootCertificate: 'MIIB' } },
      'partnerCenter.rootCertificate: must be one certificate of an authority, in PEM',
    ],
    [
      'a root that is no authority',
      { ...dev, partnerCenter: { rootCertificate: issue({ name: { commonName: 'leaf' } }).pem } },
      'partnerCenter.rootCertificate: must be one certificate of an authority',
    ],
    [
      'two roots',
      { ...dev, partnerCenter: { rootCertificate: root.pem + root.pem } },
      'partnerCenter.rootCertificate: must be one certificate of an authority',
    ],
    [
      'more than fits into a function’s variables',
      {
        ...dev,
        partnerCenter: { rootCertificate: root.pem.padEnd(2_000), tlsCa: root.pem.padEnd(2_000) },
      },
      'partnerCenter.tlsCa: must have at most 3000 characters together',
    ],
    ['a setting nobody knows', { ...dev, sendr: 'x' }, 'sendr'],
  ])('name what is wrong: %s', (_, input, message) => {
    expect(() => stageSettings(input)).toThrow(SettingsError);
    expect(() => stageSettings(input)).toThrow(message);
  });

  test('name every fault at once', () => {
    expect(() => stageSettings({ stage: 'dev', invitationDays: 0 })).toThrow(
      /senderAddress.*\n.*invitationDays/,
    );
  });
});

describe('the CDK context', () => {
  const from = (context: Record<string, unknown>) => settingsFromContext((key) => context[key]);

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

  test('must name a stage', () => {
    expect(() => from({})).toThrow('-c stage=<name>');
  });

  test.each([['text'], [{ dev: 'text' }], [[]]])('must map stages to settings, not %j', (stages) => {
    expect(() => from({ stage: 'dev', stages })).toThrow(SettingsError);
  });

  test('knows no stage by the names every object has', () => {
    expect(() => from({ stage: 'constructor', stages: {} })).toThrow('senderAddress');
  });
});

test('names carry the stage, except on this machine', () => {
  expect(stageName(stageSettings(dev), 'mail')).toBe('dev-mail');
  expect(stageName(stageSettings({ stage: 'local' }), 'mail')).toBe('mail');
});
