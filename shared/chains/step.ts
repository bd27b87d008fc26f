import type { Draft } from '../case/draft.ts';
import type { Decision, Subscription } from '../case/subscription.ts';
import type { Instant } from '../events/instant.ts';
import type { ProcessContext } from './context.ts';

/** The event that is folded in. */
export interface Cause {
  /** Its {@link eventKey}. */
  readonly key: string;
  readonly at: Instant;
  /** Whether the customer may be asked because of it. */
  readonly mayAsk: boolean;
}

/** What the steps of a chain work on. */
export interface ChainContext extends ProcessContext {
  readonly draft: Draft;
  readonly cause: Cause;
  /** Subscriptions of the case that were not loaded. */
  readonly otherSubscriptions: number;
}

/** A named step: from the draft and the decision that was made of a subscription to changes of the draft. */
export interface Step {
  readonly name: string;
  readonly run: (context: ChainContext, subscription: Subscription, decision: Decision) => void;
}
