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
