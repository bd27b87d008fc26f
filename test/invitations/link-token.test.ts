import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  FORM_LIFETIME_MS,
  formNonce,
  isFormNonce,
  isLinkReference,
  type KeyRing,
  knownSince,
  linkReference,
  readKnownSince,
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

  test('is forged with anything before or behind it', () => {
    const token = signToken(claims, ring);
    for (const changed of [`.${token}`, ` ${token}`, `${token}x`, `${token}\n`, `${token}.`])
      expect([changed, verifyToken(changed, ring)]).toEqual([changed, 'forged']);
  });

  test('is forged for any other text, and nothing throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void expect(verifyToken(text, ring)).toBe('forged')));
    for (const text of ['__proto__.aaaaaaaaaaaaaaaaaaaaaaaa.b', 'k1..', `k1.${'a'.repeat(10_000)}.b`]) {
      expect(verifyToken(text, ring)).toBe('forged');
    }
  });
});

describe('what is signed stays valid over releases', () => {
  // Recorded from this code. Links live for weeks and forms for hours, so a new format would break those already sent.
  const token =
    'k1.WyJjb250b3NvIiwiNGIyYTZlMzMtODc5MS00Mzg2LWJkMmItMGQ1NWJhZjI1MDM5IiwiNHRJblJvTnNJaDhoSGNhNU83a3VndyIsMTgwMDAwMDAwMDAwMF0.2CznDrLLH8q7KWNL7W_NcTZTOszLtM0IOEnSvD77W28';

  test('the token of a link, its reference, the nonces of its forms and the cookie', () => {
    expect(signToken(claims, ring)).toBe(token);
    expect(linkReference(token, ring)).toBe('KWY3-6ENF');
    expect(formNonce(token, NOW, ring)).toBe('k1.mywpiww0.9eTqxnw3OEqpKskkaVMKO4xVRyA2d2TKDIXvz2XB1ug');
    expect(formNonce(token, NOW, ring, 'confirmation')).toBe(
      'k1.mywpiww0.2yXhT3a7m-mXyLbfugYNtH_2L0lCq7A7EWwKJHH14l8',
    );
    expect(knownSince(NOW, ring)).toBe('k1.mywpiww0.8dq4qLLOzMjPDU_2ux37MzFzT0fz8aRqTLo3YmpBbgw');
  });

  test('a form is valid for twelve hours', () => {
    const nonce = formNonce(token, NOW, ring);
    expect(isFormNonce(nonce, token, NOW + 43_200_000, ring)).toBe(true);
    expect(isFormNonce(nonce, token, NOW + 43_200_001, ring)).toBe(false);
  });
});

describe('a ring without its current key', () => {
  const broken: KeyRing = { current: 'k9', keys: ring.keys };

  test('signs no link, no form and no cookie', () => {
    const token = signToken(claims, ring);
    for (const sign of [
      () => signToken(claims, broken),
      () => formNonce(token, NOW, broken),
      () => knownSince(NOW, broken),
    ])
      expect(sign).toThrow('The current link key is missing from the secret');
  });
});

