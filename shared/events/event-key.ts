import { createHash } from 'node:crypto';

/**
 * The identity of an event, (`source`, `id`) (contract §2), as a short key: 16 bytes of SHA-256 in base64url.
 * Two different events share one with a chance of 2⁻¹²⁸.
 */
export function eventKey(event: { readonly source: string; readonly id: string }): string {
  return createHash('sha256')
    .update(JSON.stringify([event.source, event.id]))
    .digest()
    .subarray(0, 16)
    .toString('base64url');
}
