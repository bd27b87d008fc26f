import type { Case } from '../case/case.ts';
import { change, draftOf } from '../case/draft.ts';
import { isForgotten, withoutPersonalData } from '../case/forget.ts';
import type { Subscription } from '../case/subscription.ts';
import type { TimelineEntry } from '../case/timeline.ts';
import type { ProcessContext } from '../chains/context.ts';
import type { ChainContext } from '../chains/step.ts';
import type { Extensions } from '../events/envelope.ts';
import { fromMillis, type Instant } from '../events/instant.ts';
import { TABLE_VERSION } from '../rules/table.ts';
import type { Applied } from './applied.ts';
import { decideOne, decideOthers, sharedFactsText } from './decide-subscriptions.ts';

/** What is folded in: an event, or something the product notices itself. */
export interface Happening {
  readonly key: string;
  readonly source: string;
  readonly id: string;
  readonly type: TimelineEntry['type'];
  readonly at: Instant;
  readonly subscriptionId: string | null;
  readonly extensions: Extensions;
  /** Whether the customer may be asked because of it: an expiry is no reason to ask at once again. */
  readonly mayAsk: boolean;
}

/** Signals that subscriptions in pages are needed; the fold is begun again with all of them. */
export class NeedsAllSubscriptions extends Error {}

/** A case while things are folded into it. Its map of subscriptions is its own; the case it began with stays as it was. */
export class Folding {
  readonly subscriptions: Map<string, Subscription>;
  readonly written = new Set<string>();
  readonly entries: TimelineEntry[] = [];
  readonly #context: ProcessContext;
  readonly #otherSubscriptions: number;
  #case: Case;

  constructor(from: Case, context: ProcessContext, otherSubscriptions: number) {
    this.subscriptions = new Map(from.subscriptions);
    this.#case = { ...from, subscriptions: this.subscriptions };
    this.#context = context;
    this.#otherSubscriptions = otherSubscriptions;
  }

  /** The case as far as it is folded. */
  get case(): Case {
    return this.#case;
  }

  /**
   * Folds one thing in: applies it, decides the subscriptions it is about and, when the facts all share have changed, all
   * others (design, idea 5), and leaves an entry in the timeline.
   * @throws NeedsAllSubscriptions when the others are to be decided and were not all loaded
   */
  fold(happening: Happening, apply: (context: ChainContext) => Applied): void {
    const draft = draftOf(this.#case, this.subscriptions, this.written);
    const { key, at, mayAsk, ...told } = happening;
    const context: ChainContext = {
      ...this.#context,
      draft,
      cause: { key, at, mayAsk },
      otherSubscriptions: this.#otherSubscriptions,
    };
    const applied = apply(context);
    const again = applied.again ?? [];
    const decisions = applied.decide.map((id) => decideOne(context, id));
    for (const id of again) decideOne(context, id);
    if (sharedFactsText(context) !== draft.case.decidedWith) {
      if (this.#otherSubscriptions > 0) throw new NeedsAllSubscriptions();
      decideOthers(context, new Set([...applied.decide, ...again]));
      change(draft, { decidedWith: sharedFactsText(context) });
    }
    const { life } = draft.case;
    const made: TimelineEntry = {
      key,
      at,
      ...told,
      recordedAt: fromMillis(this.#context.now),
      rule: decisions[0]?.rule ?? applied.rule,
      chain: decisions[0]?.chain ?? applied.chain,
      result: applied.result,
      reason: applied.reason ?? decisions[0]?.reason ?? null,
      table: TABLE_VERSION,
      decisions: draft.decisions,
      changes: draft.changes,
      ...(life > 0 && { life }),
    };
    // The erasure itself may be of a time to come.
    const isOver = told.type === 'customer.erased' || isForgotten(draft.case, at);
    const entry = isOver ? withoutPersonalData(made) : made;
    this.entries.push(entry);
    this.#case = { ...draft.case, recent: [...draft.case.recent, entry] };
  }
}
