import type { KeyObject } from 'node:crypto';
import { readCertificates, type Trust, type TrustedKey, trustedKey } from './chain.ts';
import { certificateUrl, type DownloadLimits, download } from './download.ts';
import { Unverified } from './unverified.ts';

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
  readonly #trust: Trust;
  readonly #trusted = new Map<string, Kept<TrustedKey>>();
  readonly #refused = new Map<string, Kept<Unverified>>();

  constructor(limits: DownloadLimits, trust: Trust) {
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
