import type { Case } from '../../shared/case/case.ts';
import type { TimelineEntry } from '../../shared/case/timeline.ts';
import type { AskedDecision, ProcessSettings } from '../../shared/chains/chain-context.ts';
import type { KnownEvent } from '../../shared/events/catalogue.ts';
import { eventKey } from '../../shared/events/event-key.ts';
import { parseEvent } from '../../shared/events/parse-event.ts';
import type { Role } from '../../shared/events/vocabulary.ts';
import { decideSubscription, foldCase } from '../../shared/process/fold-case.ts';
import { refusalReason } from '../../shared/process/onboarding-events.ts';
import { type FactSpace, ONBOARDING_SPACE, SUBSCRIPTION_SPACE } from '../../shared/rules/fact-space.ts';
import { type Explanation, explain } from '../../shared/rules/rule.ts';
import { rulesFor, TABLE_VERSION } from '../../shared/rules/table.ts';
import { HttpProblem } from '../../shared/runtime/http.ts';
import { caseId, readCases, readWholeCase } from '../../shared/store/case-store.ts';
import type { Table } from '../../shared/store/table.ts';
import { messageBody } from './accept-events.ts';

/** The events that ask a decision table. */
export type DecidedEvent = KnownEvent<'subscription.ingested' | 'azure-onboarding.requested'>;

/** What a decision without effect needs of the world. */
export interface DecisionDependencies {
  readonly table: Table;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
  readonly settings: ProcessSettings;
}

/** What an event would come to: its entry in the timeline, and the question that decided it, if one was asked. */
export interface DryRun {
  readonly entry: TimelineEntry;
  readonly asked: AskedDecision | null;
}

/**
 * Folds an event into its case as the consumer would, now, and lets go of the result. One that the case knows already is taken
 * as if it came for the first time.
 * @throws HttpProblem 404 for an unknown partner; StoreBusy, PageGone
 */
