import { eventConsumer } from '../../shared/intake/process-events.ts';
import { lambdaPlatform, type Platform } from '../../shared/runtime/platform.ts';

/** Processes the events of the queue `subscription-events` (contract §2, §3). */
export function createHandler(platform: Platform) {
  return eventConsumer('subscription-events', platform);
}

export const handler = createHandler(lambdaPlatform);
