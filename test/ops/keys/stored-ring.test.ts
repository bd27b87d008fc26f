import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RequestCounters } from '../../../infra/local/request-counters.ts';
import { SecretsManagerStandIn } from '../../../infra/local/secrets-manager.ts';
import { readRing, replaceRing } from '../../../infra/ops/keys/stored-ring.ts';

let standIn: SecretsManagerStandIn;
let client: SecretsManagerClient;
beforeEach(async () => {
  standIn = new SecretsManagerStandIn({ counters: new RequestCounters() });
  standIn.create({ arn: 'arn:keys', name: 'keys', generate: () => 'first' });
  client = new SecretsManagerClient({
    endpoint: await standIn.listen(),
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await standIn.close();
});

const valueAt = async (VersionStage: string) =>
  (await client.send(new GetSecretValueCommand({ SecretId: 'keys', VersionStage }))).SecretString;

it('replaces what was read; the version before stays as the previous one, and nothing is pending', async () => {
  await replaceRing(client, 'keys', await readRing(client, 'keys'), 'second');
  expect([await valueAt('AWSCURRENT'), await valueAt('AWSPREVIOUS')]).toEqual(['second', 'first']);
  await expect(valueAt('AWSPENDING')).rejects.toThrow("can't find the secret value");
});

it('of two at once the second is refused and changes nothing', async () => {
  const [one, other] = [await readRing(client, 'keys'), await readRing(client, 'keys')];
  await replaceRing(client, 'keys', one, 'one');
  await expect(replaceRing(client, 'keys', other, 'other')).rejects.toMatchObject({
    code: 'rotated-meanwhile',
    message: expect.stringContaining('Nothing was changed here.'),
  });
  expect([await valueAt('AWSCURRENT'), await valueAt('AWSPREVIOUS')]).toEqual(['one', 'first']);
  await expect(valueAt('AWSPENDING')).rejects.toThrow("can't find the secret value");
});

it('of many at once exactly one wins', async () => {
  const read = await readRing(client, 'keys');
  const values = ['a', 'b', 'c', 'd'];
  const ends = await Promise.allSettled(values.map((value) => replaceRing(client, 'keys', read, value)));
  const won = values.filter((_, index) => ends[index]?.status === 'fulfilled');
  expect([won.length, await valueAt('AWSCURRENT')]).toEqual([1, won[0]]);
  for (const end of ends)
    if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'rotated-meanwhile' });
});
