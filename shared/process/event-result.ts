import type { Draft } from '../case/draft.ts';
import { leastScope } from '../case/subscription.ts';
import type { Result } from '../case/timeline.ts';
import { CASE_LIMIT, type ChainContext } from '../chains/chain-context.ts';
import type { CaseEvent } from '../events/catalogue.ts';
import type { Cloud, Scope } from '../events/vocabulary.ts';

/** What applying an event came to, before the decisions that follow from it. */
export interface EventResult {
  readonly result: Result;
  readonly reason: string | null;
  readonly rule: string | null;
  readonly chain: string | null;
  /** Subscriptions to be decided because the event is about them; the first gives the entry its rule. */
  readonly decide: readonly string[];
  /** Subscriptions to be decided again because what was applied changed them, without lending the entry their rule. */
  readonly decideAgain?: readonly string[];
}

/** Applies one type of event to the draft. */
export type ApplyEvent<Type extends CaseEvent['type']> = (
  context: ChainContext,
  event: Extract<CaseEvent, { type: Type }>,
) => EventResult;

/** The event changed the case; `decide` names the subscriptions it is about. */
export function applied(...decide: string[]): EventResult {
  return { result: 'applied', reason: null, rule: null, chain: null, decide };
}

/** The event changed nothing, for a reason. */
export function unapplied(result: Exclude<Result, 'applied'>, reason: string | null): EventResult {
  return { result, reason, rule: null, chain: null, decide: [] };
}

/** Refuses an event that would add a subscription to a full case (contract §10); `null` when there is room, or it is known. */
export function refusedAsFull({ draft, otherSubscriptions }: ChainContext, id: string): EventResult | null {
  const { subscriptions } = draft;
  if (subscriptions.has(id) || subscriptions.size + otherSubscriptions < CASE_LIMIT) return null;
  draft.changes.push({ kind: 'refused', subscriptionId: id, reason: 'case-full' });
  return unapplied('refused', 'case-full');
}

/** The scope to ask for when nobody says: what the case's subscriptions need, licences being the ones that need more (R11). */
export function scopeToAsk(draft: Draft, cloud: Cloud): Scope {
  for (const { reported } of draft.subscriptions.values()) {
    if (reported?.billing === 'license-based') return 'delegated-admin';
  }
  return draft.subscriptions.size === 0 ? 'delegated-admin' : leastScope(cloud);
}
