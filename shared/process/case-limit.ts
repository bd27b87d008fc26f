import { CASE_LIMIT } from '../chains/context.ts';
import type { ChainContext } from '../chains/step.ts';
import { type Applied, unapplied } from './applied.ts';

/** Refuses an event that would add a subscription to a full case (contract §10); `null` when there is room, or it is known. */
export function refusedAsFull({ draft, otherSubscriptions }: ChainContext, id: string): Applied | null {
  const { subscriptions } = draft;
  if (subscriptions.has(id) || subscriptions.size + otherSubscriptions < CASE_LIMIT) return null;
  draft.changes.push({ kind: 'refused', subscriptionId: id, reason: 'case-full' });
  return unapplied('refused', 'case-full');
}
