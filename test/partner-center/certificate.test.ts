import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  authority,
  type CertificateRequest,
  type IssuedCertificate,
  issueCertificate,
} from '../../infra/local/partner-center/certificates.ts';
import { MICROSOFT, NOW, startWebhook } from './webhook.ts';

let webhook: Awaited<ReturnType<typeof startWebhook>>;
beforeAll(async () => {
  webhook = await startWebhook();
});
beforeEach(() => webhook.reset());
afterAll(() => webhook?.close());

const body = { EventName: 'test-created' };
const MINUTE = 60_000;
let paths = 0;

/** Delivers a body signed by a certificate's key. @returns `trusted`, or the reason why not */
async function deliveredBy(leaf: IssuedCertificate, file: Buffer | string = leaf.der): Promise<string> {
  const headers = { 'x-ms-certificate-url': webhook.host.serve(`/${++paths}.cer`, file) };
  const { status, reason } = await webhook.deliver(body, { key: leaf.key, headers });
  return status === 200 ? 'trusted' : `${status} ${reason}`;
}

const leafOf = (issuer: IssuedCertificate, more: Partial<CertificateRequest> = {}) =>
  issueCertificate({ name: { commonName: 'signer.example' }, issuer, ...more });
const UNTRUSTED = '401 certificate-untrusted';
const NOT_NOW = '401 certificate-not-valid-now';

describe('a certificate', () => {
  it('is trusted in DER and PEM, directly from the root or through intermediates in the file, in any order', async () => {
    const first = authority({ organization: MICROSOFT, commonName: 'One' }, { issuer: webhook.root });
    const second = authority({ organization: MICROSOFT, commonName: 'Two' }, { issuer: first });
    const leaf = leafOf(second);
    expect(await deliveredBy(webhook.signer)).toBe('trusted');
    expect(await deliveredBy(webhook.signer, webhook.signer.pem)).toBe('trusted');
    expect(await deliveredBy(leaf, `text\r\n${leaf.pem}${second.pem}${first.pem}`)).toBe('trusted');
    expect(await deliveredBy(leaf, leaf.pem + webhook.root.pem + first.pem + second.pem)).toBe('trusted');
    expect(await deliveredBy(leaf, leaf.pem + second.pem)).toBe(UNTRUSTED);
    expect(await deliveredBy(leaf, leaf.pem)).toBe(UNTRUSTED);
    expect(await deliveredBy(leaf, leaf.pem + (first.pem + second.pem).repeat(3))).toBe(
      '401 certificate-unreadable',
    );
  });

  it('is trusted if the configured authority is an intermediate', async () => {
    const intermediate = authority({ organization: MICROSOFT, commonName: 'One' }, { issuer: webhook.root });
    webhook.trust({ roots: [new X509Certificate(intermediate.der)] });
    expect(await deliveredBy(leafOf(intermediate))).toBe('trusted');
    expect(await deliveredBy(webhook.signer)).toBe(UNTRUSTED);
  });

  it('is not trusted if its issuer is unknown', async () => {
    const sameName = authority(webhook.root.name);
    expect(await deliveredBy(leafOf(sameName))).toBe(UNTRUSTED);
    expect(await deliveredBy(leafOf(sameName), leafOf(sameName).pem + sameName.pem)).toBe(UNTRUSTED);
    const misnamed = { ...webhook.root, name: { organization: MICROSOFT, commonName: 'Other' } };
    expect(await deliveredBy(leafOf(misnamed))).toBe(UNTRUSTED);
    const selfSigned = issueCertificate({ name: { organization: MICROSOFT, commonName: 'signer.example' } });
    expect(await deliveredBy(selfSigned)).toBe(UNTRUSTED);
  });

  it('is not trusted if its issuer is not a certificate authority', async () => {
    const notOne = issueCertificate({
      name: { organization: MICROSOFT, commonName: 'No authority' },
      issuer: webhook.root,
    });
    const leaf = leafOf(notOne);
    expect(await deliveredBy(leaf, leaf.pem + notOne.pem)).toBe(UNTRUSTED);
  });

  it('is not trusted if it is a certificate authority itself, the root included', async () => {
    const rsa = authority(
      { organization: MICROSOFT, commonName: 'One' },
      { issuer: webhook.root, key: 'rsa' },
    );
    expect(await deliveredBy(rsa)).toBe(UNTRUSTED);
    const root = authority({ organization: MICROSOFT, commonName: 'Root' }, { key: 'rsa' });
    webhook.trust({ roots: [new X509Certificate(root.der)] });
    expect(await deliveredBy(root)).toBe(UNTRUSTED);
  });

  it('is not trusted with a short key, or with SHA-1 anywhere on its path', async () => {
    expect(await deliveredBy(leafOf(webhook.root, { key: 'small-rsa' }))).toBe(UNTRUSTED);
    expect(await deliveredBy(leafOf(webhook.root, { hash: 'sha1' }))).toBe(UNTRUSTED);
    const weak = authority(
      { organization: MICROSOFT, commonName: 'One' },
      { issuer: webhook.root, hash: 'sha1' },
    );
    const leaf = leafOf(weak);
    expect(await deliveredBy(leaf, leaf.pem + weak.pem)).toBe(UNTRUSTED);
  });

  it('must be issued by exactly the organization in the settings', async () => {
    const names = [
      { commonName: MICROSOFT },
      { organization: 'Microsoft Corporation Ltd', commonName: 'x' },
      { organization: 'Not Microsoft Corporation', commonName: 'x' },
      { organization: 'Evil', commonName: `x\nO=${MICROSOFT}` },
    ];
    for (const name of names) {
      const other = authority(name, { issuer: webhook.root });
      const leaf = leafOf(other);
      expect(await deliveredBy(leaf, leaf.pem + other.pem)).toBe(UNTRUSTED);
    }
    webhook.trust({ issuerOrganization: 'Evil' });
    expect(await deliveredBy(webhook.signer)).toBe(UNTRUSTED);
  });

  it('must have the subject in the settings, if there is one', async () => {
    const byName = leafOf(webhook.root, { name: { commonName: 'pinned.example.org' } });
    const byAlternative = leafOf(webhook.root, { hosts: ['pinned.example.org'] });
    const wild = leafOf(webhook.root, { hosts: ['*.example.org'] });
    webhook.trust({ subject: 'pinned.example.org' });
    expect(await deliveredBy(byName)).toBe('trusted');
    expect(await deliveredBy(byAlternative)).toBe('trusted');
    expect(await deliveredBy(wild)).toBe(UNTRUSTED);
    expect(await deliveredBy(webhook.signer)).toBe(UNTRUSTED);
  });

  it('must be valid now, like every authority above it, by the product’s clock', async () => {
    const past = { from: '2020-01-01', until: '2026-11-22T11:59:59Z' };
    const future = { from: '2026-11-22T12:00:01Z', until: '2049-01-01' };
    const name = { organization: MICROSOFT, commonName: 'One' };
    for (const dates of [past, future]) {
      expect(await deliveredBy(leafOf(webhook.root, dates))).toBe(NOT_NOW);
      const between = authority(name, { issuer: webhook.root, ...dates });
      const leaf = leafOf(between);
      expect(await deliveredBy(leaf, leaf.pem + between.pem)).toBe(NOT_NOW);
      const root = authority(name, dates);
      webhook.trust({ roots: [new X509Certificate(root.der)] });
      expect(await deliveredBy(leafOf(root))).toBe(NOT_NOW);
      webhook.trust({});
    }
  });
});

