import { randomBytes } from 'node:crypto';
import { openQueues, openTable } from '../runtime/clients.ts';
import { jitteredPause } from '../runtime/jitter.ts';
import type { Meter } from '../runtime/metric-catalogue.ts';
import { processSettings } from '../runtime/process-settings.ts';
import { recentlyCleared } from './leftovers.ts';
import type { IntakeWorld } from './world.ts';

/** The real world of a function that takes things into cases. Only here do clock, chance and environment come in; all else gets them as arguments. */
export function openWorld(meter: Meter): IntakeWorld {
  const queues = openQueues('OUTCOMES_QUEUE_URL', 'MAIL_QUEUE_URL');
  return {
    table: openTable(),
    outcomes: queues.OUTCOMES_QUEUE_URL,
    mail: queues.MAIL_QUEUE_URL,
    now: () => Date.now(),
    mark: () => randomBytes(6).toString('base64url'),
    pause: jitteredPause,
    cleared: recentlyCleared(),
    meter,
    settings: processSettings(),
  };
}