describe('the reference of a link', () => {
  const token = signToken(claims, ring);
  const reference = linkReference(token, ring);

  test('is four and four letters and digits that do not look alike, the same each time', () => {
    expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(linkReference(token, rotated)).toBe(reference);
  });

  test('is another one for another link, and for the same link under another key', () => {
    const links = Array.from({ length: 100 }, (_, index) =>
      linkReference(signToken({ ...claims, expiresAt: NOW + index }, ring), ring),
    );
    expect(new Set(links).size).toBe(100);
    expect(linkReference(token, others)).not.toBe(reference);
  });

  test('uses its whole alphabet', () => {
    const letters = Array.from({ length: 200 }, (_, index) =>
      linkReference(signToken({ ...claims, expiresAt: NOW + index }, ring), ring).replace('-', ''),
    ).join('');
    expect([...new Set(letters)].toSorted().join('')).toBe('0123456789ABCDEFGHJKMNPQRSTVWXYZ');
  });

  test('counts in any letter case, with or without hyphen and spaces', () => {
    const plain = reference.replace('-', '');
    for (const typed of [
      reference,
      plain,
      reference.toLowerCase(),
      ` ${plain.slice(0, 3)} ${plain.slice(3)}\t`,
    ])
      expect([typed, isLinkReference(typed, token, ring)]).toEqual([typed, true]);
    const wide = plain.replace(/./g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
    expect(isLinkReference(wide, token, ring)).toBe(true);
  });

  test('counts with O for 0, and with I or L for 1', () => {
    const withBoth = Array.from({ length: 1_000 }, (_, index) =>
      signToken({ ...claims, expiresAt: NOW + index }, ring),
    )
      .map((link) => [link, linkReference(link, ring)] as const)
      .find(([, one]) => one.includes('0') && one.includes('1'));
    const [link = '', digits = ''] = withBoth ?? [];
    for (const one of ['I', 'l'])
      expect(isLinkReference(digits.replaceAll('0', 'o').replaceAll('1', one), link, ring)).toBe(true);
    expect(isLinkReference(digits, link, ring)).toBe(true);
  });

  test('does not count if it is another one, is too short or too long, or if the key is gone', () => {
    const last = reference.endsWith('Z') ? 'Y' : 'Z';
    for (const typed of ['', '-', reference.slice(0, -1), `${reference}0`, reference.slice(0, -1) + last])
      expect([typed, isLinkReference(typed, token, ring)]).toEqual([typed, false]);
    const withoutKey: KeyRing = { current: 'k2', keys: new Map([['k2', 'b'.repeat(64)]]) };
    expect(linkReference(token, withoutKey)).toBe('');
    for (const typed of [reference, '', '-']) expect(isLinkReference(typed, token, withoutKey)).toBe(false);
  });
});

describe('the cookie of a known browser', () => {
  test('says since when the browser is known, also after a rotation of keys', () => {
    const cookie = knownSince(NOW, ring);
    expect([readKnownSince(cookie, ring), readKnownSince(cookie, rotated)]).toEqual([NOW, NOW]);
    expect(knownSince(NOW, rotated)).toMatch(/^k2\./);
  });

  test('does not count if it is forged, of another key, or no cookie of ours', () => {
    const [keyId, since, signature] = knownSince(NOW, ring).split('.');
    for (const cookie of [
      '',
      'k1',
      `${keyId}.${since}`,
      `${keyId}.${(NOW - 1).toString(36)}.${signature}`,
      `k2.${since}.${signature}`,
      `${keyId}.${since}-.${signature}`,
      `${keyId}.${since}.${signature}.`,
      knownSince(NOW, others),
    ])
      expect([cookie, readKnownSince(cookie, ring)]).toEqual([cookie, null]);
  });

  test('has a time of at most 11 characters, even if it is signed', () => {
    const signed = knownSince(36 ** 11, ring);
    expect(signed.split('.')[1]?.length).toBe(12);
    expect(readKnownSince(signed, ring)).toBeNull();
    expect(readKnownSince(knownSince(36 ** 10, ring), ring)).toBe(36 ** 10);
  });

  test('is no nonce of a form, and a nonce is no cookie', () => {
    const token = signToken(claims, ring);
    expect(isFormNonce(knownSince(NOW, ring), token, NOW, ring)).toBe(false);
    expect(readKnownSince(formNonce(token, NOW, ring), ring)).toBeNull();
  });
});

describe('the nonce of a form', () => {
  const token = signToken(claims, ring);

  test('is valid from a minute before its time, for a server whose clock is behind', () => {
    const nonce = formNonce(token, NOW, ring);
    expect(isFormNonce(nonce, token, NOW - 60_000, ring)).toBe(true);
    expect(isFormNonce(nonce, token, NOW - 60_001, ring)).toBe(false);
  });

  test('is not valid after its key is gone, with a changed time, or with a time that is too long', () => {
    const nonce = formNonce(token, NOW, ring);
    expect(isFormNonce(nonce, token, NOW, { current: 'k2', keys: new Map([['k2', 'b'.repeat(64)]]) })).toBe(
      false,
    );
    const [keyId, issued, signature] = nonce.split('.');
    expect(isFormNonce(`${keyId}.${(NOW + 1).toString(36)}.${signature}`, token, NOW, ring)).toBe(false);
    expect(isFormNonce(`${keyId}.${issued}`, token, NOW, ring)).toBe(false);
    for (const changed of [`${nonce}.`, `.${nonce}`, ` ${nonce}`])
      expect([changed, isFormNonce(changed, token, NOW, ring)]).toEqual([changed, false]);
    expect(isFormNonce(keyId ?? '', token, NOW, ring)).toBe(false);
    expect(isFormNonce(formNonce(token, 36 ** 11, ring), token, 36 ** 11, ring)).toBe(false);
    expect(isFormNonce(formNonce(token, 36 ** 10, ring), token, 36 ** 10, ring)).toBe(true);
  });

  test('of the first form is none of a confirmation', () => {
    expect(isFormNonce(formNonce(token, NOW, ring), token, NOW, ring, 'confirmation')).toBe(false);
    const confirmation = formNonce(token, NOW, ring, 'confirmation');
    expect(isFormNonce(confirmation, token, NOW, ring, 'confirmation')).toBe(true);
    expect(isFormNonce(confirmation, token, NOW, ring)).toBe(false);
  });

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
