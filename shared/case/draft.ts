import type { Case } from './case.ts';
import type { Subscription } from './subscription.ts';
import type { Change, DecisionMade } from './timeline.ts';

/**
 * A working copy of a case while one event is folded in. Its parts are replaced, never changed in place, so the case it
 * was made from stays as it was; only the fold that made it holds it.
 */
export interface Draft {
  case: Case;
  /** Copied on the first write, not before: a case may have 10,000 subscriptions. */
  readonly subscriptions: Map<string, Subscription>;
  /** Subscriptions that were written, for the store. */
  readonly written: Set<string>;
  readonly changes: Change[];
  readonly decisions: DecisionMade[];
}

/** Starts a draft over a case; `subscriptions` is the fold's own map. */
export function draftOf(from: Case, subscriptions: Map<string, Subscription>, written: Set<string>): Draft {
  return { case: { ...from, subscriptions }, subscriptions, written, changes: [], decisions: [] };
}

/** Replaces a subscription of the draft. */
export function putSubscription(draft: Draft, subscription: Subscription): void {
  draft.subscriptions.set(subscription.id, subscription);
  draft.written.add(subscription.id);
}

/** Replaces parts of the case. */
export function change(draft: Draft, parts: Partial<Omit<Case, 'subscriptions'>>): void {
  draft.case = { ...draft.case, ...parts };
}
