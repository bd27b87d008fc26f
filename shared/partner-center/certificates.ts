import { type KeyObject, X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';

/** Why a delivery is not verified. Only the log has the reason; the sender gets a 401. */
type UnverifiedReason =
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

/** A delivery that is not proven to come from Partner Center. */
export class Unverified extends Error {
  readonly code: UnverifiedReason;
  constructor(code: UnverifiedReason, options?: ErrorOptions) {
    super(`The delivery could not be verified: ${code}`, options);
    this.name = 'Unverified';
    this.code = code;
  }
}

interface CacheEntry<Value> {
  readonly value: Value;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** How long a trusted key and a refusal stay in the cache, in milliseconds. */
const TRUSTED_FOR = 60 * 60_000;
const REFUSED_FOR = 30_000;
/** The least time between two downloads because a signature did not match, in milliseconds. */
const RENEWED_AFTER = 60_000;
/** Cache sizes. The caches are separate so that a flood of bad addresses cannot evict the good one. */
const MOST_TRUSTED = 8;
const MOST_REFUSED = 64;

/** The keys that Partner Center signs with, by certificate address, cached between invocations. */
export class Certificates {
  readonly #limits: DownloadLimits;
  readonly #policy: TrustPolicy;
  readonly #trusted = new Map<string, CacheEntry<TrustedKey>>();
  readonly #refused = new Map<string, CacheEntry<Unverified>>();

  constructor(limits: DownloadLimits, policy: TrustPolicy) {
    this.#limits = limits;
    this.#policy = policy;
  }

  /**
   * The key of the certificate at an address.
   * @param now epoch milliseconds; the certificate and its authorities must be valid at this time
   * @param options.renewed download it again because a signature did not match. At most once a minute, so that forged
   *   signatures cost next to nothing.
   * @throws Unverified when the address is not allowed, or its certificate is unavailable or untrusted
   */
  async key(address: string, now: number, options: { readonly renewed?: boolean } = {}): Promise<KeyObject> {
    if (this.#policy.roots.length === 0) throw new Unverified('no-root-configured');
    const url = certificateUrl(address, this.#limits.hosts);
    const maxAge = options.renewed ? RENEWED_AFTER : TRUSTED_FOR;
    const cached = fresh(this.#trusted.get(url.href), now, maxAge);
    const { key, from, until } = cached ?? (await this.#load(url, now));
    // Negated so that an invalid date fails, too.
    if (!(from <= now && now <= until)) throw new Unverified('certificate-not-valid-now');
    return key;
  }

  async #load(url: URL, now: number): Promise<TrustedKey> {
    const refused = fresh(this.#refused.get(url.href), now, REFUSED_FOR);
    if (refused) throw refused;
    try {
      const trusted = trustedKey(parseCertificates(await download(url, this.#limits)), this.#policy);
      remember(this.#trusted, url.href, { value: trusted, at: now }, MOST_TRUSTED);
      return trusted;
    } catch (error) {
      const reason =
        error instanceof Unverified ? error : new Unverified('certificate-unreadable', { cause: error });
      remember(this.#refused, url.href, { value: reason, at: now }, MOST_REFUSED);
      throw reason;
    }
  }
}

function fresh<Value>(entry: CacheEntry<Value> | undefined, now: number, maxAge: number): Value | undefined {
  return entry && now >= entry.at && now - entry.at < maxAge ? entry.value : undefined;
}

/** Adds an entry and evicts the oldest: the first key of a map. */
function remember<Value>(
  cache: Map<string, CacheEntry<Value>>,
  address: string,
  entry: CacheEntry<Value>,
  maxEntries: number,
): void {
  cache.delete(address);
  cache.set(address, entry);
  const [oldest] = cache.keys();
  if (cache.size > maxEntries && oldest !== undefined) cache.delete(oldest);
}

/** Where certificates may be downloaded from, and the limits. */
export interface DownloadLimits {
  /** The allowed hosts, each with its port if that is not 443. */
  readonly hosts: readonly string[];
  /** Time for name look-up, connection, TLS and the whole response together. */
  readonly milliseconds: number;
  /** PEM of the authority behind a private host's TLS; without it, the public authorities. */
  readonly tlsCa?: string | undefined;
}

/** In bytes. A certificate with two intermediates in PEM has about 6 KB. */
const LARGEST = 16 * 1024;
const LONGEST_URL = 2048;

/**
 * Checks the address of a certificate. Anybody can send one, so nothing but https on an allowed host is looked up
 * (docs/references.md, webhook).
 * @throws Unverified
 */
function certificateUrl(text: string, hosts: readonly string[]): URL {
  const url = text.length <= LONGEST_URL && URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'https:' || url.username || url.password || !hosts.includes(url.host))
    throw new Unverified('certificate-url-not-allowed');
  url.hash = '';
  return url;
}

/**
 * Downloads at most 16 KiB. A redirect is refused like any other status but 200.
 * @throws Unverified
 */
async function download(url: URL, limits: DownloadLimits): Promise<Buffer> {
  const signal = AbortSignal.timeout(limits.milliseconds);
  try {
    const response = await request(url, signal, limits.tlsCa);
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

function request(url: URL, signal: AbortSignal, ca: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // Without an agent: no connection may outlive the invocation, after which Lambda freezes the process.
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

/** Which certificates are trusted. */
export interface TrustPolicy {
  /** Root authorities. Without one, no certificate is trusted. */
  readonly roots: readonly X509Certificate[];
  /** The organisation (`O`) that the leaf's issuer must have. */
  readonly issuerOrganization: string;
  /** A host name that the leaf must be issued to; without it, any subject. */
  readonly subject?: string | undefined;
}

/** A key that may sign, and its validity in epoch milliseconds. */
interface TrustedKey {
  readonly key: KeyObject;
  readonly from: number;
  readonly until: number;
}

/** More intermediates than public authorities use. A longer file is not searched. */
const MOST_CERTIFICATES = 5;
const LEAST_RSA_BITS = 2048;

const PEM_BEGIN = '-----BEGIN CERTIFICATE-----';

/**
 * Parses one certificate in DER, or several in PEM with the leaf first.
 * @throws Unverified when there is none, or one cannot be parsed
 */
function parseCertificates(bytes: Buffer): X509Certificate[] {
  const [, ...blocks] = bytes.toString('latin1').split(PEM_BEGIN);
  if (blocks.length > MOST_CERTIFICATES) throw new Unverified('certificate-unreadable');
  try {
    if (blocks.length === 0) return [new X509Certificate(bytes)];
    // What stands between two certificates is no part of them (RFC 7468, §2).
    return blocks.map((block) => new X509Certificate(`${PEM_BEGIN}${block}`));
  } catch (error) {
    throw new Unverified('certificate-unreadable', { cause: error });
  }
}

/**
 * The key of the leaf, if the certificates that came with it lead to a root. Its validity is the narrowest of the whole path;
 * the caller checks it. Not checked: path lengths and name constraints of intermediates, because node:crypto does not show
 * them, and revocation.
 * @throws Unverified
 */
function trustedKey(certificates: readonly X509Certificate[], policy: TrustPolicy): TrustedKey {
  const [leaf, ...intermediates] = certificates;
  if (!leaf || !mayBeLeaf(leaf, policy)) throw new Unverified('certificate-untrusted');
  const path = pathToRoot(leaf, intermediates, policy.roots);
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
  const root = roots.find((candidate) => isIssuedBy(from, candidate));
  if (root) return [from, root];
  for (const issuer of intermediates) {
    if (!isIssuedBy(from, issuer)) continue;
    const others = intermediates.filter((other) => other !== issuer);
    const path = pathToRoot(issuer, others, roots);
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
