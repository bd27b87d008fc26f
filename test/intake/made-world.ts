import { USUAL_ROLES } from '../../shared/events/kinds.ts';
import { recentlyCleared } from '../../shared/intake/leftovers.ts';
import type { IntakeWorld } from '../../shared/intake/world.ts';
import type { Reading } from '../../shared/runtime/metric-catalogue.ts';

/** A world of this store and these queues. Nobody waits in it; its readings are kept. */
export function madeWorld(
  given: Pick<IntakeWorld, 'table' | 'outcomes' | 'mail' | 'now'>,
  read: Reading[],
): IntakeWorld {
  let marks = 0;
  return {
    ...given,
    mark: () => `m${marks++}`,
    pause: async () => {},
    cleared: recentlyCleared(),
    meter: { add: (...readings) => void read.push(...readings) },
    settings: {
      invitationDays: 30,
      declineBlockDays: 30,
      reminderDays: [3, 10, 25],
      allowedRoles: USUAL_ROLES,
    },
  };
}
