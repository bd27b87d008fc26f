import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { verifySignature } from '../../shared/partner-center/signature.ts';
import { Unverified } from '../../shared/partner-center/unverified.ts';
import { bytesOf, problem } from '../../shared/runtime/http.ts';
import { HttpProblem } from '../../shared/runtime/http-problems.ts';
import type { Logger } from '../../shared/runtime/logger.ts';
import type { WebhookWorld } from './world.ts';

/** Partner Center's bodies have some 500 bytes; this is what an event may have at most (contract §10). */
const LARGEST_BODY = 64 * 1024;

/**
 * The body of a delivery as it was sent, or `null` when it is not proven to be Partner Center's. Why, only the log tells.
 * @throws HttpProblem 413 for one over 64 KiB, before anything is looked up
 */
export async function signedBody(
  event: APIGatewayProxyEventV2,
  { certificates, now }: Pick<WebhookWorld, 'certificates' | 'now'>,
  logger: Pick<Logger, 'warn'>,
): Promise<Buffer | null> {
  const body = bytesOf(event);
  if (body.length > LARGEST_BODY) {
    const title = `A delivery may have at most ${LARGEST_BODY} bytes`;
    throw new HttpProblem({ status: 413, code: 'too-large', title });
  }
  try {
    await verifySignature(event.headers, body, certificates, now());
    return body;
  } catch (error) {
    if (!(error instanceof Unverified)) throw error;
    logger.warn('delivery refused', { code: error.code });
    return null;
  }
}

/** The answer to a delivery of anybody else: 401, with the scheme that would do (RFC 9110 §11.6.1). */
export function unverified() {
  const answer = problem({ status: 401, code: 'unverified', title: 'The delivery could not be verified' });
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Signature' } };
}
