import type { Case, Partner } from '../../shared/case/case.ts';
import { isOpen } from '../../shared/case/invitation.ts';
import { type Subscription, unknownSubscription } from '../../shared/case/subscription.ts';
import type { KnownEvent } from '../../shared/events/catalogue.ts';
import { toMillis } from '../../shared/events/instant.ts';
import { checkEvent } from '../../shared/events/parse.ts';
import { givesAnotherAddress } from '../../shared/process/apply-subscription.ts';
import { refusalReason } from '../../shared/process/decide-onboarding.ts';
import { decideFacts } from '../../shared/process/decide-subscriptions.ts';
import { type Explanation, explain } from '../../shared/rules/decide.ts';
import { ONBOARDING_SPACE, SUBSCRIPTION_SPACE } from '../../shared/rules/fact-space.ts';
import { onboardingFacts, sharedFacts, subscriptionFacts } from '../../shared/rules/facts-of.ts';
import { ONBOARDING_RULES } from '../../shared/rules/onboarding-rules.ts';
import { SUBSCRIPTION_RULES } from '../../shared/rules/subscription-rules.ts';
import { TABLE_VERSION } from '../../shared/rules/table.ts';
import { HttpProblem } from '../../shared/runtime/http-problems.ts';
import { caseName, readCases } from '../../shared/store/read-cases.ts';
import type { Table } from '../../shared/store/table.ts';
import { suppose } from './suppose.ts';

/** What a decision without effect needs of the world. */
export interface DecisionsWorld {
  readonly table: Table;
  readonly now: () => number;
  readonly declineBlockDays: number;
}

/**
 * `POST /decisions`: the rule an event would hit now, and why each row above it missed (contract §8). Changes nothing.
 * @param body `{event, facts?}`; `facts` overrides facts of the case by name
 * @throws HttpProblem 400 for a faulty event or fact, 404 for an unknown partner, 422 for an event that asks no rules
 */
export async function decide(body: unknown, world: DecisionsWorld) {
  const { event: given, facts = {} } = isObject(body) ? body : {};
  const parsed = checkEvent(given);
  if (!parsed.ok) {
    const { code, faults } = parsed;
    throw new HttpProblem({ status: 400, code, title: 'The event is faulty', faults });
  }
  const { event } = parsed;
  if (event.type !== 'subscription.ingested' && event.type !== 'azure-onboarding.requested') {
    throw new HttpProblem({
      status: 422,
      code: 'no-rules',
      title: `No decision table is asked by ${event.type}`,
    });
  }
  const { partner, known } = await load(event, world);
  const when = { now: world.now(), declineBlockDays: world.declineBlockDays };
  if (event.type === 'subscription.ingested') {
    const { of, subscription, told } = withEvent(event, known);
    const supposed = suppose(
      subscriptionFacts(subscription, told, sharedFacts(of, partner, when), partner, when),
      facts,
      SUBSCRIPTION_SPACE,
    );
    return { ...decideFacts(supposed, told), ...why(supposed, explain(SUBSCRIPTION_RULES, supposed)) };
  }
  const { requestedBy, offer, currentPartner, retire, subscriptionId } = event.data;
  const subscription = known.subscriptions.get(subscriptionId);
  const supposed = suppose(
    onboardingFacts(
      subscription,
      { requestedBy, offer, currentPartner, retire, at: event.time },
      sharedFacts(known, partner, when),
      partner,
    ),
    facts,
    ONBOARDING_SPACE,
  );
  const explanation = explain(ONBOARDING_RULES, supposed);
  const { id, chain, outcome } = explanation.rule;
  // The contract's word for what such a row brings about.
  const status = outcome.result === 'starts' ? 'onboarding' : outcome.result;
  const reason = refusalReason(explanation.rule, supposed, subscription);
  return { rule: id, chain, status, reason, ...why(supposed, explanation) };
}

async function load(
  event: KnownEvent<'subscription.ingested' | 'azure-onboarding.requested'>,
  world: DecisionsWorld,
) {
  const { partnerId, customer } = event.data;
  const key = { partnerId, tenantId: customer.tenantId };
  const id = event.type === 'subscription.ingested' ? event.data.subscription.id : event.data.subscriptionId;
  const read = await readCases(world.table, [{ ...key, subscriptionIds: [id], eventKeys: [] }]);
  const partner: Partner | null | undefined = read.partners.get(partnerId);
  const known = read.cases.get(caseName(key))?.case;
  if (!partner || !known) {
    throw new HttpProblem({ status: 404, code: 'unknown-partner', title: 'This partner is not registered' });
  }
  return { partner, known: asTimeLeftIt(known, world.now()) };
}

/** An invitation that is over is none, though no sweep may have found it yet. */
function asTimeLeftIt(known: Case, now: number): Case {
  const { invitation } = known;
  if (!isOpen(invitation) || toMillis(invitation.expiresAt) > now) return known;
  return { ...known, invitation: { ...invitation, status: 'expired' } };
}

/** The case as it would be with the event's subscription and customer. */
function withEvent({ data, time }: KnownEvent<'subscription.ingested'>, known: Case) {
  const { id, ...rest } = data.subscription;
  const { tenantId: _, ...customer } = data.customer;
  const told = { ...rest, requestedBy: data.requestedBy, at: time };
  const subscription: Subscription = { ...(known.subscriptions.get(id) ?? unknownSubscription(id)), told };
  const asksAgain = givesAnotherAddress(known, customer.contactEmail);
  const relationship = asksAgain ? { ...known.relationship, block: null } : known.relationship;
  return { of: { ...known, relationship, customer: { ...customer, toldAt: time } }, subscription, told };
}

function why<Facts, Outcome>(facts: Facts, { held, missed }: Explanation<Facts, Outcome>) {
  return { because: held, missed, facts, table: TABLE_VERSION };
}

function isObject(value: unknown): value is { event?: unknown; facts?: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
