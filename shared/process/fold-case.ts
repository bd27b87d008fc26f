import type { Case } from '../case/case.ts';
import { createDraft, updateCase } from '../case/draft.ts';
import { isBeforeErasure, withoutPersonalData } from '../case/erasure.ts';
import type { Decision, Subscription } from '../case/subscription.ts';
import type { TimelineEntry } from '../case/timeline.ts';
import type { ChainContext, ProcessContext } from '../chains/chain-context.ts';
import { runChain } from '../chains/subscription-chains.ts';
import type { Extensions } from '../events/envelope.ts';
import { eventKey } from '../events/event-key.ts';
import { fromMillis, type Instant, toMillis } from '../events/instant.ts';
import type { CaseFoldEvent } from '../events/internal-events.ts';
import { TABLE_VERSION } from '../rules/rule.ts';
import { decideSubscription, sharedFacts, subscriptionFacts } from '../rules/subscription-rules.ts';
import { applyErased, applyMailFailed } from './customer-events.ts';
import { type EventResult, unapplied } from './event-result.ts';
import {
  applyOnboardingFailed,
  applyOnboardingRequested,
  applyStepCompleted,
  resumeParked,
} from './onboarding-events.ts';
import { applyApproved, applyDeclined, applyRemoved, applyRequested } from './relationship-events.ts';
import { applyEnded, applyIngested } from './subscription-events.ts';
import { applyDue, type Due, dueOfCase, dueOfSubscription, earliestDueOf } from './time-passed.ts';

/** Which parts of a case were loaded, and which of the events it has processed before. */
export interface LoadedParts {
  /** Number of subscriptions that stayed in their pages. */
  readonly otherSubscriptions: number;
  /** Keys of the events to fold that sealed timeline pages already hold. */
  readonly sealed: ReadonlySet<string>;
}

/** A case that was loaded completely. */
export const LOADED_WHOLE: LoadedParts = { otherSubscriptions: 0, sealed: new Set() };

export type FoldResult =
  | {
      readonly kind: 'folded';
      readonly case: Case;
      /** One entry for each new event and each thing that became due, in order. Empty if every event was a repeat. */
      readonly entries: readonly TimelineEntry[];
      /** Ids of the subscriptions to write. */
      readonly written: ReadonlySet<string>;
      /** When something becomes due next, in epoch milliseconds. */
      readonly dueAt: number | null;
    }
  /** The fold needs every subscription: load them all and fold again. */
  | { readonly kind: 'needs-all-subscriptions' };

/**
 * Folds events into a case, in the given order. Before and after each event it applies what became due in the meantime. A
 * repeated event changes nothing, and lets no time pass: its next repeat would not find the entries of that time, and their effects
 * would never be sent. Without any events, only time passes.
 *
 * Pure: the same case, events and context give the same result.
 */
export function foldCase(
  from: Case,
  events: readonly CaseFoldEvent[],
  process: ProcessContext,
  loaded: LoadedParts = LOADED_WHOLE,
): FoldResult {
  const context = { ...process, now: timeOf(from, process.now) };
  const { otherSubscriptions } = loaded;
  const processed = new Set([...loaded.sealed, ...from.recent.map((entry) => entry.key)]);
  const state = new FoldState(from, context, otherSubscriptions);
  try {
    for (const event of events) {
      const key = eventKey(event);
      if (processed.has(key)) continue;
      processed.add(key);
      if (otherSubscriptions > 0 && needsAllSubscriptions(event)) throw new NeedsAllSubscriptions();
      // What was due before the event comes first: a click just before the expiry still counts.
      passTime(state, context, otherSubscriptions, Math.min(context.now, toMillis(event.time)));
      const { source, id, type, time: at, extensions } = event;
      state.apply(
        {
          key,
          source,
          id,
          type,
          at,
          subscriptionId: subscriptionIdOf(event),
          extensions,
          mayAsk: type !== 'mail.failed',
        },
        (chainContext) => applyEvent(chainContext, event),
      );
    }
    const isRepeat = events.length > 0 && state.entries.length === 0;
    if (!isRepeat) passTime(state, context, otherSubscriptions, context.now);
  } catch (error) {
    if (error instanceof NeedsAllSubscriptions) return { kind: 'needs-all-subscriptions' };
    throw error;
  }
  const { entries, written } = state;
  const subscriptionsDueAt = earliest(
    earliestDueOf(state.subscriptions.values()),
    otherSubscriptions > 0 ? from.subscriptionsDueAt : null,
  );
  const caseDueAt = dueOfCase(state.case, context.settings, context.now).map(({ at }) => at);
  const dueAt = caseDueAt.reduce(earliest, subscriptionsDueAt);
  const counts = countStatuses(from, state);
  return { kind: 'folded', case: { ...state.case, subscriptionsDueAt, counts }, entries, written, dueAt };
}

