import { constants, type KeyObject, verify } from 'node:crypto';
import { type Certificates, Unverified } from './certificates.ts';

/** Request headers, their names in lower case, as API Gateway passes them. */
export type Headers = Readonly<Record<string, string | undefined>>;

/** What the headers of a delivery claim. */
interface SignatureClaim {
  readonly signature: Buffer;
  readonly certificateUrl: string;
}

/** The only accepted algorithm. Microsoft's sample trusts this header and would accept SHA-1, too (docs/references.md, webhook). */
const ALGORITHM = 'rsa-sha256';
/** Base64 of at most 1,024 bytes: RSA keys of up to 8,192 bits. */
const LONGEST_SIGNATURE = 1368;

/**
 * Verifies that Partner Center sent exactly these bytes: RSASSA-PKCS1-v1_5 with SHA-256 over the raw body, by the key of a
 * certificate that {@link Certificates} trusts (docs/references.md, webhook).
 * @param now epoch milliseconds
 * @throws Unverified with the check that failed
 */
export async function verifySignature(
  headers: Headers,
  body: Uint8Array,
  certificates: Certificates,
  now: number,
): Promise<void> {
  const { signature, certificateUrl } = readClaim(headers);
  const cachedKey = await certificates.key(certificateUrl, now);
  if (isSignedBy(cachedKey, body, signature)) return;
  // The certificate may have been renewed under the same address since it was cached.
  const newKey = await certificates.key(certificateUrl, now, { renewed: true });
  if (newKey === cachedKey || !isSignedBy(newKey, body, signature))
    throw new Unverified('signature-mismatch');
}

function isSignedBy(key: KeyObject, body: Uint8Array, signature: Uint8Array): boolean {
  return verify('sha256', body, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
}

function readClaim(headers: Headers): SignatureClaim {
  const text = signatureText(headers);
  if (text === null) throw new Unverified('signature-missing');
  if (text.length > LONGEST_SIGNATURE || !/^[A-Za-z0-9+/]+={0,2}$/.test(text))
    throw new Unverified('signature-malformed');
  if (headers['x-ms-signature-algorithm']?.trim().toLowerCase() !== ALGORITHM)
    throw new Unverified('algorithm-not-allowed');
  const certificateUrl = headers['x-ms-certificate-url']?.trim();
  if (!certificateUrl) throw new Unverified('certificate-url-not-allowed');
  return { signature: Buffer.from(text, 'base64'), certificateUrl };
}

/**
 * The signature of `Authorization: Signature <base64>`. Without that scheme (a gateway may use the header for its own), the
 * signature of `x-ms-signature`, which a registration can ask for (docs/references.md, webhook).
 */
function signatureText(headers: Headers): string | null {
  const scheme = /^signature +/i;
  const authorization = headers.authorization?.trim();
  if (authorization && scheme.test(authorization)) return authorization.replace(scheme, '');
  return headers['x-ms-signature']?.trim().replace(scheme, '') || null;
}
