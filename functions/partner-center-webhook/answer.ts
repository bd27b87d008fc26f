import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { json } from '../../shared/runtime/http.ts';
import type { Logger } from '../../shared/runtime/logger.ts';
import { signedBody, unverified } from './signed-body.ts';
import { takeDelivery } from './take-delivery.ts';
import type { WebhookWorld } from './world.ts';

/**
 * Answers one delivery: 200 for everything that is Partner Center's, so that it is not sent ten times over (domain §4.6).
 * @throws HttpProblem 413 or 503
 */
export async function answerDelivery(
  event: APIGatewayProxyEventV2,
  world: WebhookWorld,
  logger: Pick<Logger, 'info' | 'warn'>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const body = await signedBody(event, world, logger);
  if (!body) return unverified();
  const result = await takeDelivery(body, event.queryStringParameters?.partnerId, world);
  logger.info('delivery taken', { result });
  return json(200, { result });
}
