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

const TOKEN = /^([A-Za-z0-9]{1,16})\.([A-Za-z0-9_-]{20,512})\.([A-Za-z0-9_-]{43})$/;

/**
 * Makes the token of a link: key ID, claims and HMAC-SHA256, URL-safe. The token is derived, not random. A repeat or a
 * reminder makes the same link again, queue and table hold no secret, and a forged token costs no read (decision 0005).
 */
export function signToken(claims: LinkClaims, ring: KeyRing): string {
  const key = ring.keys.get(ring.current);
  if (!key) throw new Error('The current link key is missing from the secret');
  const { partnerId, tenantId, invitationId, expiresAt } = claims;
  const payload = Buffer.from(JSON.stringify([partnerId, tenantId, invitationId, expiresAt])).toString(
    'base64url',
  );
  return `${ring.current}.${payload}.${mac(key, 'link', `${ring.current}.${payload}`)}`;
}

/** Verifies the signature of a token and returns its claims. The caller checks the expiry. */
export function verifyToken(token: string, ring: KeyRing): LinkClaims | TokenError {
  const [, keyId = '', payload = '', signature = ''] = TOKEN.exec(token) ?? [];
  if (keyId === '') return 'forged';
  const key = ring.keys.get(keyId);
  if (!key) return 'unknown-key';
  if (!isEqual(signature, mac(key, 'link', `${keyId}.${payload}`))) return 'forged';
  // We signed it, so it has the shape that signToken makes.
  const [partnerId, tenantId, invitationId, expiresAt] = JSON.parse(
    Buffer.from(payload, 'base64url').toString(),
  );
  return { partnerId, tenantId, invitationId, expiresAt };
}

/** How long after loading a form can be sent, in milliseconds: a working day. */
export const FORM_LIFETIME_MS = 12 * 60 * 60 * 1000;

/** Makes the nonce of a form: proof that its page was loaded before the form is sent, bound to the link and the time. */
export function formNonce(token: string, now: number, ring: KeyRing): string {
  const key = ring.keys.get(ring.current) ?? '';
  const issued = now.toString(36);
  return `${ring.current}.${issued}.${mac(key, 'form', `${issued}.${digest(token)}`)}`;
}

/** Checks that a nonce was made for this link within {@link FORM_LIFETIME_MS}. */
export function isFormNonce(nonce: string, token: string, now: number, ring: KeyRing): boolean {
  const [keyId = '', issued = '', signature = ''] = nonce.split('.', 3);
  const key = ring.keys.get(keyId);
  if (!key || !/^[0-9a-z]{1,11}$/.test(issued)) return false;
  if (!isEqual(signature, mac(key, 'form', `${issued}.${digest(token)}`))) return false;
  const age = now - Number.parseInt(issued, 36);
  return age >= -60_000 && age <= FORM_LIFETIME_MS;
}

function mac(key: string, purpose: 'link' | 'form', text: string): string {
  return createHmac('sha256', key).update(`${purpose}\n${text}`).digest('base64url');
}

function isEqual(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(digest(a)), Buffer.from(digest(b)));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
