import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { keptFile } from '../../../infra/local/data-folder.ts';
import { RequestCounters } from '../../../infra/local/request-counters.ts';
import {
  SecretsManagerStandIn,
  SecretVersions,
  StagingLabelConflict,
} from '../../../infra/local/secrets-manager.ts';

const folder = mkdtempSync(join(tmpdir(), 'multichannel-secrets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const plan = { arn: 'arn:keys', name: 'keys', generate: () => 'first' };
const openFile = (file: string) =>
  new SecretsManagerStandIn({ file: keptFile(file), counters: new RequestCounters() });

it('keeps the current value in its file', () => {
  const file = join(folder, 'secrets.json');
  const before = openFile(file);
  before.create(plan);
  before.put('keys', 'second');
  const after = openFile(file);
  after.create(plan);
  expect([after.arns(), after.value('arn:keys')]).toEqual([['arn:keys'], 'second']);
});

it('reads a file of before there were versions', () => {
  const file = join(folder, 'old.json');
  writeFileSync(file, JSON.stringify([['arn:keys', { name: 'keys', value: 'kept', versionId: 'v' }]]));
  expect(openFile(file).value('keys')).toBe('kept');
});

it('a label moves only away from where it is said to be, and to what there is', () => {
  const versions = new SecretVersions();
  const first = versions.put('first');
  const second = versions.put('second', ['AWSPENDING']);
  expect(() => versions.moveLabel('AWSCURRENT', second, undefined)).toThrow(StagingLabelConflict);
  expect(() => versions.moveLabel('AWSCURRENT', second, second)).toThrow(StagingLabelConflict);
  expect(() => versions.moveLabel('AWSCURRENT', 'none', first)).toThrow(StagingLabelConflict);
  expect(versions.withLabel('AWSCURRENT')?.value).toBe('first');
  versions.moveLabel('AWSCURRENT', second, first);
  expect([versions.labelsOf(first), versions.labelsOf(second)]).toEqual([
    ['AWSPREVIOUS'],
    ['AWSCURRENT', 'AWSPENDING'],
  ]);
  expect(new SecretVersions(versions.toStored()).withLabel('AWSPREVIOUS')?.value).toBe('first');
});
