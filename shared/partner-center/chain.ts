import { type KeyObject, X509Certificate } from 'node:crypto';
import { Unverified } from './unverified.ts';

/** Whom to believe. */
export interface Trust {
  /** Authorities that are believed as such; without one, nothing is. */
  readonly roots: readonly X509Certificate[];
  /** The organisation (`O`) that the leaf's issuer must have. */
  readonly issuerOrganization: string;
  /** A host name that the leaf must be made out to; without it any subject will do. */
  readonly subject?: string | undefined;
}

/** A key that may sign, and from when to when, in epoch milliseconds. */
export interface TrustedKey {
  readonly key: KeyObject;
  readonly from: number;
  readonly until: number;
}

/** More intermediates than public authorities use; a longer file is not searched. */
const MOST_CERTIFICATES = 5;
const LEAST_RSA_BITS = 2048;

/**
 * Reads certificates: one in DER, or PEM, the leaf first.
 * @throws Unverified when there is none, or one cannot be read
 */
export function readCertificates(bytes: Buffer): X509Certificate[] {
  const blocks = bytes.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (blocks && blocks.length > MOST_CERTIFICATES) throw new Unverified('certificate-unreadable');
  try {
    return (blocks ?? [bytes]).map((one) => new X509Certificate(one));
  } catch (error) {
    throw new Unverified('certificate-unreadable', { cause: error });
  }
}

/**
 * The key of the first certificate, if it leads to a root by certificates that came with it. Its dates are the narrowest of
 * the whole path and are the caller's to check. Not read, because node:crypto shows neither: path lengths and name
 * constraints of intermediates; and revocation is not asked for.
 * @throws Unverified
 */
export function trustedKey(certificates: readonly X509Certificate[], trust: Trust): TrustedKey {
  const [leaf, ...intermediates] = certificates;
  if (!leaf || !mayBeLeaf(leaf, trust)) throw new Unverified('certificate-untrusted');
  const path = pathToRoot(leaf, intermediates, trust.roots);
  if (!path) throw new Unverified('certificate-untrusted');
  return {
    key: leaf.publicKey,
    from: Math.max(...path.map(({ validFromDate }) => validFromDate.getTime())),
    until: Math.min(...path.map(({ validToDate }) => validToDate.getTime())),
  };
}

function mayBeLeaf(leaf: X509Certificate, { issuerOrganization, subject }: Trust): boolean {
  const { asymmetricKeyType, asymmetricKeyDetails } = leaf.publicKey;
  return (
    !leaf.ca &&
    asymmetricKeyType === 'rsa' &&
    (asymmetricKeyDetails?.modulusLength ?? 0) >= LEAST_RSA_BITS &&
    // One attribute a line; line breaks inside a value are escaped.
    leaf.issuer.split('\n').includes(`O=${issuerOrganization}`) &&
    (subject === undefined || leaf.checkHost(subject, { subject: 'always', wildcards: false }) !== undefined)
  );
}

function pathToRoot(
  from: X509Certificate,
  intermediates: readonly X509Certificate[],
  roots: readonly X509Certificate[],
): X509Certificate[] | null {
  const root = roots.find((one) => isIssuedBy(from, one));
  if (root) return [from, root];
  for (const next of intermediates) {
    if (!isIssuedBy(from, next)) continue;
    const rest = intermediates.filter((one) => one !== next);
    const path = pathToRoot(next, rest, roots);
    if (path) return [from, ...path];
  }
  return null;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return (
    issuer.ca &&
    /sha(256|384|512)/i.test(certificate.signatureAlgorithm ?? '') &&
    certificate.checkIssued(issuer) &&
    certificate.verify(issuer.publicKey)
  );
}
