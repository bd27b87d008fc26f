import { sign } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authority, issueCertificate } from '../../infra/local/partner-center/certificates.ts';
import { type DeliveryOptions, startWebhook } from './webhook.ts';

let webhook: Awaited<ReturnType<typeof startWebhook>>;
beforeAll(async () => {
  webhook = await startWebhook();
});
beforeEach(() => webhook.reset());
afterAll(() => webhook?.close());

/** With a valid signature this becomes an outcome, so a queued message shows that the signature was accepted. */
const body = Buffer.from('{"EventName":"dap-admin-relationship-approved","ResourceName":"Grüße"}');

/** Delivers a body and expects status 401 for this reason, and nothing on any queue. */
async function expectRefused(
  reason: string,
  headers: DeliveryOptions['headers'],
  bytes = body,
): Promise<void> {
  const answer = await webhook.post(bytes, { ...webhook.headersFor(body), ...headers });
  expect(answer).toMatchObject({
    status: 401,
    reason,
    headers: { 'content-type': 'application/problem+json', 'www-authenticate': 'Signature' },
    body: { status: 401, code: 'unverified' },
  });
  expect(JSON.stringify(answer.body)).not.toContain(reason);
  expect(webhook.queued).toEqual([]);
}

async function expectAccepted(headers: DeliveryOptions['headers'], options?: DeliveryOptions): Promise<void> {
  const answer = await webhook.post(body, headers, options);
  expect(answer).toMatchObject({ status: 200, body: { result: 'refused' } });
  expect(webhook.queued).toHaveLength(1);
}

describe('a signature is accepted', () => {
  it('in the Authorization header, in any letter case', async () => {
    const headers = webhook.headersFor(body);
    const authorization = headers.authorization.replace('Signature', 'SIGNATURE');
    await expectAccepted({ ...headers, authorization, 'x-ms-signature-algorithm': ' RSA-SHA256' });
  });

  it.each(['Signature ', ''])(
    'in x-ms-signature, after %j, if the Authorization header belongs to a gateway',
    async (scheme) => {
      const { authorization, ...headers } = webhook.headersFor(body);
      const signature = `${scheme}${authorization.replace('Signature ', '')}`;
      await expectAccepted({ ...headers, 'x-ms-signature': signature });
      webhook.reset();
      await expectAccepted({ ...headers, 'x-ms-signature': signature, authorization: 'Bearer token' });
    },
  );

  it('over the bytes of the body, also if they arrive in Base64', async () => {
    await expectAccepted(webhook.headersFor(body), { base64: true });
  });
});

describe('status 401 and no event', () => {
  it('for a body with any one byte changed', async () => {
    for (let index = 0; index < body.length; index++) {
      const changed = Buffer.from(body);
      changed[index] = (changed[index] ?? 0) ^ 1;
      await expectRefused('signature-mismatch', {}, changed);
    }
    await expectRefused('signature-mismatch', {}, Buffer.concat([body, Buffer.from(' ')]));
    await expectRefused('signature-mismatch', {}, Buffer.alloc(0));
  });

  it('for a signature by another key, or with another hash than the header says', async () => {
    const other = issueCertificate({ name: { commonName: 'other.example' }, issuer: webhook.root });
    const headers = webhook.headersFor(body, { key: other.key });
    await expectRefused('signature-mismatch', headers);
    const sha1 = sign('sha1', body, webhook.signer.key).toString('base64');
    await expectRefused('signature-mismatch', { authorization: `Signature ${sha1}` });
  });

  it.each<[string, string, DeliveryOptions['headers']]>([
    ['no signature', 'signature-missing', { authorization: undefined }],
    ['another scheme', 'signature-missing', { authorization: 'Bearer abc' }],
    ['no Base64', 'signature-malformed', { authorization: 'Signature a_b' }],
    ['two signatures in one', 'signature-malformed', { authorization: 'Signature YQ==,YQ==' }],
    ['an endless signature', 'signature-malformed', { authorization: `Signature ${'a'.repeat(2000)}` }],
    ['SHA-1', 'algorithm-not-allowed', { 'x-ms-signature-algorithm': 'rsa-sha1' }],
    ['no algorithm', 'algorithm-not-allowed', { 'x-ms-signature-algorithm': undefined }],
    ['another algorithm', 'algorithm-not-allowed', { 'x-ms-signature-algorithm': 'none' }],
    ['no certificate', 'certificate-url-not-allowed', { 'x-ms-certificate-url': undefined }],
  ])('for %s', async (_, reason, headers) => {
    await expectRefused(reason, headers);
    expect(webhook.host.asked).toEqual([]);
  });

  it('for a certificate address that is not https on an allowed host; nothing is downloaded', async () => {
    const { host } = webhook.host;
    const port = host.split(':')[1];
    const addresses = [
      `http://${host}/signer.cer`,
      'https://evil.example/signer.cer',
      `https://${host}@evil.example/signer.cer`,
      `https://user@${host}/signer.cer`,
      `https://:secret@${host}/signer.cer`,
      `https://${host}.evil.example/signer.cer`,
      `https://localhost:${port}/signer.cer`,
      'https://127.0.0.1/signer.cer',
      'https://sub.certificates.example/signer.cer',
      'https://certificates.example:8443/signer.cer',
      'https://169.254.169.254/latest/meta-data',
      `https://${host}/${'a'.repeat(2048)}`,
      'file:///etc/passwd',
      'data:text/plain,hello',
      '//',
      'garbage',
    ];
    for (const address of addresses)
      await expectRefused('certificate-url-not-allowed', { 'x-ms-certificate-url': address });
    expect(webhook.host.asked).toEqual([]);
  });

  it('for everything while no root is configured; nothing is downloaded', async () => {
    webhook.trust({ roots: [] });
    await expectRefused('no-root-configured', {});
    expect(webhook.host.asked).toEqual([]);
  });
});

