import { eventConsumer } from '../../shared/intake/process-events.ts';

/** Takes what arrives on `relationship-events` into the cases it belongs to (contract §2, §3). */
export const handler = eventConsumer('relationship-events');
