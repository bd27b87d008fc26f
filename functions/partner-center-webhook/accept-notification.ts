import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { fromMillis } from '../../shared/events/instant.ts';
import type { Certificates } from '../../shared/partner-center/certificates.ts';
import { Unverified } from '../../shared/partner-center/certificates.ts';
import { readNotification } from '../../shared/partner-center/notification.ts';
import { verifySignature } from '../../shared/partner-center/signature.ts';
import {
  createRefusalOutcome,
  queueOf,
  readDelivery,
  toEvent,
} from '../../shared/partner-center/to-event.ts';
import { bodyBytes, HttpProblem, jsonResponse, problemResponse } from '../../shared/runtime/http.ts';
import type { Logger } from '../../shared/runtime/logger.ts';
import type { Meter } from '../../shared/runtime/metric-catalogue.ts';
import type { Queue } from '../../shared/runtime/queue.ts';
import type { TtlCache } from '../../shared/runtime/ttl-cache.ts';
import type { Table } from '../../shared/store/table.ts';
import { resolveCustomer } from './resolve-customer.ts';

/** What the webhook needs of the world. */
export interface WebhookDependencies {
  readonly certificates: Certificates;
  readonly table: Table;
  /** Where mapped events go, and what became of the others. */
  readonly queues: Readonly<
    Record<'relationship-events' | 'azure-events' | 'outcomes', Pick<Queue, 'sendAll'>>
  >;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
  readonly meter: Meter;
  /** Refusals that were counted, by the ids of their outcomes: Partner Center delivers again for days. */
  readonly counted: TtlCache;
}

/** Partner Center's bodies have some 500 bytes; this is what an event may have at most (contract §10). */
const LARGEST_BODY = 64 * 1024;

/**
 * The body of a delivery as it was sent, or `null` when it is not proven to be Partner Center's. Why, only the log tells.
 * @throws HttpProblem 413 for one over 64 KiB, before anything is looked up
 */
export async function verifiedBody(
  event: APIGatewayProxyEventV2,
  { certificates, now }: Pick<WebhookDependencies, 'certificates' | 'now'>,
  logger: Pick<Logger, 'warn'>,
): Promise<Buffer | null> {
  const body = bodyBytes(event);
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
export function unverifiedResponse() {
  const answer = problemResponse({
    status: 401,
    code: 'unverified',
    title: 'The delivery could not be verified',
  });
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Signature' } };
}

/** What became of a delivery: an event on its queue; nothing, because it says nothing (new) here; the outcome `event.refused`. */
type DeliveryResult = 'queued' | 'ignored' | 'refused';

/**
 * Puts what a verified delivery says on the queue it belongs to (contract §9).
 * @param claimed the partner's id in the registered address
 * @throws HttpProblem 503 when the queue did not take it: Partner Center sends it again
 */
export async function acceptNotification(
  body: Uint8Array,
  claimed: string | undefined,
  { table, queues, now, meter, counted }: Omit<WebhookDependencies, 'certificates'>,
): Promise<DeliveryResult> {
  const notification = readNotification(body);
  const delivery = notification && readDelivery(notification);
  if (!delivery) return 'ignored';
  const whom = await resolveCustomer(delivery, claimed, table);
  if (whom === 'repeat') return 'ignored';
  const isKnown = 'about' in whom;
  const queue = queues[isKnown ? queueOf(delivery.meaning) : 'outcomes'];
  const message = isKnown
    ? toEvent(delivery, whom.about)
    : createRefusalOutcome(delivery, whom, fromMillis(now()));
  const unsent = await queue.sendAll([{ owner: message.id, body: JSON.stringify(message) }]);
  if (unsent.size > 0)
    throw new HttpProblem({ status: 503, code: 'unavailable', title: 'Not queued; send it again' });
  if (isKnown) return 'queued';
  if (!counted.has(message.id, now()))
    meter.add({ name: 'EventRefused', of: whom.reason }, { name: 'OutcomePublished', of: message.type });
  counted.add(message.id, now());
  return 'refused';
}

/**
 * Answers one delivery: 200 for everything that is Partner Center's, so that it is not sent ten times over (domain §4.6).
 * @throws HttpProblem 413 or 503
 */
export async function handleDelivery(
  event: APIGatewayProxyEventV2,
  world: WebhookDependencies,
  logger: Pick<Logger, 'info' | 'warn'>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const body = await verifiedBody(event, world, logger);
  if (!body) return unverifiedResponse();
  const result = await acceptNotification(body, event.queryStringParameters?.partnerId, world);
  logger.info('delivery taken', { result });
  return jsonResponse(200, { result });
}
