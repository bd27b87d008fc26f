import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The keys that sign links. New links use the current key; links of an older key stay valid while it is in the ring. */
export interface KeyRing {
  readonly current: string;
  readonly keys: ReadonlyMap<string, string>;
}

/** The invitation of a link, and the end of its validity (epoch milliseconds). */
export interface LinkClaims {
  readonly partnerId: string;
  readonly tenantId: string;
  readonly invitationId: string;
  readonly expiresAt: number;
}

/** Why a token is refused: its key is not in the ring, or its signature or shape is wrong. */
export type TokenError = 'unknown-key' | 'forged';

/** A signed text: the ID of its key, what is signed, and the HMAC. */
type Signed = readonly [whole: string, keyId: string, content: string, signature: string];

/** The token of a link. Its content is the claims. */
const TOKEN = /^([A-Za-z0-9]{1,16})\.([A-Za-z0-9_-]{20,512})\.([A-Za-z0-9_-]{43})$/;
/** A cookie or a nonce. Its content is a time. */
const TIMESTAMP = /^([A-Za-z0-9]{1,16})\.([0-9a-z]{1,11})\.([A-Za-z0-9_-]{43})$/;

function split(text: string, shape: RegExp): Signed | null {
  // Both expressions have three groups, none of them optional.
  return shape.exec(text) as Signed | null;
}

function currentKey(ring: KeyRing): string {
  const key = ring.keys.get(ring.current);
  if (!key) throw new Error('The current link key is missing from the secret');
  return key;
}

/**
 * Makes the token of a link: key ID, claims and HMAC-SHA256, URL-safe. The token is derived, not random. A repeat or a
 * reminder makes the same link again, queue and table hold no secret, and a forged token costs no read (decision 0005).
 */
export function signToken(claims: LinkClaims, ring: KeyRing): string {
  const key = currentKey(ring);
  const { partnerId, tenantId, invitationId, expiresAt } = claims;
  const payload = Buffer.from(JSON.stringify([partnerId, tenantId, invitationId, expiresAt])).toString(
    'base64url',
  );
  return `${ring.current}.${payload}.${mac(key, 'link', `${ring.current}.${payload}`)}`;
}

/** Verifies the signature of a token and returns its claims. The caller checks the expiry. */
export function verifyToken(token: string, ring: KeyRing): LinkClaims | TokenError {
  const parts = split(token, TOKEN);
  if (!parts) return 'forged';
  const [, keyId, payload, signature] = parts;
  const key = ring.keys.get(keyId);
  if (!key) return 'unknown-key';
  if (!isEqual(signature, mac(key, 'link', `${keyId}.${payload}`))) return 'forged';
  // We signed it, so it has the shape that signToken makes.
  const [partnerId, tenantId, invitationId, expiresAt] = JSON.parse(
    Buffer.from(payload, 'base64url').toString(),
  );
  return { partnerId, tenantId, invitationId, expiresAt };
}

/** Letters and digits of a reference: none that look alike (Crockford’s base32). */
const REFERENCE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const REFERENCE_LENGTH = 8;

/**
 * The short reference of a link, `XXXX-XXXX`: 40 bits. It stands in the mail and nowhere on the page, so whoever types it has
 * read the mail (docs/decisions/0005).
 * @param token a verified token; empty if its key is no longer in the ring
 */
export function linkReference(token: string, ring: KeyRing): string {
  const key = ring.keys.get(token.slice(0, token.indexOf('.')));
  if (!key) return '';
  const bytes = createHmac('sha256', key)
    .update(`reference\n${token}`)
    .digest()
    .subarray(0, REFERENCE_LENGTH);
  const letters = [...bytes].map((byte) => REFERENCE_ALPHABET[byte % REFERENCE_ALPHABET.length]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** Whether somebody typed the reference of a link: in any letter case, with or without hyphen and spaces, O for 0 and I or L for 1. */
export function isLinkReference(typed: string, token: string, ring: KeyRing): boolean {
  const normal = (text: string) =>
    text
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, '')
      .replace(/O/g, '0')
      .replace(/[IL]/g, '1');
  const expected = linkReference(token, ring);
  return expected !== '' && isEqual(normal(typed), normal(expected));
}

/** Makes the value of the cookie that says since when a browser is known (epoch milliseconds). It names nobody. */
export function knownSince(now: number, ring: KeyRing): string {
  const since = now.toString(36);
  return `${ring.current}.${since}.${mac(currentKey(ring), 'browser', since)}`;
}

/** Since when a browser with this cookie is known, in epoch milliseconds; `null` for a forged or missing one. */
export function readKnownSince(cookie: string, ring: KeyRing): number | null {
  const parts = split(cookie, TIMESTAMP);
  if (!parts) return null;
  const [, keyId, since, signature] = parts;
  const key = ring.keys.get(keyId);
  if (!key) return null;
  return isEqual(signature, mac(key, 'browser', since)) ? Number.parseInt(since, 36) : null;
}

/** How long after loading a form can be sent, in milliseconds: a working day. */
export const FORM_LIFETIME_MS = 12 * 60 * 60 * 1000;

/** A form that is shown for the first time, or once more because its answer came too fast. */
export type FormKind = 'form' | 'confirmation';

/** Makes the nonce of a form: proof that its page was loaded before the form is sent, bound to the link and the time. */
export function formNonce(token: string, now: number, ring: KeyRing, kind: FormKind = 'form'): string {
  const issued = now.toString(36);
  return `${ring.current}.${issued}.${mac(currentKey(ring), kind, `${issued}.${digest(token)}`)}`;
}

/** Checks that a nonce was made for this link and kind of form within {@link FORM_LIFETIME_MS}. */
export function isFormNonce(
  nonce: string,
  token: string,
  now: number,
  ring: KeyRing,
  kind: FormKind = 'form',
): boolean {
  const parts = split(nonce, TIMESTAMP);
  if (!parts) return false;
  const [, keyId, issued, signature] = parts;
  const key = ring.keys.get(keyId);
  if (!key) return false;
  if (!isEqual(signature, mac(key, kind, `${issued}.${digest(token)}`))) return false;
  const age = now - Number.parseInt(issued, 36);
  return age >= -60_000 && age <= FORM_LIFETIME_MS;
}

function mac(key: string, purpose: 'link' | 'browser' | FormKind, text: string): string {
  return createHmac('sha256', key).update(`${purpose}\n${text}`).digest('base64url');
}

function isEqual(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(digest(a)), Buffer.from(digest(b)));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
