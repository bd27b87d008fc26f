import { eventConsumer } from '../../shared/intake/process-events.ts';

/** Processes the events of the queue `subscription-events` (contract §2, §3). */
export const handler = eventConsumer('subscription-events');
