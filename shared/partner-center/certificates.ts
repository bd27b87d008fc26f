import { type KeyObject, X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';

interface Kept<What> {
  readonly what: What;
  readonly at: number;
}

/** How long what was learnt of a certificate is kept, in milliseconds. */
const TRUSTED_FOR = 60 * 60_000;
const REFUSED_FOR = 30_000;
/** The least time between two downloads because a signature did not match. */
const RENEWED_AFTER = 60_000;
/** Addresses kept. Apart, so that a flood of bad addresses cannot drive out the good one. */
const MOST_TRUSTED = 8;
const MOST_REFUSED = 64;

/** The keys that Partner Center signs with, by the addresses of their certificates, kept in memory between invocations. */
export class Certificates {
  readonly #limits: DownloadLimits;
  readonly #trust: TrustPolicy;
  readonly #trusted = new Map<string, Kept<TrustedKey>>();
  readonly #refused = new Map<string, Kept<Unverified>>();

  constructor(limits: DownloadLimits, trust: TrustPolicy) {
    this.#limits = limits;
    this.#trust = trust;
  }

  /**
   * The key of the certificate at an address.
   * @param now epoch milliseconds; the certificate and its authorities must be valid at that time
   * @param options.renewed its signature did not match: download it again, but seldom, so that forged signatures cost
   *   next to nothing
   * @throws Unverified when the address is not allowed, or what is there cannot be had or trusted
   */
  async key(address: string, now: number, options: { readonly renewed?: boolean } = {}): Promise<KeyObject> {
    if (this.#trust.roots.length === 0) throw new Unverified('no-root-configured');
    const url = certificateUrl(address, this.#limits.hosts);
    const known = fresh(this.#trusted.get(url.href), now, options.renewed ? RENEWED_AFTER : TRUSTED_FOR);
    const { key, from, until } = known ?? (await this.#learn(url, now));
    // Written so that a date that is none fails, too.
    if (!(from <= now && now <= until)) throw new Unverified('certificate-not-valid-now');
    return key;
  }

  async #learn(url: URL, now: number): Promise<TrustedKey> {
    const refused = fresh(this.#refused.get(url.href), now, REFUSED_FOR);
    if (refused) throw refused;
    try {
      const trusted = trustedKey(readCertificates(await download(url, this.#limits)), this.#trust);
      keep(this.#trusted, url.href, { what: trusted, at: now }, MOST_TRUSTED);
      return trusted;
    } catch (error) {
      const why =
        error instanceof Unverified ? error : new Unverified('certificate-unreadable', { cause: error });
      keep(this.#refused, url.href, { what: why, at: now }, MOST_REFUSED);
      throw why;
    }
  }
}

function fresh<What>(kept: Kept<What> | undefined, now: number, age: number): What | undefined {
  return kept && now >= kept.at && now - kept.at < age ? kept.what : undefined;
}

/** Keeps the newest; a map's first key is its oldest. */
function keep<What>(map: Map<string, Kept<What>>, name: string, kept: Kept<What>, most: number): void {
  map.delete(name);
  map.set(name, kept);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}

/** Why a delivery is not taken for Partner Center's. For the log; the sender is told 401 and no more. */
export type UnverifiedReason =
  | 'signature-missing'
  | 'signature-malformed'
  | 'algorithm-not-allowed'
  | 'certificate-url-not-allowed'
  | 'certificate-unavailable'
  | 'certificate-too-large'
  | 'certificate-unreadable'
  | 'certificate-untrusted'
  | 'certificate-not-valid-now'
  | 'no-root-configured'
  | 'signature-mismatch';

/** A delivery whose sender could not be proven to be Partner Center. */
export class Unverified extends Error {
  readonly code: UnverifiedReason;
  constructor(code: UnverifiedReason, options?: ErrorOptions) {
    super(`The delivery could not be verified: ${code}`, options);
    this.name = 'Unverified';
    this.code = code;
  }
}

/** From where, and within which limits, a certificate may be downloaded. */
export interface DownloadLimits {
  /** Hosts, with their port where it is not 443, that a URL's must be one of, exactly. */
  readonly hosts: readonly string[];
  /** For name look-up, connection, TLS and every byte of the answer together. */
  readonly milliseconds: number;
  /** PEM of the authority behind a private host's TLS; without it the public ones. */
  readonly tlsCa?: string | undefined;
}

/** A certificate with two intermediates in PEM has some 6 KB. */
const LARGEST = 16 * 1024;
const LONGEST_URL = 2048;

/**
 * The address of a certificate. It comes from the network, from anybody: what is not https on an allowed host is never
 * looked up (domain §4.5 a).
 * @throws Unverified
 */
export function certificateUrl(text: string, hosts: readonly string[]): URL {
  const url = text.length <= LONGEST_URL && URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'https:' || url.username || url.password || !hosts.includes(url.host))
    throw new Unverified('certificate-url-not-allowed');
  url.hash = '';
  return url;
}

/**
 * Downloads at most 16 KiB. A redirect is an answer like any other that is not 200: refused.
 * @throws Unverified
 */
export async function download(url: URL, limits: DownloadLimits): Promise<Buffer> {
  const signal = AbortSignal.timeout(limits.milliseconds);
  try {
    const response = await answerOf(url, signal, limits.tlsCa);
    if (response.statusCode !== 200) {
      response.destroy();
      throw new Unverified('certificate-unavailable');
    }
    return await readUpTo(response, LARGEST);
  } catch (error) {
    if (error instanceof Unverified) throw error;
    throw new Unverified('certificate-unavailable', { cause: error });
  }
}

function answerOf(url: URL, signal: AbortSignal, ca: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // A connection of its own: none may outlive the invocation, which freezes it.
    get(url, { signal, agent: false, ...(ca && { ca }) }, resolve).on('error', reject);
  });
}

async function readUpTo(response: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > limit) throw new Unverified('certificate-too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Whom to believe. */
export interface TrustPolicy {
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
export function trustedKey(certificates: readonly X509Certificate[], trust: TrustPolicy): TrustedKey {
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

function mayBeLeaf(leaf: X509Certificate, { issuerOrganization, subject }: TrustPolicy): boolean {
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
