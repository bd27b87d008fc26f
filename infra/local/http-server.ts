import type { IncomingMessage, Server, ServerResponse } from 'node:http';

const loopback = '127.0.0.1';

/**
 * Lets a server listen on this machine only.
 * @param port 0 takes any free port
 * @returns the base URL, without a slash at its end
 * @throws when the port is taken
 */
export function listenOnLoopback(server: Server, port = 0): Promise<string> {
  return new Promise((resolve, reject) => {
    // AWS keeps idle connections for minutes; Node.js's 5 s end some just as a busy client uses them again.
    server.keepAliveTimeout = 120_000;
    server.once('error', reject);
    server.listen({ port, host: loopback }, () => {
      server.removeListener('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string')
        return reject(new Error('not listening on a port'));
      resolve(`http://${loopback}:${address.port}`);
    });
  });
}

/** Stops a server at once, open connections included. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/**
 * Whether a Host header (or the host of an Origin) names this machine. A foreign name that resolves to 127.0.0.1 is how
 * a web page reaches servers on its reader's machine (DNS rebinding).
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host);
}

/** Answers 421 to a request for a foreign host. @returns whether it did */
export function refuseForeignHost(request: IncomingMessage, response: ServerResponse): boolean {
  if (isLoopbackHost(request.headers.host)) return false;
  response.writeHead(421, { 'content-type': 'application/json' });
  response.end('{"message":"Only for this machine"}');
  return true;
}

/** A request body over its limit. */
export class BodyTooLargeError extends Error {
  readonly code = 'body-too-large';
}

/**
 * Reads a request's body.
 * @param limit bytes
 * @throws BodyTooLargeError over the limit; the rest is read and dropped, so that the answer can be read
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > limit) throw new BodyTooLargeError(`more than ${limit} bytes`);
  return Buffer.concat(chunks);
}

/** Sends a value as JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(value));
}
