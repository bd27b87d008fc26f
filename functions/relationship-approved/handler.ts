import { eventConsumer } from '../../shared/intake/process-events.ts';

/** Processes the events of the queue `relationship-events` (contract §2, §3). */
export const handler = eventConsumer('relationship-events');
