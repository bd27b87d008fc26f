import type { Case } from '../../shared/case/case.ts';
import type { TimelineEntry } from '../../shared/case/timeline.ts';
import type { Asked, ProcessSettings } from '../../shared/chains/context.ts';
import type { KnownEvent } from '../../shared/events/catalogue.ts';
import { eventKey } from '../../shared/events/identity.ts';
import { foldEvents } from '../../shared/process/fold.ts';
import { HttpProblem } from '../../shared/runtime/http-problems.ts';
import { caseName, readCases, readWholeCase } from '../../shared/store/read-cases.ts';
import type { Table } from '../../shared/store/table.ts';

/** The events that ask a decision table. */
export type AskingEvent = KnownEvent<'subscription.ingested' | 'azure-onboarding.requested'>;

/** What a decision without effect needs of the world. */
export interface DecisionsWorld {
  readonly table: Table;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
  readonly settings: ProcessSettings;
}

/** What an event would come to: its entry in the timeline, and the question that decided it, if one was asked. */
export interface DryRun {
  readonly entry: TimelineEntry;
  readonly asked: Asked | null;
}

/**
 * Folds an event into its case as the consumer would, now, and lets go of the result. One that the case knows already is taken
 * as if it came for the first time.
 * @throws HttpProblem 404 for an unknown partner; StoreBusy, PageGone
 */
export async function dryRun(event: AskingEvent, { table, now, settings }: DecisionsWorld): Promise<DryRun> {
  const key = { partnerId: event.data.partnerId, tenantId: event.data.customer.tenantId };
  const wanted = { ...key, subscriptionIds: [subscriptionOf(event)], eventKeys: [] };
  const { partners, cases } = await readCases(table, [wanted]);
  const partner = partners.get(key.partnerId);
  let stored = cases.get(caseName(key));
  if (!partner || !stored) {
    throw new HttpProblem({ status: 404, code: 'unknown-partner', title: 'This partner is not registered' });
  }
  const asked: Asked[] = [];
  const context = { partner, now: now(), settings, onAsked: (one: Asked) => asked.push(one) };
  let folded = foldEvents(unseen(stored.case), [event], context, stored.loaded);
  if (folded.kind === 'needs-all-subscriptions') {
    stored = await readWholeCase(table, wanted);
    asked.length = 0;
    folded = foldEvents(unseen(stored.case), [event], context, stored.loaded);
  }
  const cause = eventKey(event);
  const entry = folded.kind === 'folded' ? folded.entries.find((one) => one.key === cause) : undefined;
  if (!entry) throw new Error('An event was folded and left no entry');
  const own = asked.filter((one) => one.cause === cause && one.table === event.type && isAbout(one, event));
  // What a request for onboarding comes to is asked once; a subscription again, when what was kept for it starts by it.
  return { entry, asked: (event.type === 'subscription.ingested' ? own.at(-1) : own[0]) ?? null };
}

/** The case without its timeline, which tells a repeat from a first time and nothing else. */
function unseen(known: Case): Case {
  return { ...known, recent: [] };
}

function subscriptionOf({ type, data }: AskingEvent): string {
  return type === 'subscription.ingested' ? data.subscription.id : data.subscriptionId;
}

function isAbout({ subscription }: Asked, event: AskingEvent): boolean {
  return subscription === undefined || subscription.id === subscriptionOf(event);
}
