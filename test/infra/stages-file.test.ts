import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settingsFromContext } from '../../infra/settings/settings-from-context.ts';
import { SettingsError, stageSettings } from '../../infra/settings/stage-settings.ts';

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

/** A settings file of this text. */
function holding(text: string): string {
  const path = join(folder, 'other.json');
  writeFileSync(path, text);
  return path;
}

describe('a settings file', () => {
  test('is read where it is expected, or where it is said to be', () => {
    const expected = stageSettings({ stage: 'prod', ...prod });
    expect(from({ stage: 'prod' }, file)).toEqual(expected);
    expect(from({ stage: 'prod', settings: file })).toEqual(expected);
    expect(from({ stage: 'prod' }, holding(`\uFEFF${JSON.stringify({ prod })}`))).toEqual(expected);
  });

  test('gives way to the command line', () => {
    const { senderAddress, invitationDays } = from({ stage: 'prod', sender: 'new@example.org' }, file);
    expect({ senderAddress, invitationDays }).toEqual({
      senderAddress: 'new@example.org',
      invitationDays: 60,
    });
  });

  test('need not have the stage, if nobody named it', () => {
    expect(from({ stage: 'dev', sender: 'support@example.org' }, file).invitationDays).toBe(30);
    expect(() => from({ stage: 'dev' }, file)).toThrow('or set it in stages.json under the stage’s name');
  });

  test('is not asked for the stage that nobody names', () => {
    expect(from({}, holding('{')).stage).toBe('review');
  });

  test('is one place too many beside cdk.json, for the same stage', () => {
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
  ])('says so when it %s', (_, context, message) => {
    expect(() => from(context())).toThrow(SettingsError);
    expect(() => from(context())).toThrow(message);
  });
});
