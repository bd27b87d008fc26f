import { createHash, createHmac } from 'node:crypto';
import type { ReceivedRequest } from '../loopback-server.ts';

/** What a request was signed with. */
interface Signed {
  readonly accessKeyId: string;
  /** `region/service`. */
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  /** Whether the signature is the secret's over this very request. */
  readonly holds: boolean;
}

/**
 * Checks a request's Signature Version 4 as AWS does, from its documentation and not with the library that signed:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
 */
export function verify(heard: ReceivedRequest, secret: string): Signed {
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=(\w{64})$/;
  const [, accessKeyId = '', day = '', region = '', service = '', names = '', signature = ''] =
    pattern.exec(heard.headers.authorization ?? '') ?? [];
  const signedHeaders = names.split(';');
  const url = new URL(heard.url, 'http://host');
  const query = [...url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort();
  const canonical = [
    heard.method,
    url.pathname,
    query.join('&'),
    ...signedHeaders.map((name) => `${name}:${String(heard.headers[name]).trim()}`),
    '',
    names,
    sha256(heard.body),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', heard.headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return {
    accessKeyId,
    scope: `${region}/${service}`,
    signedHeaders,
    holds: hmac(key, toSign).toString('hex') === signature,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
