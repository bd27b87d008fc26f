import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { authority, issueCertificate } from './certificates.ts';

/** A host on this machine that certificates are downloaded from, over https. */
export type CertificateHost = Awaited<ReturnType<typeof startCertificateHost>>;

/** Starts the host; nobody but who is given `tlsCa` trusts its TLS. */
export async function startCertificateHost() {
  const tls = authority({ commonName: 'Host Authority' });
  const own = issueCertificate({
    name: { commonName: '127.0.0.1' },
    issuer: tls,
    key: 'ec',
    addresses: ['127.0.0.1'],
  });
  const answers = new Map<string, RequestListener>();
  const asked: string[] = [];
  const key = own.key.export({ type: 'pkcs8', format: 'pem' });
  const server = createServer({ key, cert: own.pem }, (request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const answer = answers.get(path);
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  const host = `127.0.0.1:${address.port}`;
  return {
    host,
    tlsCa: tls.pem,
    /** Paths that were asked for, in order. */
    asked,
    /** Answers a path with these bytes from now on. @returns its address */
    serve(path: string, body: Buffer | string): string {
      return this.answer(path, (_, response) => response.end(body));
    },
    /** Answers a path in any way. @returns its address */
    answer(path: string, listener: RequestListener): string {
      answers.set(path, listener);
      return `https://${host}${path}`;
    },
    async close(): Promise<void> {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
