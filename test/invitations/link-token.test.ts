import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  FORM_LIFETIME_MS,
  formNonce,
  isFormNonce,
  type KeyRing,
  signToken,
  verifyToken,
} from '../../shared/invitations/link-token.ts';
import { parseRing } from '../../shared/runtime/link-keys.ts';

const NOW = 1_800_000_000_000;
const ring: KeyRing = { current: 'k1', keys: new Map([['k1', 'a'.repeat(64)]]) };
const rotated: KeyRing = { current: 'k2', keys: new Map([...ring.keys, ['k2', 'b'.repeat(64)]]) };
const others: KeyRing = { current: 'k1', keys: new Map([['k1', 'c'.repeat(64)]]) };
const claims = {
  partnerId: 'contoso',
  tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039',
  invitationId: '4tInRoNsIh8hHca5O7kugw',
  expiresAt: NOW,
};

describe('the token of a link', () => {
  test('is the same each time it is signed, and verifies to the signed data', () => {
    expect(signToken(claims, ring)).toBe(signToken(claims, ring));
    expect(verifyToken(signToken(claims, ring), ring)).toEqual(claims);
  });

  test('needs no escaping in a URL and fits a line of a mail', () => {
    const token = signToken({ ...claims, partnerId: 'p'.repeat(64) }, ring);
    expect(encodeURIComponent(token)).toBe(token);
    expect(token.length).toBeLessThan(300);
  });

  test('stays valid after a rotation of keys; new tokens use the new key', () => {
    expect(verifyToken(signToken(claims, ring), rotated)).toEqual(claims);
    expect(signToken(claims, rotated)).toMatch(/^k2\./);
    expect(verifyToken(signToken(claims, rotated), ring)).toBe('unknown-key');
  });

  test('is forged if another key signed it', () => {
    expect(verifyToken(signToken(claims, others), ring)).toBe('forged');
  });

  test('is forged if any one character was changed', () => {
    const token = signToken(claims, ring);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'abcXYZ019_-.'), (at, character) => {
        fc.pre(token[at] !== character);
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        // The last character of a Base64 text may have bits that decode to nothing; the text itself is what is compared.
        expect(['forged', 'unknown-key']).toContain(verifyToken(changed, ring));
      }),
      { numRuns: 1_000 },
    );
  });

  test('is forged for any other text, and nothing throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void expect(verifyToken(text, ring)).toBe('forged')));
    for (const text of ['__proto__.aaaaaaaaaaaaaaaaaaaaaaaa.b', 'k1..', `k1.${'a'.repeat(10_000)}.b`]) {
      expect(verifyToken(text, ring)).toBe('forged');
    }
  });
});

describe('the nonce of a form', () => {
  const token = signToken(claims, ring);

  test('is valid for its link, for a working day, and after a rotation of keys', () => {
    const nonce = formNonce(token, NOW, ring);
    expect(isFormNonce(nonce, token, NOW + FORM_LIFETIME_MS, rotated)).toBe(true);
    expect(isFormNonce(nonce, token, NOW + FORM_LIFETIME_MS + 1, ring)).toBe(false);
    expect(isFormNonce(nonce, token, NOW - 120_000, ring)).toBe(false);
  });

  test('is not valid for another link, or if it is made up', () => {
    const other = signToken({ ...claims, invitationId: 'another-invitation-id' }, ring);
    expect(isFormNonce(formNonce(other, NOW, ring), token, NOW, ring)).toBe(false);
    fc.assert(
      fc.property(fc.string(), (text) => void expect(isFormNonce(text, token, NOW, ring)).toBe(false)),
    );
    expect(isFormNonce(token, token, NOW, ring)).toBe(false);
  });
});

describe('the secret', () => {
  test('contains keys by id and names the current one', () => {
    expect(parseRing(JSON.stringify({ current: 'k1', k1: 'a'.repeat(64) }))).toEqual(ring);
  });

  test.each([
    '{}',
    '{"current":"k1"}',
    '{"current":"k1","k1":"short"}',
    `{"current":"k2","k1":"${'a'.repeat(64)}"}`,
  ])('%s is refused: without a good key no link is made', (secret) => {
    expect(() => parseRing(secret)).toThrow('no usable current key');
  });
});