/** How much the clocks of two functions may differ, in milliseconds. */
const CLOCK_DIFFERENCE = 5 * 60_000;

/**
 * The time of a fold, in epoch milliseconds. A clock that is behind the one of the last fold does not take the case back: what
 * became due would become due again. A clock that is wrong by more than minutes is nobody's measure.
 */
function timeOf({ recordedAt }: Case, now: number): number {
  const last = recordedAt === null ? now : toMillis(recordedAt);
  return last - now <= CLOCK_DIFFERENCE ? Math.max(now, last) : now;
}

/** Applies an event of any type. An event from before the customer's erasure changes nothing. */
function applyEvent(context: ChainContext, event: CaseFoldEvent): EventResult {
  if (event.type !== 'customer.erased' && isBeforeErasure(context.draft.case, event.time)) {
    return unapplied('stale', 'customer-erased');
  }
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
    case 'customer.erased':
      return applyErased(context, event);
    case 'azure-onboarding.requested':
      return applyOnboardingRequested(context, event);
    case 'azure-onboarding.step-completed':
      return applyStepCompleted(context, event);
    case 'azure-onboarding.failed':
      return applyOnboardingFailed(context, event);
    case 'mail.failed':
      return applyMailFailed(context, event);
  }
}

/** What is folded into a case: an event, or the time. */
interface FoldInput {
  readonly key: string;
  readonly source: string;
  readonly id: string;
  readonly type: TimelineEntry['type'];
  readonly at: Instant;
  readonly subscriptionId: string | null;
  readonly extensions: Extensions;
  /** Whether the customer may be asked because of it. An expired invitation, for example, is no reason to ask again. */
  readonly mayAsk: boolean;
}

/** Thrown inside a fold that needs subscriptions which were not loaded. */
class NeedsAllSubscriptions extends Error {}

/** A case while events are folded into it. The case it started from stays as it was. */
class FoldState {
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

  /** The case as folded so far. */
  get case(): Case {
    return this.#case;
  }

