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

/** Validly signed, this becomes an outcome; anything queued shows that it was believed. */
const body = Buffer.from('{"EventName":"dap-admin-relationship-approved","ResourceName":"Grüße"}');

/** Delivers, and expects 401 for this reason and nothing on any queue. */
async function refused(reason: string, headers: DeliveryOptions['headers'], bytes = body): Promise<void> {
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

async function believed(headers: DeliveryOptions['headers'], told?: DeliveryOptions): Promise<void> {
  const answer = await webhook.post(body, headers, told);
  expect(answer).toMatchObject({ status: 200, body: { result: 'refused' } });
  expect(webhook.queued).toHaveLength(1);
}

describe('a signature is believed', () => {
  it('in the Authorization header, in any letter case', async () => {
    const headers = webhook.headersFor(body);
    const authorization = headers.authorization.replace('Signature', 'SIGNATURE');
    await believed({ ...headers, authorization, 'x-ms-signature-algorithm': ' RSA-SHA256' });
  });

  it.each(['Signature ', ''])(
    'in x-ms-signature, behind %j, when the other header is a gateway’s',
    async (scheme) => {
      const { authorization, ...headers } = webhook.headersFor(body);
      const signature = `${scheme}${authorization.replace('Signature ', '')}`;
      await believed({ ...headers, 'x-ms-signature': signature });
      webhook.reset();
      await believed({ ...headers, 'x-ms-signature': signature, authorization: 'Bearer token' });
    },
  );

  it('over the bytes that came, in Base64, too', async () => {
    await believed(webhook.headersFor(body), { base64: true });
  });
});

describe('401 and no event', () => {
  it('for a body changed by one byte, wherever it is', async () => {
    for (let index = 0; index < body.length; index++) {
      const changed = Buffer.from(body);
      changed[index] = (changed[index] ?? 0) ^ 1;
      await refused('signature-mismatch', {}, changed);
    }
    await refused('signature-mismatch', {}, Buffer.concat([body, Buffer.from(' ')]));
    await refused('signature-mismatch', {}, Buffer.alloc(0));
  });

  it('for a signature of another key, or with another hash under the right name', async () => {
    const other = issueCertificate({ name: { commonName: 'other.example' }, issuer: webhook.root });
    const headers = webhook.headersFor(body, { key: other.key });
    await refused('signature-mismatch', headers);
    const sha1 = sign('sha1', body, webhook.signer.key).toString('base64');
    await refused('signature-mismatch', { authorization: `Signature ${sha1}` });
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
    await refused(reason, headers);
    expect(webhook.host.asked).toEqual([]);
  });

  it('for addresses that are not https on an allowed host, which are never asked', async () => {
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
      await refused('certificate-url-not-allowed', { 'x-ms-certificate-url': address });
    expect(webhook.host.asked).toEqual([]);
  });

  it('for everything while no root is configured, without asking for a certificate', async () => {
    webhook.trust({ roots: [] });
    await refused('no-root-configured', {});
    expect(webhook.host.asked).toEqual([]);
  });
});

describe('a certificate’s host', () => {
  const at = (address: string) => ({ 'x-ms-certificate-url': address });

  it('may not redirect, fail, or hang up', async () => {
    const { host } = webhook;
    const redirect = host.answer('/redirect', (_, response) =>
      response.writeHead(302, { location: webhook.certificateUrl }).end(),
    );
    const failing = host.answer('/failing', (_, response) => response.writeHead(500).end(webhook.signer.der));
    const partial = host.answer('/partial', (_, response) => response.writeHead(206).end(webhook.signer.der));
    const hangsUp = host.answer('/hangs-up', (request) => request.socket.destroy());
    for (const address of [redirect, failing, partial, hangsUp, `https://${host.host}/none`])
      await refused('certificate-unavailable', at(address));
    expect(host.asked).not.toContain('/signer.cer');
  });

  it('may not send more than 16 KiB, said or unsaid, without end', async () => {
    const large = webhook.host.serve('/large', Buffer.alloc(16 * 1024 + 1, 0x30));
    const endless = webhook.host.answer('/endless', (_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(4096, 0x30)));
        response.once('drain', more);
      };
      more();
    });
    await refused('certificate-too-large', at(large));
    await refused('certificate-too-large', at(endless));
    await refused('certificate-unreadable', at(webhook.host.serve('/most', Buffer.alloc(16 * 1024, 0x30))));
  });

  it('may not take longer than the limit: without an answer, without an end, or byte by byte', async () => {
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
      await refused('certificate-unavailable', at(address));
    }
  });

  it('must be who it says by TLS, too', async () => {
    const stranger = authority({ commonName: 'Host Authority' });
    for (const tlsCa of [stranger.pem, webhook.root.pem, undefined]) {
      webhook.trust({}, { tlsCa });
      await refused('certificate-unavailable', {});
    }
    expect(webhook.host.asked).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['a page', '<html>not found</html>'],
    ['half a certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'],
  ])('that sends %s is refused', async (name, sent) => {
    await refused('certificate-unreadable', at(webhook.host.serve(`/${encodeURIComponent(name)}`, sent)));
  });
});
