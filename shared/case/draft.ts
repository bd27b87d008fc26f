import type { Case } from './case.ts';
import type { Subscription } from './subscription.ts';
import type { Change, DecisionMade } from './timeline.ts';

/**
 * The working copy of a case while one event is folded in. Updates replace parts of the case and never modify them, so the
 * case the draft started from stays as it was.
 */
export interface Draft {
  case: Case;
  readonly subscriptions: Map<string, Subscription>;
  /** Ids of the subscriptions that changed. The store writes these. */
  readonly written: Set<string>;
  readonly changes: Change[];
  readonly decisions: DecisionMade[];
}

/**
 * Starts a draft of a case.
 * @param subscriptions the fold's own map, shared by its drafts: a case may have 10,000 subscriptions, so it is copied once
 */
export function createDraft(
  from: Case,
  subscriptions: Map<string, Subscription>,
  written: Set<string>,
): Draft {
  return { case: { ...from, subscriptions }, subscriptions, written, changes: [], decisions: [] };
}

/** Adds or replaces a subscription of the draft. */
export function putSubscription(draft: Draft, subscription: Subscription): void {
  draft.subscriptions.set(subscription.id, subscription);
  draft.written.add(subscription.id);
}

/** Replaces parts of the case. */
export function updateCase(draft: Draft, parts: Partial<Omit<Case, 'subscriptions'>>): void {
  draft.case = { ...draft.case, ...parts };
}
