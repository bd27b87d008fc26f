import { fromMillis } from '../../shared/events/instant.ts';
import { readNotification } from '../../shared/partner-center/notification.ts';
import { refusedOutcome } from '../../shared/partner-center/refusal.ts';
import { deliveryOf, queueOf, toEvent } from '../../shared/partner-center/to-event.ts';
import { HttpProblem } from '../../shared/runtime/http-problems.ts';
import { whomOf } from './whom.ts';
import type { WebhookWorld } from './world.ts';

/** What became of a delivery: an event on its queue; nothing, because it says nothing (new) here; the outcome `event.refused`. */
type Taken = 'queued' | 'ignored' | 'refused';

/**
 * Puts what a verified delivery says on the queue it belongs to (contract §9).
 * @param claimed the partner's id in the registered address
 * @throws HttpProblem 503 when the queue did not take it: Partner Center sends it again
 */
export async function takeDelivery(
  body: Uint8Array,
  claimed: string | undefined,
  { table, queues, now, meter, counted }: Omit<WebhookWorld, 'certificates'>,
): Promise<Taken> {
  const notification = readNotification(body);
  const delivery = notification && deliveryOf(notification);
  if (!delivery) return 'ignored';
  const whom = await whomOf(delivery, claimed, table);
  if (whom === 'repeat') return 'ignored';
  const isKnown = 'about' in whom;
  const queue = queues[isKnown ? queueOf(delivery.meaning) : 'outcomes'];
  const message = isKnown ? toEvent(delivery, whom.about) : refusedOutcome(delivery, whom, fromMillis(now()));
  const unsent = await queue.sendAll([{ owner: message.id, body: JSON.stringify(message) }]);
  if (unsent.size > 0)
    throw new HttpProblem({ status: 503, code: 'unavailable', title: 'Not queued; send it again' });
  if (isKnown) return 'queued';
  if (!counted.has(message.id, now()))
    meter.add({ name: 'EventRefused', of: whom.reason }, { name: 'OutcomePublished', of: message.type });
  counted.note(message.id, now());
  return 'refused';
}
