import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RequestCounters } from '../../../infra/local/request-counters.ts';
import { SecretsManagerStandIn } from '../../../infra/local/secrets-manager.ts';
import { CliError } from '../../../infra/ops/errors.ts';
import {
  keysOf,
  LONGEST_INVITATION,
  readRing,
  replaceRing,
  withNewKey,
  withoutKey,
  withoutOldKeys,
} from '../../../infra/ops/keys/key-ring.ts';
import { signToken, verifyToken } from '../../../shared/invitations/link-token.ts';
import { parseRing } from '../../../shared/runtime/link-keys.ts';

const FIRST = JSON.stringify({ current: 'k1', k1: 'a'.repeat(64) });
const at = (day: number) => new Date(Date.UTC(2026, 0, 1 + day));

describe('a rotation', () => {
  it('adds a key that signs, keeps the others, and notes since when they do not sign', () => {
    const { secret, added, keys } = withNewKey(FIRST, at(0));
    const ring = parseRing(secret);
    expect(added).toMatch(/^k[A-Za-z0-9]{9}$/);
    expect([ring.current, [...ring.keys.keys()]]).toEqual([added, ['k1', added]]);
    expect(ring.keys.get('k1')).toBe('a'.repeat(64));
    expect(ring.keys.get(added ?? '')).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(keys).toEqual([
      { id: 'k1', current: false, supersededAt: at(0).toISOString() },
      { id: added, current: true, supersededAt: null },
    ]);
  });

  it('keeps open links valid', () => {
    const claims = { partnerId: 'p', tenantId: 't', invitationId: 'i', expiresAt: 1 };
    const link = signToken(claims, parseRing(FIRST));
    const { secret, added } = withNewKey(withNewKey(FIRST, at(0)).secret, at(1));
    expect(verifyToken(link, parseRing(secret))).toEqual(claims);
    const fresh = signToken(claims, parseRing(secret));
    expect([fresh.split('.')[0], verifyToken(fresh, parseRing(secret))]).toEqual([added, claims]);
  });

  it('never gives the same id to two keys, also of two rotations at once', () => {
    const [one, other] = [withNewKey(FIRST, at(0)), withNewKey(FIRST, at(0))];
    expect(one.added).not.toBe(other.added);
    const keyOf = ({ secret, added }: typeof one) => parseRing(secret).keys.get(added ?? '');
    expect(keyOf(one)).not.toBe(keyOf(other));
  });
});

describe('--retire', () => {
  const first = withNewKey(FIRST, at(0));
  const second = withNewKey(first.secret, at(100));

  it('drops a key one day after its last link has expired', () => {
    expect(withoutOldKeys(second.secret, at(31), 30).dropped).toEqual([]);
    expect(withoutOldKeys(second.secret, at(32), 30).dropped).toEqual(['k1']);
    expect(withoutOldKeys(second.secret, at(131), 30).dropped).toEqual(['k1']);
    const { secret, dropped } = withoutOldKeys(second.secret, at(132), 30);
    expect(dropped).toEqual(['k1', first.added]);
    expect(keysOf(secret)).toEqual([{ id: second.added, current: true, supersededAt: null }]);
    expect(secret).not.toContain('"k1"');
  });

  it('waits by default for the longest invitation of any stage', () => {
    expect(withoutOldKeys(second.secret, at(366), LONGEST_INVITATION).dropped).toEqual([]);
    expect(withoutOldKeys(second.secret, at(367), LONGEST_INVITATION).dropped).toEqual(['k1']);
  });

  it('keeps a key without a note since when it does not sign, and always the current key', () => {
    const byHand = JSON.stringify({
      current: 'k2',
      k1: 'a'.repeat(64),
      k2: 'b'.repeat(64),
      supersededAt: { k2: '2000-01-01T00:00:00Z', k1: 'long ago' },
    });
    expect(withoutOldKeys(byHand, at(9999), 1).dropped).toEqual([]);
  });
});

describe('--drop', () => {
  it('drops a key of any age, but not the current one', () => {
    const { secret, added } = withNewKey(FIRST, at(0));
    expect(withoutKey(secret, 'k1')).toMatchObject({
      dropped: ['k1'],
      keys: [{ id: added, current: true }],
    });
    expect(() => withoutKey(secret, added ?? '')).toThrow(`${added} signs new links`);
    expect(() => withoutKey(secret, 'supersededAt')).toThrow('There is no key supersededAt');
  });
});

describe('an invalid secret', () => {
  it.each(['', 'not json at all', '{"current":"k1"}', '{"current":"k1","k1":"short"}'])(
    '%s: the error does not contain it',
    (secret) => {
      for (const work of [
        () => keysOf(secret),
        () => withNewKey(secret, at(0)),
        () => withoutOldKeys(secret, at(0), 30),
      ]) {
        expect(work).toThrow('The link secret contains no valid key ring');
        expect(work).toThrow(CliError);
      }
    },
  );
});

describe('the stored ring', () => {
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

  it('is replaced; the former version is the previous one, and none is pending', async () => {
    await replaceRing(client, 'keys', await readRing(client, 'keys'), 'second');
    expect([await valueAt('AWSCURRENT'), await valueAt('AWSPREVIOUS')]).toEqual(['second', 'first']);
    await expect(valueAt('AWSPENDING')).rejects.toThrow("can't find the secret value");
  });

  it('is not replaced if somebody else replaced it since it was read', async () => {
    const [one, other] = [await readRing(client, 'keys'), await readRing(client, 'keys')];
    await replaceRing(client, 'keys', one, 'one');
    await expect(replaceRing(client, 'keys', other, 'other')).rejects.toMatchObject({
      code: 'rotated-meanwhile',
      message: expect.stringContaining('This command changed nothing.'),
    });
    expect([await valueAt('AWSCURRENT'), await valueAt('AWSPREVIOUS')]).toEqual(['one', 'first']);
    await expect(valueAt('AWSPENDING')).rejects.toThrow("can't find the secret value");
  });

  it('is replaced by exactly one of several commands at once', async () => {
    const read = await readRing(client, 'keys');
    const values = ['a', 'b', 'c', 'd'];
    const results = await Promise.allSettled(values.map((value) => replaceRing(client, 'keys', read, value)));
    const winners = values.filter((_, index) => results[index]?.status === 'fulfilled');
    expect([winners.length, await valueAt('AWSCURRENT')]).toEqual([1, winners[0]]);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'rotated-meanwhile' });
  });
});
