import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { earliest, fromMillis } from '../../shared/events/instant.ts';
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

/** The dependencies of the webhook. */
export interface WebhookDependencies {
  readonly certificates: Certificates;
  readonly table: Table;
  /** The queues of mapped events, and `outcomes` for refusals. */
  readonly queues: Readonly<
    Record<'relationship-events' | 'azure-events' | 'outcomes', Pick<Queue, 'sendAll'>>
  >;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
  readonly meter: Meter;
  /** The refusals already counted, by outcome id: Partner Center repeats a delivery for days. */
  readonly counted: TtlCache;
}

/** In bytes, as for events (contract §10). Partner Center's bodies have about 500. */
const LARGEST_BODY = 64 * 1024;

/**
 * The raw body of a delivery, or `null` when it is not proven to come from Partner Center. Only the log has the reason.
 * @throws HttpProblem 413 for a body over 64 KiB, before anything is looked up
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

/** The response to an unverified delivery: 401 with the accepted scheme (RFC 9110 §11.6.1). */
export function unverifiedResponse() {
  const response = problemResponse({
    status: 401,
    code: 'unverified',
    title: 'The delivery could not be verified',
  });
  return { ...response, headers: { ...response.headers, 'www-authenticate': 'Signature' } };
}

/** The result of a delivery: an event on its queue, nothing (unused or a repeat), or the outcome `event.refused`. */
type DeliveryResult = 'queued' | 'ignored' | 'refused';

/**
 * Puts the event of a verified delivery on its queue (contract §9).
 * @param claimedPartnerId the partner's id in the registered address
 * @throws HttpProblem 503 when it could not be queued: Partner Center sends it again
 */
export async function acceptNotification(
  body: Uint8Array,
  claimedPartnerId: string | undefined,
  { table, queues, now, meter, counted }: Omit<WebhookDependencies, 'certificates'>,
): Promise<DeliveryResult> {
  const notification = readNotification(body);
  const delivery = notification && readDelivery(notification);
  if (!delivery) return 'ignored';
  const resolved = await resolveCustomer(delivery, claimedPartnerId, table);
  if (resolved === 'repeat') return 'ignored';
  const isKnown = 'subject' in resolved;
  const queue = queues[isKnown ? queueOf(delivery.meaning) : 'outcomes'];
  const message = isKnown
    ? toEvent(delivery, { ...resolved.subject, time: earliest(resolved.subject.time, fromMillis(now())) })
    : createRefusalOutcome(delivery, resolved, fromMillis(now()));
  const unsent = await queue.sendAll([{ owner: message.id, body: JSON.stringify(message) }]);
  if (unsent.size > 0)
    throw new HttpProblem({ status: 503, code: 'unavailable', title: 'Not queued; send it again' });
  if (isKnown) return 'queued';
  if (!counted.has(message.id, now()))
    meter.add({ name: 'EventRefused', of: resolved.reason }, { name: 'OutcomePublished', of: message.type });
  counted.add(message.id, now());
  return 'refused';
}

/**
 * Handles one delivery. The response is 200 for everything that Partner Center sent, or it would send it ten times
 * (docs/references.md, webhook).
 * @throws HttpProblem 413 or 503
 */
export async function handleDelivery(
  event: APIGatewayProxyEventV2,
  dependencies: WebhookDependencies,
  logger: Pick<Logger, 'info' | 'warn'>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const body = await verifiedBody(event, dependencies, logger);
  if (!body) return unverifiedResponse();
  const result = await acceptNotification(body, event.queryStringParameters?.partnerId, dependencies);
  logger.info('delivery taken', { result });
  return jsonResponse(200, { result });
}
