import type { Case } from '../case/case.ts';
import { createDraft, updateCase } from '../case/draft.ts';
import { isBeforeErasure, withoutPersonalData } from '../case/erasure.ts';
import { type Decision, pathOf, type ReportedSubscription, type Subscription } from '../case/subscription.ts';
import type { TimelineEntry } from '../case/timeline.ts';
import type { ChainContext, ProcessContext } from '../chains/chain-context.ts';
import { runChain } from '../chains/subscription-chains.ts';
import type { Extensions } from '../events/envelope.ts';
import { eventKey } from '../events/event-key.ts';
import { fromMillis, type Instant, toMillis } from '../events/instant.ts';
import type { CaseFoldEvent } from '../events/internal-events.ts';
import type { Role } from '../events/vocabulary.ts';
import { firstHit } from '../rules/rule.ts';
import { type SubscriptionFacts, sharedFacts, subscriptionFacts } from '../rules/subscription-rules.ts';
import { rulesFor, TABLE_VERSION } from '../rules/table.ts';
import { applyErased } from './customer-erased.ts';
import { type EventResult, unapplied } from './event-result.ts';
import { applyMailFailed } from './mail-failed.ts';
import {
  applyOnboardingFailed,
  applyOnboardingRequested,
  applyStepCompleted,
  resumeParked,
} from './onboarding-events.ts';
import { applyApproved, applyDeclined, applyRemoved, applyRequested } from './relationship-events.ts';
import { applyEnded, applyIngested } from './subscription-events.ts';
import { applyDue, type Due, dueOfCase, dueOfSubscription, earliestDueOf } from './time-passed.ts';

/** Which part of a case was loaded, and which events it has seen that are not in `recent`. */
export interface LoadedParts {
  /** Subscriptions that were left in their pages. */
  readonly otherSubscriptions: number;
  /** Keys of events among those to be folded that sealed pages of the timeline already hold. */
  readonly sealed: ReadonlySet<string>;
}

/** A case that was loaded whole. */
export const LOADED_WHOLE: LoadedParts = { otherSubscriptions: 0, sealed: new Set() };

export type FoldResult =
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
export function foldCase(
  from: Case,
  events: readonly CaseFoldEvent[],
  context: ProcessContext,
  loaded: LoadedParts = LOADED_WHOLE,
): FoldResult {
  const { otherSubscriptions } = loaded;
  const seen = new Set([...loaded.sealed, ...from.recent.map((entry) => entry.key)]);
  const folding = new FoldState(from, context, otherSubscriptions);
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
      folding.apply(
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
    earliestDueOf(folding.subscriptions.values()),
    otherSubscriptions > 0 ? from.subscriptionsDueAt : null,
  );
  const inHead = dueOfCase(folding.case, context.settings, context.now).map(({ at }) => at);
  const dueAt = inHead.reduce(earliest, subscriptionsDueAt);
  const counts = recount(from, folding);
  return { kind: 'folded', case: { ...folding.case, subscriptionsDueAt, counts }, entries, written, dueAt };
}

