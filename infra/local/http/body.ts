import type { IncomingMessage } from 'node:http';

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
