import type { Case } from '../../shared/case/case.ts';
import type { TimelineEntry } from '../../shared/case/timeline.ts';
import type { AskedDecision, ProcessSettings } from '../../shared/chains/chain-context.ts';
import type { KnownEvent } from '../../shared/events/catalogue.ts';
import { eventKey } from '../../shared/events/event-key.ts';
import { parseEvent } from '../../shared/events/parse-event.ts';
import type { Role } from '../../shared/events/vocabulary.ts';
import { foldCase } from '../../shared/process/fold-case.ts';
import { type FactSpace, ONBOARDING_SPACE, SUBSCRIPTION_SPACE } from '../../shared/rules/fact-space.ts';
import { onboardingResult, onboardingRulesFor } from '../../shared/rules/onboarding-rules.ts';
import { type Explanation, explain, TABLE_VERSION } from '../../shared/rules/rule.ts';
import { decideSubscription, subscriptionRulesFor } from '../../shared/rules/subscription-rules.ts';
import { HttpProblem } from '../../shared/runtime/http.ts';
import { caseId, readCases, readWholeCase } from '../../shared/store/case-store.ts';
import type { Table } from '../../shared/store/table.ts';
import { messageBody } from './accept-events.ts';

/** The events that a decision table decides. */
export type DecidedEvent = KnownEvent<'subscription.ingested' | 'azure-onboarding.requested'>;

/** The dependencies of explaining a decision. */
export interface DecisionDependencies {
  readonly table: Table;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
  readonly settings: ProcessSettings;
}

/** The result of an event: its timeline entry, and the decision that was asked for, if any. */
export interface DryRun {
  readonly entry: TimelineEntry;
  readonly asked: AskedDecision | null;
}

/**
 * Folds an event into its case as its consumer would now, and writes nothing. A repeat is treated like a first delivery.
 * @throws HttpProblem 404 for an unknown partner; TableBusy, PageReplaced
 */
export async function dryRun(
  event: DecidedEvent,
  { table, now, settings }: DecisionDependencies,
): Promise<DryRun> {
  const key = { partnerId: event.data.partnerId, tenantId: event.data.customer.tenantId };
  const query = { ...key, subscriptionIds: [subscriptionOf(event)], eventKeys: [] };
  const { partners, cases } = await readCases(table, [query]);
  const partner = partners.get(key.partnerId);
  let stored = cases.get(caseId(key));
  if (!partner || !stored) {
    throw new HttpProblem({ status: 404, code: 'unknown-partner', title: 'This partner is not registered' });
  }
  const asked: AskedDecision[] = [];
  const context = {
    partner,
    now: now(),
    settings,
    onAsked: (decision: AskedDecision) => asked.push(decision),
  };
  let folded = foldCase(withoutTimeline(stored.case), [event], context, stored.loaded);
  if (folded.kind === 'needs-all-subscriptions') {
    stored = await readWholeCase(table, query);
    asked.length = 0;
    folded = foldCase(withoutTimeline(stored.case), [event], context, stored.loaded);
  }
  const cause = eventKey(event);
  const entry = folded.kind === 'folded' ? folded.entries.find(({ key }) => key === cause) : undefined;
  if (!entry) throw new Error('Folding the event left no timeline entry');
  const own = asked.filter(
    (decision) => decision.cause === cause && decision.table === event.type && isAbout(decision, event),
  );
  // A request for onboarding is decided once. A subscription is decided again when its parked onboarding starts.
  return { entry, asked: (event.type === 'subscription.ingested' ? own.at(-1) : own[0]) ?? null };
}

/** The case without its recent timeline, which only serves to recognise repeats. */
function withoutTimeline(theCase: Case): Case {
  return { ...theCase, recent: [] };
}

function subscriptionOf({ type, data }: DecidedEvent): string {
  return type === 'subscription.ingested' ? data.subscription.id : data.subscriptionId;
}

function isAbout({ subscription }: AskedDecision, event: DecidedEvent): boolean {
  return subscription === undefined || subscription.id === subscriptionOf(event);
}

/**
 * Overrides some of the facts.
 * @param overrides values by name, as a caller sent them
 * @throws HttpProblem 400 for each unknown fact, or value that the fact cannot have
 */
export function overrideFacts<Facts extends object>(
  facts: Facts,
  overrides: unknown,
  space: FactSpace<Facts>,
): Facts {
  if (typeof overrides !== 'object' || overrides === null || Array.isArray(overrides)) {
    throw invalidFacts([{ path: 'facts', problem: 'must be an object' }]);
  }
  const changed = { ...facts };
  const faults: { path: string; problem: string }[] = [];
  for (const [name, value] of Object.entries(overrides)) {
    if (!isFact(name, space)) {
      faults.push({
        path: 'facts',
        problem: `has something that is none of ${Object.keys(space).join(', ')}`,
      });
      continue;
    }
    const allowed = space[name].find((candidate) => candidate === value);
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
 * `POST /decisions`: the rule that an event would hit now, and why each row above it missed (contract §8). It changes nothing.
 * For an event that no row decides (it is stale, or its case is full), `rule` is null.
 * @param body `{event, facts?}`; `facts` overrides facts by name
 * @throws HttpProblem 400 for a faulty event or fact, 404 for an unknown partner, 422 for an event that no decision table decides
 */
export async function explainDecision(body: unknown, dependencies: DecisionDependencies) {
  const { event: given, facts = {} } = isObject(body) ? body : {};
  const { entry, asked } = await dryRun(parseDecidedEvent(given, dependencies.now()), dependencies);
  return asked ? explainFacts(asked, facts, dependencies.settings.allowedRoles) : undecided(entry);
}

function parseDecidedEvent(given: unknown, now: number): DecidedEvent {
  // Parsed as a queue message: an event that the consumer refuses, even for its size, is not explained.
  const body = messageBody(given ?? null);
  const parsed = body === null ? TOO_DEEP : parseEvent(body, { now });
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

/** Explains the decision of an event, with some facts overridden. */
function explainFacts(asked: AskedDecision, overrides: unknown, allowedRoles: readonly Role[]) {
  const { subscription } = asked;
  if (asked.table === 'subscription.ingested') {
    const facts = overrideFacts(asked.facts, overrides, SUBSCRIPTION_SPACE);
    const decision = decideSubscription(facts, subscription?.reported ?? {}, allowedRoles);
    return { ...decision, ...why(facts, explain(subscriptionRulesFor(allowedRoles), facts)) };
  }
  const facts = overrideFacts(asked.facts, overrides, ONBOARDING_SPACE);
  const explanation = explain(onboardingRulesFor(allowedRoles), facts);
  const { id, chain } = explanation.rule;
  const { result, reason } = onboardingResult(explanation.rule, facts, subscription);
  // The contract's word for a row that starts a chain.
  const status = result === 'starts' ? 'onboarding' : result;
  return { rule: id, chain, status, reason, ...why(facts, explanation) };
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
