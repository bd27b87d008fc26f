import type { Onboarding, StartedOnboarding, Subscription } from '../../shared/case/subscription.ts';
import { unknownSubscription } from '../../shared/case/subscription.ts';
import type { TimelineEntry } from '../../shared/case/timeline.ts';
import { caseId, readCases, writeCase } from '../../shared/store/case-store.ts';
import type { Table } from '../../shared/store/table.ts';
import { NOW } from './webhook.ts';

const AT = '2026-11-01T00:00:00.000Z';

/** A subscription with an onboarding. `changes` replaces fields of the onboarding. */
export function onboarding(
  id: string,
  changes: Partial<Omit<StartedOnboarding, 'status'>> & Pick<Partial<Onboarding>, 'status'> = {},
): Subscription {
  return {
    ...unknownSubscription(id),
    onboarding: {
      request: {
        at: AT,
        requestedBy: { role: 'sales-agent' },
        offer: 'azure-plan',
        retire: { scope: 'none' },
      } as Onboarding['request'],
      parked: false,
      chain: 'switch-azure-plan',
      status: 'under-way',
      changedAt: AT,
      stepDueSince: AT,
      steps: [],
      lastFailure: null,
      newSubscriptionId: null,
      ...changes,
    },
  };
}

/** Writes subscriptions into a case, and a timeline entry for each event that it has processed already, by key. */
export async function writeSubscriptions(
  table: Table,
  key: { readonly partnerId: string; readonly tenantId: string },
  subscriptions: readonly Subscription[],
  known: readonly string[] = [],
): Promise<void> {
  const read = await readCases(table, [{ ...key, subscriptionIds: [], eventKeys: [] }]);
  const stored = read.cases.get(caseId(key));
  if (!stored) throw new Error('not read');
  const entries = known.map(
    (event): TimelineEntry => ({
      key: event,
      source: '/s',
      id: event,
      type: 'azure-onboarding.step-completed',
      at: AT,
      recordedAt: AT,
      subscriptionId: null,
      rule: null,
      chain: null,
      result: 'applied',
      reason: null,
      table: '',
      decisions: [],
      changes: [],
      extensions: {},
    }),
  );
  const next = {
    ...stored.case,
    subscriptions: new Map(subscriptions.map((one) => [one.id, one])),
    recent: [...stored.case.recent, ...entries],
  };
  const written = new Set(subscriptions.map(({ id }) => id));
  const attempt = { now: NOW, attemptId: `m${stored.version}`, dueAt: null };
  if (!(await writeCase(table, stored, next, written, attempt))) throw new Error('not written');
}