export async function dryRun(
  event: DecidedEvent,
  { table, now, settings }: DecisionDependencies,
): Promise<DryRun> {
  const key = { partnerId: event.data.partnerId, tenantId: event.data.customer.tenantId };
  const wanted = { ...key, subscriptionIds: [subscriptionOf(event)], eventKeys: [] };
  const { partners, cases } = await readCases(table, [wanted]);
  const partner = partners.get(key.partnerId);
  let stored = cases.get(caseId(key));
  if (!partner || !stored) {
    throw new HttpProblem({ status: 404, code: 'unknown-partner', title: 'This partner is not registered' });
  }
  const asked: AskedDecision[] = [];
  const context = { partner, now: now(), settings, onAsked: (one: AskedDecision) => asked.push(one) };
  let folded = foldCase(unseen(stored.case), [event], context, stored.loaded);
  if (folded.kind === 'needs-all-subscriptions') {
    stored = await readWholeCase(table, wanted);
    asked.length = 0;
    folded = foldCase(unseen(stored.case), [event], context, stored.loaded);
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

function subscriptionOf({ type, data }: DecidedEvent): string {
  return type === 'subscription.ingested' ? data.subscription.id : data.subscriptionId;
}

function isAbout({ subscription }: AskedDecision, event: DecidedEvent): boolean {
  return subscription === undefined || subscription.id === subscriptionOf(event);
}

/**
 * Facts with some of them supposed to be otherwise.
 * @param supposed values by name, as a caller sent them
 * @throws HttpProblem 400 naming each that is no fact, or has a value the fact cannot have
 */
export function overrideFacts<Facts extends object>(
  facts: Facts,
  supposed: unknown,
  space: FactSpace<Facts>,
): Facts {
  if (typeof supposed !== 'object' || supposed === null || Array.isArray(supposed)) {
    throw invalidFacts([{ path: 'facts', problem: 'must be an object' }]);
  }
  const changed = { ...facts };
  const faults: { path: string; problem: string }[] = [];
  for (const [name, value] of Object.entries(supposed)) {
    if (!isFact(name, space)) {
      faults.push({
        path: 'facts',
        problem: `has something that is none of ${Object.keys(space).join(', ')}`,
      });
      continue;
    }
    const allowed = space[name].find((one) => one === value);
    if (allowed === undefined)
      faults.push({ path: `facts.${name}`, problem: `must be one of ${space[name].join(', ')}` });
    else changed[name] = allowed;
  }
  if (faults.length > 0) throw invalidFacts(faults);
  return changed;
}

function isFact<Facts extends object>(name: string, space: FactSpace<Facts>): name is keyof Facts & string {
  return Object.hasOwn(space, name);
}

function invalidFacts(faults: readonly { path: string; problem: string }[]): HttpProblem {
  return new HttpProblem({ status: 400, code: 'invalid-facts', title: 'The facts are faulty', faults });
}

const TOO_DEEP = {
  ok: false,
  code: 'not-a-cloudevent',
  faults: [{ path: 'event', problem: 'is nested too deep' }],
} as const;

/**
 * `POST /decisions`: the rule an event would hit now, and why each row above it missed (contract §8). Changes nothing.
 * An event that would come to nothing before any row is asked (it is stale, its case full) is answered with `rule` null.
 * @param body `{event, facts?}`; `facts` overrides facts by name
 * @throws HttpProblem 400 for a faulty event or fact, 404 for an unknown partner, 422 for an event that asks no rules
 */
export async function explainDecision(body: unknown, world: DecisionDependencies) {
  const { event: given, facts = {} } = isObject(body) ? body : {};
  const { entry, asked } = await dryRun(askingEvent(given), world);
  return asked ? explainFacts(asked, facts, world.settings.allowedRoles) : undecided(entry);
}

function askingEvent(given: unknown): DecidedEvent {
  // As the message it would be: what the queue's consumer refuses, its size too, is not explained.
  const body = messageBody(given ?? null);
  const parsed = body === null ? TOO_DEEP : parseEvent(body);
  if (!parsed.ok) {
    const { code, faults } = parsed;
    throw new HttpProblem({ status: 400, code, title: 'The event is faulty', faults });
  }
  const { event } = parsed;
  if (event.type === 'subscription.ingested' || event.type === 'azure-onboarding.requested') return event;
  throw new HttpProblem({
    status: 422,
    code: 'no-rules',
    title: `No decision table is asked by ${event.type}`,
  });
}

/** What the facts that were asked about come to, some of them supposed to be otherwise. */
function explainFacts(asked: AskedDecision, facts: unknown, allowedRoles: readonly Role[]) {
  const tables = rulesFor(allowedRoles);
  const { subscription } = asked;
  if (asked.table === 'subscription.ingested') {
    const supposed = overrideFacts(asked.facts, facts, SUBSCRIPTION_SPACE);
    const decision = decideSubscription(supposed, subscription?.reported ?? {}, allowedRoles);
    return { ...decision, ...why(supposed, explain(tables[asked.table], supposed)) };
  }
  const supposed = overrideFacts(asked.facts, facts, ONBOARDING_SPACE);
  const explanation = explain(tables[asked.table], supposed);
  const { id, chain, outcome } = explanation.rule;
  // The contract's word for what such a row brings about.
  const status = outcome.result === 'starts' ? 'onboarding' : outcome.result;
  const reason = refusalReason(explanation.rule, supposed, subscription);
  return { rule: id, chain, status, reason, ...why(supposed, explanation) };
}

function undecided({ rule, chain, result, reason }: DryRun['entry']) {
  return { rule, chain, status: result, reason, because: [], missed: [], facts: null, table: TABLE_VERSION };
}

function why<Facts, Outcome>(facts: Facts, { held, missed }: Explanation<Facts, Outcome>) {
  return { because: held, missed, facts, table: TABLE_VERSION };
}

function isObject(value: unknown): value is { event?: unknown; facts?: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
