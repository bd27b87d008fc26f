import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The keys that links are signed with. New links take the current one; older ones stay valid while they are here. */
export interface KeyRing {
  readonly current: string;
  readonly keys: ReadonlyMap<string, string>;
}

/** Which invitation a link is for, and until when it may be used (epoch milliseconds). */
export interface LinkClaims {
  readonly partnerId: string;
  readonly tenantId: string;
  readonly invitationId: string;
  readonly expiresAt: number;
}

/** A link's token could not be taken: it names no key we have, or its signature or shape is wrong. */
export type TokenError = 'unknown-key' | 'forged';

const TOKEN = /^([A-Za-z0-9]{1,16})\.([A-Za-z0-9_-]{20,512})\.([A-Za-z0-9_-]{43})$/;

/**
 * Makes a link's token: key id, claims and HMAC-SHA256, URL-safe. Derived, not random: a repeated step or a reminder
 * makes the same link again, nothing secret lies in queue or table, and a forged one costs no read (design, Dependencies).
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

/** Reads a token whose signature holds; expiry is the caller's to judge. */
export function verifyToken(token: string, ring: KeyRing): LinkClaims | TokenError {
  const [, keyId = '', payload = '', signature = ''] = TOKEN.exec(token) ?? [];
  if (keyId === '') return 'forged';
  const key = ring.keys.get(keyId);
  if (!key) return 'unknown-key';
  if (!same(signature, mac(key, 'link', `${keyId}.${payload}`))) return 'forged';
  // Signed by us, so it has the shape that signToken gives it.
  const [partnerId, tenantId, invitationId, expiresAt] = JSON.parse(
    Buffer.from(payload, 'base64url').toString(),
  );
  return { partnerId, tenantId, invitationId, expiresAt };
}

/** How long a shown form may be sent, in milliseconds: a working day. */
export const FORM_LIFETIME_MS = 12 * 60 * 60 * 1000;

/** Proof that a page was loaded before its form is sent: bound to the link and the time. */
export function formNonce(token: string, now: number, ring: KeyRing): string {
  const key = ring.keys.get(ring.current) ?? '';
  const issued = now.toString(36);
  return `${ring.current}.${issued}.${mac(key, 'form', `${issued}.${digest(token)}`)}`;
}

/** Whether a form's nonce was given for this link, not too long ago. */
export function isFormNonce(nonce: string, token: string, now: number, ring: KeyRing): boolean {
  const [keyId = '', issued = '', signature = ''] = nonce.split('.', 3);
  const key = ring.keys.get(keyId);
  if (!key || !/^[0-9a-z]{1,11}$/.test(issued)) return false;
  if (!same(signature, mac(key, 'form', `${issued}.${digest(token)}`))) return false;
  const age = now - Number.parseInt(issued, 36);
  return age >= -60_000 && age <= FORM_LIFETIME_MS;
}

function mac(key: string, purpose: 'link' | 'form', text: string): string {
  return createHmac('sha256', key).update(`${purpose}\n${text}`).digest('base64url');
}

function same(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(digest(a)), Buffer.from(digest(b)));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