  /**
   * Folds one input in:
   * 1. applies it;
   * 2. decides the subscriptions it is about;
   * 3. decides all other subscriptions if the facts they share have changed;
   * 4. adds an entry to the timeline.
   * @throws NeedsAllSubscriptions if step 3 is needed and not all subscriptions were loaded
   */
  apply(input: FoldInput, apply: (context: ChainContext) => EventResult): void {
    const draft = createDraft(this.#case, this.subscriptions, this.written);
    const { mayAsk, ...event } = input;
    const context: ChainContext = {
      ...this.#context,
      draft,
      cause: { key: event.key, at: event.at, mayAsk },
      otherSubscriptions: this.#otherSubscriptions,
    };
    const result = apply(context);
    const decideAgain = result.decideAgain ?? [];
    const decisions = result.decide.map((id) => decideAndRunChain(context, id));
    for (const id of decideAgain) decideAndRunChain(context, id);
    if (sharedFactsText(context) !== draft.case.decidedWith) {
      if (this.#otherSubscriptions > 0) throw new NeedsAllSubscriptions();
      decideOthers(context, new Set([...result.decide, ...decideAgain]));
      updateCase(draft, { decidedWith: sharedFactsText(context) });
    }
    const { generation } = draft.case;
    const full: TimelineEntry = {
      ...event,
      recordedAt: fromMillis(this.#context.now),
      rule: decisions[0]?.rule ?? result.rule,
      chain: decisions[0]?.chain ?? result.chain,
      result: result.result,
      reason: result.reason ?? decisions[0]?.reason ?? null,
      table: TABLE_VERSION,
      decisions: draft.decisions,
      changes: draft.changes,
      ...(generation > 0 && { generation }),
    };
    // The time of an erasure may lie in the future, so its own entry is not before it.
    const isErased = event.type === 'customer.erased' || isBeforeErasure(draft.case, event.at);
    const entry = isErased ? withoutPersonalData(full) : full;
    this.entries.push(entry);
    this.#case = { ...draft.case, recordedAt: entry.recordedAt, recent: [...draft.case.recent, entry] };
  }
}

/** Decides one subscription from the facts as they are now, and runs the chain of the rule that hits. */
function decideAndRunChain(context: ChainContext, id: string): Decision | null {
  const subscription = context.draft.subscriptions.get(id);
  if (!subscription?.reported) return null;
  const { partner, draft, settings } = context;
  const time = { now: context.now, declineBlockDays: settings.declineBlockDays };
  const shared = sharedFacts(draft.case, partner, time);
  const facts = subscriptionFacts(subscription, subscription.reported, shared, partner, time);
  context.onAsked?.({ cause: context.cause.key, subscription, table: 'subscription.ingested', facts });
  const decision = decideSubscription(facts, subscription.reported, settings.allowedRoles);
  // The decision may start or refuse a parked onboarding, which changes the subscription's facts.
  if (resumeParked(context, subscription, decision)) return decideAndRunChain(context, id);
  runChain(context, subscription, decision);
  return decision;
}

/**
 * Decides every subscription except those just decided. Licences come first: they need the wider scope, and one invitation
 * should cover the case. Then the order of the ids applies, so the result does not depend on the order of arrival. A chain
 * may change the shared facts (it opens an invitation); the subscriptions decided after it see that.
 */
function decideOthers(context: ChainContext, decided: ReadonlySet<string>): void {
  const { subscriptions } = context.draft;
  const rank = (id: string) => (subscriptions.get(id)?.reported?.billing === 'license-based' ? 0 : 1);
  for (const id of [...subscriptions.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))) {
    if (!decided.has(id)) decideAndRunChain(context, id);
  }
}

/** The facts that all subscriptions share, as a text to compare. While it stays the same, no other decision changes. */
function sharedFactsText(context: ChainContext): string {
  const { draft, partner, now, settings } = context;
  const shared = sharedFacts(draft.case, partner, { now, declineBlockDays: settings.declineBlockDays });
  return [...Object.values(shared), settings.allowedRoles.join()].join(' ');
}

/**
 * Applies everything that became due, the earliest first, each with a timeline entry of its own.
 * @param until epoch milliseconds, not later than the clock
 */
function passTime(
  state: FoldState,
  context: ProcessContext,
  otherSubscriptions: number,
  until: number,
): void {
  for (;;) {
    const { subscriptionsDueAt, partnerId } = state.case;
    if (otherSubscriptions > 0 && subscriptionsDueAt !== null && subscriptionsDueAt <= until) {
      throw new NeedsAllSubscriptions();
    }
    const due = earliestDue(state, context, until);
    if (!due) return;
    const source = `/multichannel-support/${partnerId}/clock`;
    const id = dueEventId(due, state.case);
    state.apply(
      {
        key: eventKey({ source, id }),
        source,
        id,
        type: 'time.passed',
        at: fromMillis(due.at),
        subscriptionId: 'subscription' in due ? due.subscription.id : null,
        extensions: {},
        mayAsk: due.what === 'term-over' || due.what === 'decline-block-over',
      },
      (chainContext) => applyDue(chainContext, due),
    );
  }
}

function earliestDue(state: FoldState, { settings, now }: ProcessContext, until: number): Due | null {
  // Reminders are judged by the clock, not by `until`: that is when they would be mailed.
  const all = [...dueOfCase(state.case, settings, now)];
  for (const subscription of state.subscriptions.values()) all.push(...dueOfSubscription(subscription));
  let first: Due | null = null;
  for (const due of all) if (due.at <= until && (!first || due.at < first.at)) first = due;
  return first;
}

/** The id of the `time.passed` event for something due. It is the same on every attempt. */
function dueEventId(due: Due, { tenantId, invitation }: Case): string {
  const invitationPart = `${tenantId}-${invitation?.id ?? 'none'}`;
  switch (due.what) {
    case 'reminder':
      return `${invitationPart}-reminder-${due.reminder}`;
    case 'invitation-expired':
      return `${invitationPart}-expired`;
    case 'decline-block-over':
      return `${tenantId}-decline-block-over-${due.at}`;
    default:
      return `${tenantId}-${due.subscription.id}-${due.what}-${due.at}`;
  }
}

/** Updates the number of subscriptions in each status. Only the written subscriptions can have changed it. */
function countStatuses(from: Case, { subscriptions, written }: FoldState): Case['counts'] {
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

/** An erasure clears every subscription, and a request without a scope asks for what all subscriptions need. */
function needsAllSubscriptions(event: CaseFoldEvent): boolean {
  if (event.type === 'customer.erased') return true;
  return event.type === 'relationship.requested' && event.data.scope === undefined;
}

function subscriptionIdOf(event: CaseFoldEvent): string | null {
  if (event.type === 'subscription.ingested') return event.data.subscription.id;
  return 'subscriptionId' in event.data ? event.data.subscriptionId : null;
}
