import type { Case } from '../case/case.ts';
import { change, draftOf } from '../case/draft.ts';
import type { Subscription } from '../case/subscription.ts';
import type { TimelineEntry } from '../case/timeline.ts';
import type { ProcessContext } from '../chains/context.ts';
import type { ChainContext } from '../chains/step.ts';
import type { CaseEvent } from '../events/catalogue.ts';
import { eventKey } from '../events/identity.ts';
import { fromMillis } from '../events/instant.ts';
import { TABLE_VERSION } from '../rules/table.ts';
import type { Applied } from './applied.ts';
import { applyOnboardingProgress, applyOnboardingRequested } from './apply-onboarding.ts';
import { applyApproved, applyDeclined, applyRemoved, applyRequested } from './apply-relationship.ts';
import { applyEnded, applyIngested } from './apply-subscription.ts';
import { decideOne, decideOthers, hasRunOut, sharedFactsText } from './decide-subscriptions.ts';

/** Which part of a case was loaded, and which events it has seen that are not in `recent`. */
export interface Loaded {
  /** Subscriptions that were left in their pages. */
  readonly otherSubscriptions: number;
  /** Keys of events among those to be folded that sealed pages of the timeline already hold. */
  readonly sealed: ReadonlySet<string>;
}

/** A case that was loaded whole. */
export const WHOLE: Loaded = { otherSubscriptions: 0, sealed: new Set() };

export type Folded =
  | {
      readonly kind: 'folded';
      readonly case: Case;
      /** What the new events did, in order; empty when every event was a repeat. */
      readonly entries: readonly TimelineEntry[];
      /** Ids of subscriptions to be written. */
      readonly written: ReadonlySet<string>;
    }
  /** All subscriptions must be decided again, or looked at: load them all, then fold again. */
  | { readonly kind: 'needs-all-subscriptions' };

/**
 * Folds events into a case, in the given order. An event that the case has seen changes nothing.
 * Pure: the same case, events and context give the same result.
 */
export function foldEvents(
  from: Case,
  events: readonly CaseEvent[],
  context: ProcessContext,
  loaded: Loaded = WHOLE,
): Folded {
  const subscriptions = new Map<string, Subscription>(from.subscriptions);
  const written = new Set<string>();
  const seen = new Set([...loaded.sealed, ...from.recent.map((entry) => entry.key)]);
  const entries: TimelineEntry[] = [];
  let current: Case = { ...from, subscriptions };
  for (const event of events) {
    const key = eventKey(event);
    if (seen.has(key)) continue;
    seen.add(key);
    if (loaded.otherSubscriptions > 0 && asksForWhatIsNeeded(event)) {
      return { kind: 'needs-all-subscriptions' };
    }
    const draft = draftOf(current, subscriptions, written);
    const chain: ChainContext = {
      ...context,
      draft,
      cause: { key, at: event.time },
      otherSubscriptions: loaded.otherSubscriptions,
    };
    const applied = apply(chain, event);
    const decided = new Set(applied.decide);
    const decisions = applied.decide.map((id) => decideOne(chain, id));
    const facts = sharedFactsText(chain);
    if (facts !== draft.case.decidedWith) {
      if (loaded.otherSubscriptions > 0) return { kind: 'needs-all-subscriptions' };
      decideOthers(chain, decided);
      change(draft, { decidedWith: sharedFactsText(chain) });
    } else {
      for (const subscription of subscriptions.values()) {
        if (hasRunOut(subscription, context.now)) decideOne(chain, subscription.id);
      }
    }
    const entry: TimelineEntry = {
      key,
      source: event.source,
      id: event.id,
      type: event.type,
      at: event.time,
      recordedAt: fromMillis(context.now),
      subscriptionId: subscriptionOf(event),
      rule: decisions[0]?.rule ?? applied.rule,
      chain: decisions[0]?.chain ?? applied.chain,
      result: applied.result,
      reason: decisions[0]?.reason ?? applied.reason,
      table: TABLE_VERSION,
      decisions: draft.decisions,
      changes: draft.changes,
      extensions: event.extensions,
    };
    entries.push(entry);
    current = { ...draft.case, recent: [...current.recent, entry] };
  }
  return { kind: 'folded', case: current, entries, written };
}

function apply(context: ChainContext, event: CaseEvent): Applied {
  switch (event.type) {
    case 'subscription.ingested':
      return applyIngested(context, event);
    case 'subscription.ended':
      return applyEnded(context, event);
    case 'relationship.requested':
      return applyRequested(context, event);
    case 'relationship.approved':
      return applyApproved(context, event);
    case 'relationship.declined':
      return applyDeclined(context, event);
    case 'relationship.removed':
      return applyRemoved(context, event);
    case 'azure-onboarding.requested':
      return applyOnboardingRequested(context, event);
    case 'azure-onboarding.step-completed':
    case 'azure-onboarding.failed':
      return applyOnboardingProgress(context, event);
  }
}

/** What to ask for follows from all subscriptions when nobody says (contract §3.1). */
function asksForWhatIsNeeded(event: CaseEvent): boolean {
  return event.type === 'relationship.requested' && event.data.scope === undefined;
}

function subscriptionOf(event: CaseEvent): string | null {
  if (event.type === 'subscription.ingested') return event.data.subscription.id;
  return 'subscriptionId' in event.data ? event.data.subscriptionId : null;
}
