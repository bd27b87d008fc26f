import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Counters } from '../../../../infra/local/counters.ts';
import { SecretsStandIn } from '../../../../infra/local/secrets/stand-in.ts';
import { LabelElsewhere, SecretVersions } from '../../../../infra/local/secrets/versions.ts';

const folder = mkdtempSync(join(tmpdir(), 'multichannel-secrets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const plan = { arn: 'arn:keys', name: 'keys', generate: () => 'first' };
const openFile = (file: string) => new SecretsStandIn({ file, counters: new Counters() });

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
  expect(() => versions.move('AWSCURRENT', second, undefined)).toThrow(LabelElsewhere);
  expect(() => versions.move('AWSCURRENT', second, second)).toThrow(LabelElsewhere);
  expect(() => versions.move('AWSCURRENT', 'none', first)).toThrow(LabelElsewhere);
  expect(versions.at('AWSCURRENT')?.value).toBe('first');
  versions.move('AWSCURRENT', second, first);
  expect([versions.labelsOf(first), versions.labelsOf(second)]).toEqual([
    ['AWSPREVIOUS'],
    ['AWSCURRENT', 'AWSPENDING'],
  ]);
  expect(new SecretVersions(versions.kept()).at('AWSPREVIOUS')?.value).toBe('first');
});
