import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it came over the wire. */
export interface Heard {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a test’s server answers. */
export interface Reply {
  readonly status?: number;
  readonly type?: string;
  readonly body: string;
}

/** A server on loopback that keeps what it hears. */
export async function startLoopback(answer: (heard: Heard) => Reply | Promise<Reply>) {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const one = { method, url, headers, body: await text(request) };
    heard.push(one);
    const { status = 200, type = 'application/json', body } = await answer(one);
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // Of a server on TCP it is an object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
