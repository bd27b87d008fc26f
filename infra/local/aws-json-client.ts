import { Agent, request } from 'node:http';
import { isRecord } from './template/is-record.ts';

/** Header on what the stack itself asks of a stand-in, so that it is counted apart and no fault hits it. */
export const ownRequestHeader = 'x-local-stack';

// Signatures are not checked by the stand-ins, only looked for.
const authorization =
  'AWS4-HMAC-SHA256 Credential=local/1/us-east-1/x/aws4_request, SignedHeaders=host, Signature=0';

const agent = new Agent({ keepAlive: true });

/**
 * One call in AWS's JSON protocol, without an SDK: the stack's pollers make thousands of them.
 * @param target `Service.Operation`
 * @returns the parsed answer
 * @throws Error with the service's message for a status of 400 or more
 */
export function awsJson(
  endpoint: string,
  target: string,
  input: unknown,
  options: { version: '1.0' | '1.1' },
): Promise<Record<string, unknown>> {
  const body = JSON.stringify(input);
  const headers = {
    'content-type': `application/x-amz-json-${options.version}`,
    'content-length': Buffer.byteLength(body),
    'x-amz-target': target,
    'x-amz-date': '20300101T000000Z',
    [ownRequestHeader]: '1',
    authorization,
  };
  return new Promise((resolve, reject) => {
    const call = request(endpoint, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const failed = (response.statusCode ?? 500) >= 400;
        if (failed) return reject(new Error(`${target} answered ${response.statusCode}: ${text}`));
        const answer: unknown = text === '' ? {} : JSON.parse(text);
        resolve(isRecord(answer) ? answer : {});
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}