describe('the host of a certificate', () => {
  const at = (address: string) => ({ 'x-ms-certificate-url': address });

  it('is refused if it redirects, fails or hangs up', async () => {
    const { host } = webhook;
    const redirect = host.answer('/redirect', (_, response) =>
      response.writeHead(302, { location: webhook.certificateUrl }).end(),
    );
    const failing = host.answer('/failing', (_, response) => response.writeHead(500).end(webhook.signer.der));
    const partial = host.answer('/partial', (_, response) => response.writeHead(206).end(webhook.signer.der));
    const hangsUp = host.answer('/hangs-up', (request) => request.socket.destroy());
    for (const address of [redirect, failing, partial, hangsUp, `https://${host.host}/none`])
      await expectRefused('certificate-unavailable', at(address));
    expect(host.asked).not.toContain('/signer.cer');
  });

  it('is refused if it sends more than 16 KiB, with or without a length', async () => {
    const large = webhook.host.serve('/large', Buffer.alloc(16 * 1024 + 1, 0x30));
    const endless = webhook.host.answer('/endless', (_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(4096, 0x30)));
        response.once('drain', more);
      };
      more();
    });
    await expectRefused('certificate-too-large', at(large));
    await expectRefused('certificate-too-large', at(endless));
    await expectRefused(
      'certificate-unreadable',
      at(webhook.host.serve('/most', Buffer.alloc(16 * 1024, 0x30))),
    );
  });

  it('is refused if it takes longer than the limit: no answer, no end, or byte by byte', async () => {
    const { host } = webhook;
    const silent = host.answer('/silent', () => {});
    const stopped = host.answer('/stopped', (_, response) =>
      response.write(webhook.signer.der.subarray(0, 9)),
    );
    const dripping = host.answer('/dripping', (_, response) => {
      const drip = setInterval(() => response.write('\n'), 5);
      response.on('close', () => clearInterval(drip));
    });
    for (const address of [silent, stopped, dripping]) {
      webhook.trust({}, { milliseconds: 100 });
      await expectRefused('certificate-unavailable', at(address));
    }
  });

  it('is refused if its TLS certificate is not trusted', async () => {
    const stranger = authority({ commonName: 'Host Authority' });
    for (const tlsCa of [stranger.pem, webhook.root.pem, undefined]) {
      webhook.trust({}, { tlsCa });
      await expectRefused('certificate-unavailable', {});
    }
    expect(webhook.host.asked).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['a page', '<html>not found</html>'],
    ['half a certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'],
  ])('is refused if it sends %s', async (name, sent) => {
    await expectRefused(
      'certificate-unreadable',
      at(webhook.host.serve(`/${encodeURIComponent(name)}`, sent)),
    );
  });
});
