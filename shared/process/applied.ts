import type { Result } from '../case/timeline.ts';
import type { ChainContext } from '../chains/step.ts';
import type { CaseEvent } from '../events/catalogue.ts';

/** What applying an event came to, before the decisions that follow from it. */
export interface Applied {
  readonly result: Result;
  readonly reason: string | null;
  readonly rule: string | null;
  readonly chain: string | null;
  /** Subscriptions to be decided because the event is about them; the first gives the entry its rule. */
  readonly decide: readonly string[];
  /** Subscriptions to be decided again because what was applied changed them, without lending the entry their rule. */
  readonly again?: readonly string[];
}

/** Applies one type of event to the draft. */
export type Apply<Type extends CaseEvent['type']> = (
  context: ChainContext,
  event: Extract<CaseEvent, { type: Type }>,
) => Applied;

/** The event changed the case; `decide` names the subscriptions it is about. */
export function applied(...decide: string[]): Applied {
  return { result: 'applied', reason: null, rule: null, chain: null, decide };
}

/** The event changed nothing, for a reason. */
export function unapplied(result: Exclude<Result, 'applied'>, reason: string | null): Applied {
  return { result, reason, rule: null, chain: null, decide: [] };
}
