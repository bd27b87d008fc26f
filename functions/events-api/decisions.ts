import type { Asked } from '../../shared/chains/context.ts';
import type { Role } from '../../shared/events/kinds.ts';
import { parseEvent } from '../../shared/events/parse.ts';
import { refusalReason } from '../../shared/process/decide-onboarding.ts';
import { decideFacts } from '../../shared/process/decide-subscriptions.ts';
import { type Explanation, explain } from '../../shared/rules/decide.ts';
import { ONBOARDING_SPACE, SUBSCRIPTION_SPACE } from '../../shared/rules/fact-space.ts';
import { rulesFor, TABLE_VERSION } from '../../shared/rules/table.ts';
import { HttpProblem } from '../../shared/runtime/http-problems.ts';
import { type AskingEvent, type DecisionsWorld, type DryRun, dryRun } from './dry-run.ts';
import { messageBody } from './message-body.ts';
import { suppose } from './suppose.ts';

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
export async function decide(body: unknown, world: DecisionsWorld) {
  const { event: given, facts = {} } = isObject(body) ? body : {};
  const { entry, asked } = await dryRun(askingEvent(given), world);
  return asked ? answer(asked, facts, world.settings.allowedRoles) : unasked(entry);
}

function askingEvent(given: unknown): AskingEvent {
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
function answer(asked: Asked, facts: unknown, allowedRoles: readonly Role[]) {
  const tables = rulesFor(allowedRoles);
  const { subscription } = asked;
  if (asked.table === 'subscription.ingested') {
    const supposed = suppose(asked.facts, facts, SUBSCRIPTION_SPACE);
    const decision = decideFacts(supposed, subscription?.told ?? {}, allowedRoles);
    return { ...decision, ...why(supposed, explain(tables[asked.table], supposed)) };
  }
  const supposed = suppose(asked.facts, facts, ONBOARDING_SPACE);
  const explanation = explain(tables[asked.table], supposed);
  const { id, chain, outcome } = explanation.rule;
  // The contract's word for what such a row brings about.
  const status = outcome.result === 'starts' ? 'onboarding' : outcome.result;
  const reason = refusalReason(explanation.rule, supposed, subscription);
  return { rule: id, chain, status, reason, ...why(supposed, explanation) };
}

function unasked({ rule, chain, result, reason }: DryRun['entry']) {
  return { rule, chain, status: result, reason, because: [], missed: [], facts: null, table: TABLE_VERSION };
}

function why<Facts, Outcome>(facts: Facts, { held, missed }: Explanation<Facts, Outcome>) {
  return { because: held, missed, facts, table: TABLE_VERSION };
}

function isObject(value: unknown): value is { event?: unknown; facts?: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