describe('the cache of certificates', () => {
  const deliver = () => webhook.deliver(body);
  const asked = () => webhook.host.asked.length;

  it('keeps a trusted certificate for an hour', async () => {
    await deliver();
    webhook.at(NOW + 59 * MINUTE);
    expect((await deliver()).status).toBe(200);
    expect(asked()).toBe(1);
    webhook.at(NOW + 60 * MINUTE);
    expect((await deliver()).status).toBe(200);
    expect(asked()).toBe(2);
  });

  it('keeps no certificate beyond its own end', async () => {
    const leaf = leafOf(webhook.root, { until: '2026-11-22T12:10:00Z' });
    const headers = { 'x-ms-certificate-url': webhook.host.serve('/short.cer', leaf.der) };
    const statusAt = async (minutes: number) => {
      webhook.at(NOW + minutes * MINUTE);
      return (await webhook.deliver(body, { key: leaf.key, headers })).status;
    };
    expect([await statusAt(0), await statusAt(10), await statusAt(11)]).toEqual([200, 200, 401]);
  });

  it('keeps a refused certificate for 30 seconds', async () => {
    const address = `https://${webhook.host.host}/late.cer`;
    const status = async (seconds: number) => {
      webhook.at(NOW + seconds * 1000);
      return (await webhook.deliver(body, { headers: { 'x-ms-certificate-url': address } })).status;
    };
    expect([await status(0), await status(1)]).toEqual([401, 401]);
    expect(asked()).toBe(1);
    webhook.host.serve('/late.cer', webhook.signer.der);
    expect([await status(29), await status(30)]).toEqual([401, 200]);
  });

  it('downloads a renewed certificate at once, and at most once a minute for forged signatures', async () => {
    const renewed = leafOf(webhook.root);
    const headers = { 'x-ms-certificate-url': webhook.host.serve('/renewed.cer', webhook.signer.der) };
    expect((await webhook.deliver(body, { headers })).status).toBe(200);
    webhook.host.serve('/renewed.cer', renewed.der);
    webhook.at(NOW + 2 * MINUTE);
    expect((await webhook.deliver(body, { headers, key: renewed.key })).status).toBe(200);
    expect(asked()).toBe(2);
    for (let forged = 0; forged < 5; forged++)
      expect((await webhook.deliver(body, { headers })).status).toBe(401);
    expect(asked()).toBe(2);
  });

  it('keeps the good certificate through a flood of bad addresses', async () => {
    await deliver();
    for (let bad = 0; bad < 100; bad++) {
      const headers = { 'x-ms-certificate-url': `https://${webhook.host.host}/bad-${bad}` };
      await webhook.deliver(body, { headers });
    }
    const before = asked();
    expect((await deliver()).status).toBe(200);
    expect(asked()).toBe(before);
  });
});
