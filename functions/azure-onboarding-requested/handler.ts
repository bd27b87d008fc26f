import { eventConsumer } from '../../shared/intake/process-events.ts';

/** Processes the events of the queue `azure-events` (contract §2, §3). */
export const handler = eventConsumer('azure-events');