/** Statuses counted anew: those of the subscriptions that were written change, all others stay. */
function recount(from: Case, { subscriptions, written }: FoldState): Case['counts'] {
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
function concernsAll(event: CaseFoldEvent): boolean {
  if (event.type === 'customer.erased') return true;
  return event.type === 'relationship.requested' && event.data.scope === undefined;
}

function subscriptionOf(event: CaseFoldEvent): string | null {
  if (event.type === 'subscription.ingested') return event.data.subscription.id;
  return 'subscriptionId' in event.data ? event.data.subscriptionId : null;
}

/** What is folded in: an event, or something the product notices itself. */
export interface FoldInput {
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
export class FoldState {
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
  apply(happening: FoldInput, apply: (context: ChainContext) => EventResult): void {
    const draft = createDraft(this.#case, this.subscriptions, this.written);
    const { key, at, mayAsk, ...told } = happening;
    const context: ChainContext = {
      ...this.#context,
      draft,
      cause: { key, at, mayAsk },
      otherSubscriptions: this.#otherSubscriptions,
    };
    const applied = apply(context);
    const again = applied.decideAgain ?? [];
    const decisions = applied.decide.map((id) => decideAndRun(context, id));
    for (const id of again) decideAndRun(context, id);
    if (sharedFactsText(context) !== draft.case.decidedWith) {
      if (this.#otherSubscriptions > 0) throw new NeedsAllSubscriptions();
      decideRemaining(context, new Set([...applied.decide, ...again]));
      updateCase(draft, { decidedWith: sharedFactsText(context) });
    }
    const { generation } = draft.case;
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
      ...(generation > 0 && { generation }),
    };
    // The erasure itself may be of a time to come.
    const isOver = told.type === 'customer.erased' || isBeforeErasure(draft.case, at);
    const entry = isOver ? withoutPersonalData(made) : made;
    this.entries.push(entry);
    this.#case = { ...draft.case, recent: [...draft.case.recent, entry] };
  }
}

/** What is decided of facts by rules 3.1, and the row that did. */
export function decideSubscription(
  facts: SubscriptionFacts,
  told: Pick<ReportedSubscription, 'termEndsAt'>,
  allowedRoles: readonly Role[],
): Decision {
  const rule = firstHit(rulesFor(allowedRoles)['subscription.ingested'], facts);
  const { status, reason, gives } = rule.outcome;
  return {
    rule: rule.id,
    chain: rule.chain,
    status,
    reason: typeof reason === 'function' ? reason(facts) : reason,
    path: gives.includes('path') ? pathOf(facts.channel) : null,
    earliestMoveDate: gives.includes('earliestMoveDate') ? (told.termEndsAt ?? null) : null,
  };
}

/** Decides one subscription of the draft from the facts as they are now and runs its chain. */
export function decideAndRun(context: ChainContext, id: string): Decision | null {
  const subscription = context.draft.subscriptions.get(id);
  if (!subscription?.reported) return null;
  const { partner, draft, settings } = context;
  const when = { now: context.now, declineBlockDays: settings.declineBlockDays };
  const shared = sharedFacts(draft.case, partner, when);
  const facts = subscriptionFacts(subscription, subscription.reported, shared, partner, when);
  context.onAsked?.({ cause: context.cause.key, subscription, table: 'subscription.ingested', facts });
  const decision = decideSubscription(facts, subscription.reported, settings.allowedRoles);
  // What was kept for this subscription may start or be over by this decision, and so change it.
  if (resumeParked(context, subscription, decision)) return decideAndRun(context, id);
  runChain(context, subscription, decision);
  return decision;
}

/**
 * The facts all subscriptions share, and who may request, as a text to compare: while it stays the same, the others need no
 * new decision.
 */
export function sharedFactsText(context: ChainContext): string {
  const { draft, partner, now, settings } = context;
  const shared = sharedFacts(draft.case, partner, { now, declineBlockDays: settings.declineBlockDays });
  return [...Object.values(shared), settings.allowedRoles.join()].join(' ');
}

/**
 * Decides every subscription again except those just decided: licences first, because they need the wider scope and one
 * invitation shall do, then in order of their ids, so that the outcome does not depend on the order they came in. Steps
 * may change the shared facts (an invitation opens); what is decided later in the same pass sees that.
 */
export function decideRemaining(context: ChainContext, decided: ReadonlySet<string>): void {
  const { subscriptions } = context.draft;
  const rank = (id: string) => (subscriptions.get(id)?.reported?.billing === 'license-based' ? 0 : 1);
  for (const id of [...subscriptions.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))) {
    if (!decided.has(id)) decideAndRun(context, id);
  }
}

/** Applies an event of any type to the draft; what happened before the customer was erased does not come back. */
export function applyEvent(context: ChainContext, event: CaseFoldEvent): EventResult {
  const { type, time } = event;
  if (type !== 'customer.erased' && isBeforeErasure(context.draft.case, time)) {
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

/**
 * Lets time pass up to a moment: carries out what is due by then, the earliest first, each as an entry of its own under the
 * product's clock.
 * @param until epoch milliseconds, not after the clock
 */
export function passTime(
  folding: FoldState,
  context: ProcessContext,
  otherSubscriptions: number,
  until: number,
): void {
  for (;;) {
    const { subscriptionsDueAt, partnerId } = folding.case;
    if (otherSubscriptions > 0 && subscriptionsDueAt !== null && subscriptionsDueAt <= until) {
      throw new NeedsAllSubscriptions();
    }
    const due = earliestDue(folding, context, until);
    if (!due) return;
    const source = `/multichannel-support/${partnerId}/clock`;
    const id = dueEventId(due, folding);
    folding.apply(
      {
        key: eventKey({ source, id }),
        source,
        id,
        type: 'time.passed',
        at: fromMillis(due.at),
        subscriptionId: 'subscriptionId' in due ? due.subscriptionId : null,
        extensions: {},
        mayAsk: due.what === 'term-over' || due.what === 'decline-block-over',
      },
      (chain) => applyDue(chain, due),
    );
  }
}

function earliestDue(
  { case: of, subscriptions }: FoldState,
  { settings, now }: ProcessContext,
  until: number,
): Due | null {
  // What has overtaken a reminder is judged by the clock: that is when it would be mailed.
  const all = [...dueOfCase(of, settings, now)];
  for (const subscription of subscriptions.values()) all.push(...dueOfSubscription(subscription));
  let first: Due | null = null;
  for (const due of all) if (due.at <= until && (!first || due.at < first.at)) first = due;
  return first;
}

/** The same thing that is due has the same id, however often it is tried. */
function dueEventId(due: Due, { case: of }: FoldState): string {
  const invitation = `${of.tenantId}-${of.invitation?.id ?? 'none'}`;
  switch (due.what) {
    case 'reminder':
      return `${invitation}-reminder-${due.reminder}`;
    case 'invitation-expired':
      return `${invitation}-expired`;
    case 'decline-block-over':
      return `${of.tenantId}-decline-block-over-${due.at}`;
    default:
      return `${of.tenantId}-${due.subscriptionId}-${due.what}-${due.at}`;
  }
}
