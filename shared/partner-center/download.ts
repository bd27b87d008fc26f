import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { Unverified } from './unverified.ts';

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
