import { describe, expect, it } from 'vitest';
import { CliError } from '../../../infra/ops/errors.ts';
import {
  keysOf,
  LONGEST_INVITATION,
  withNewKey,
  withoutKey,
  withoutOldKeys,
} from '../../../infra/ops/keys/ring.ts';
import { signToken, verifyToken } from '../../../shared/invitations/link-token.ts';
import { parseRing } from '../../../shared/runtime/link-keys.ts';

const FIRST = JSON.stringify({ current: 'k1', k1: 'a'.repeat(64) });
const at = (day: number) => new Date(Date.UTC(2026, 0, 1 + day));

describe('rotating', () => {
  it('adds a key that signs, keeps the others, and notes since when they do not', () => {
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

  it('leaves links that are open as good as they were', () => {
    const claims = { partnerId: 'p', tenantId: 't', invitationId: 'i', expiresAt: 1 };
    const link = signToken(claims, parseRing(FIRST));
    const { secret, added } = withNewKey(withNewKey(FIRST, at(0)).secret, at(1));
    expect(verifyToken(link, parseRing(secret))).toEqual(claims);
    const fresh = signToken(claims, parseRing(secret));
    expect([fresh.split('.')[0], verifyToken(fresh, parseRing(secret))]).toEqual([added, claims]);
  });

  it('gives no id to two keys, whoever rotates what at the same time', () => {
    const [one, other] = [withNewKey(FIRST, at(0)), withNewKey(FIRST, at(0))];
    expect(one.added).not.toBe(other.added);
    const keyOf = ({ secret, added }: typeof one) => parseRing(secret).keys.get(added ?? '');
    expect(keyOf(one)).not.toBe(keyOf(other));
  });
});

describe('retiring', () => {
  const once = withNewKey(FIRST, at(0));
  const again = withNewKey(once.secret, at(100));
  const twice = again.secret;

  it('drops a key only when no link it signed can be valid, with a day’s margin', () => {
    expect(withoutOldKeys(twice, at(31), 30).dropped).toEqual([]);
    expect(withoutOldKeys(twice, at(32), 30).dropped).toEqual(['k1']);
    expect(withoutOldKeys(twice, at(131), 30).dropped).toEqual(['k1']);
    const { secret, dropped } = withoutOldKeys(twice, at(132), 30);
    expect(dropped).toEqual(['k1', once.added]);
    expect(keysOf(secret)).toEqual([{ id: again.added, current: true, supersededAt: null }]);
    expect(secret).not.toContain('"k1"');
  });

  it('without a better word waits as long as any stage’s invitation may be valid', () => {
    expect(withoutOldKeys(twice, at(366), LONGEST_INVITATION).dropped).toEqual([]);
    expect(withoutOldKeys(twice, at(367), LONGEST_INVITATION).dropped).toEqual(['k1']);
  });

  it('keeps a key of which nobody noted since when, and always the current one', () => {
    const byHand = JSON.stringify({
      current: 'k2',
      k1: 'a'.repeat(64),
      k2: 'b'.repeat(64),
      supersededAt: { k2: '2000-01-01T00:00:00Z', k1: 'long ago' },
    });
    expect(withoutOldKeys(byHand, at(9999), 1).dropped).toEqual([]);
  });
});

describe('a leaked key', () => {
  it('is dropped whatever its age, unless it signs', () => {
    const { secret, added } = withNewKey(FIRST, at(0));
    expect(withoutKey(secret, 'k1')).toMatchObject({
      dropped: ['k1'],
      keys: [{ id: added, current: true }],
    });
    expect(() => withoutKey(secret, added ?? '')).toThrow(`${added} signs new links`);
    expect(() => withoutKey(secret, 'supersededAt')).toThrow('There is no key supersededAt');
  });
});

describe('a secret that is none', () => {
  it.each(['', 'not json at all', '{"current":"k1"}', '{"current":"k1","k1":"short"}'])(
    '%s: is told without what it holds',
    (secret) => {
      for (const work of [
        () => keysOf(secret),
        () => withNewKey(secret, at(0)),
        () => withoutOldKeys(secret, at(0), 30),
      ]) {
        expect(work).toThrow('The link secret holds no usable key ring');
        expect(work).toThrow(CliError);
      }
    },
  );
});
