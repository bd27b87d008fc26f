import { DEFAULT_ALLOWED_ROLES } from '../../shared/events/vocabulary.ts';
import type { IntakeDependencies } from '../../shared/intake/dependencies.ts';
import type { MetricValue } from '../../shared/runtime/metric-catalogue.ts';
import { createCleanupCache } from '../../shared/store/erasure-cleanup.ts';

/** A world of this store and these queues. Nobody waits in it; its readings are kept. */
export function createTestDependencies(
  given: Pick<IntakeDependencies, 'table' | 'outcomes' | 'mail' | 'now'>,
  read: MetricValue[],
): IntakeDependencies {
  let marks = 0;
  return {
    ...given,
    newAttemptId: () => `m${marks++}`,
    pause: async () => {},
    cleanedUp: createCleanupCache(),
    meter: { add: (...readings) => void read.push(...readings) },
    settings: {
      invitationDays: 30,
      declineBlockDays: 30,
      reminderDays: [3, 10, 25],
      allowedRoles: DEFAULT_ALLOWED_ROLES,
    },
  };
}
