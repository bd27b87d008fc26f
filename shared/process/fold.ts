import type { Case } from '../case/case.ts';
import type { TimelineEntry } from '../case/timeline.ts';
import type { ProcessContext } from '../chains/context.ts';
import { eventKey } from '../events/identity.ts';
import { toMillis } from '../events/instant.ts';
import { applyEvent } from './apply-event.ts';
import { dueInHead, earliestOf } from './due.ts';
import { Folding, NeedsAllSubscriptions } from './folding.ts';
import type { CaseInput } from './noticed.ts';
import { passTime } from './pass-time.ts';

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
      /** What the new events, and the time that passed, did, in order; empty when every event was a repeat. */
      readonly entries: readonly TimelineEntry[];
      /** Ids of subscriptions to be written. */
      readonly written: ReadonlySet<string>;
      /** When time will bring about something next, in epoch milliseconds. */
      readonly dueAt: number | null;
    }
  /** All subscriptions must be decided again, or looked at: load them all, then fold again. */
  | { readonly kind: 'needs-all-subscriptions' };

/**
 * Folds events into a case, in the given order, and the time that passed before and after each. An event that the case
 * has seen changes nothing; no events at all: only time passes.
 * Pure: the same case, events and context give the same result.
 */
export function foldEvents(
  from: Case,
  events: readonly CaseInput[],
  context: ProcessContext,
  loaded: Loaded = WHOLE,
): Folded {
  const { otherSubscriptions } = loaded;
  const seen = new Set([...loaded.sealed, ...from.recent.map((entry) => entry.key)]);
  const folding = new Folding(from, context, otherSubscriptions);
  try {
    for (const event of events) {
      const key = eventKey(event);
      if (seen.has(key)) continue;
      seen.add(key);
      if (otherSubscriptions > 0 && concernsAll(event)) throw new NeedsAllSubscriptions();
      // What was due before the event happened was so before it: a click just before an expiry still counts.
      passTime(folding, context, otherSubscriptions, Math.min(context.now, toMillis(event.time)));
      const { source, id, type, time: at, extensions } = event;
      const subscriptionId = subscriptionOf(event);
      folding.fold(
        { key, source, id, type, at, subscriptionId, extensions, mayAsk: type !== 'mail.failed' },
        (chain) => applyEvent(chain, event),
      );
    }
    passTime(folding, context, otherSubscriptions, context.now);
  } catch (error) {
    if (error instanceof NeedsAllSubscriptions) return { kind: 'needs-all-subscriptions' };
    throw error;
  }
  const { entries, written } = folding;
  const subscriptionsDueAt = earliest(
    earliestOf(folding.subscriptions.values()),
    otherSubscriptions > 0 ? from.subscriptionsDueAt : null,
  );
  const inHead = dueInHead(folding.case, context.settings, context.now).map(({ at }) => at);
  const dueAt = inHead.reduce(earliest, subscriptionsDueAt);
  const counts = recount(from, folding);
  return { kind: 'folded', case: { ...folding.case, subscriptionsDueAt, counts }, entries, written, dueAt };
}

/** Statuses counted anew: those of the subscriptions that were written change, all others stay. */
function recount(from: Case, { subscriptions, written }: Folding): Case['counts'] {
  const counts = new Map(Object.entries(from.counts));
  const add = (status: string | undefined, by: number) => {
    if (status) counts.set(status, (counts.get(status) ?? 0) + by);
  };
  for (const id of written) {
    add(from.subscriptions.get(id)?.decision?.status, -1);
    add(subscriptions.get(id)?.decision?.status, 1);
  }
  return Object.fromEntries([...counts].filter(([, count]) => count > 0));
}

function earliest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

/** What to ask for follows from all subscriptions when nobody says (contract §3.1); an erasure takes all away. */
function concernsAll(event: CaseInput): boolean {
  if (event.type === 'customer.erased') return true;
  return event.type === 'relationship.requested' && event.data.scope === undefined;
}

function subscriptionOf(event: CaseInput): string | null {
  if (event.type === 'subscription.ingested') return event.data.subscription.id;
  return 'subscriptionId' in event.data ? event.data.subscriptionId : null;
}
