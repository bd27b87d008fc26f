import { eventConsumer } from '../../shared/intake/consumer.ts';

/** Takes what arrives on `subscription-events` into the cases it belongs to (contract §2, §3). */
export const handler = eventConsumer('subscription-events');
