import type { Decision, SubscriptionTold } from '../case/subscription.ts';
import type { ChainContext } from '../chains/step.ts';
import { runChain } from '../chains/subscription-chains.ts';
import { compareInstants } from '../events/instant.ts';
import type { Role } from '../events/kinds.ts';
import { firstHit } from '../rules/decide.ts';
import { pathOf, type SubscriptionFacts } from '../rules/facts.ts';
import { sharedFacts, subscriptionFacts } from '../rules/facts-of.ts';
import { rulesFor } from '../rules/table.ts';
import { resumeParked } from './decide-onboarding.ts';

/** What is decided of facts by rules 3.1, and the row that did. */
export function decideFacts(
  facts: SubscriptionFacts,
  told: Pick<SubscriptionTold, 'termEndsAt'>,
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
export function decideOne(context: ChainContext, id: string): Decision | null {
  const subscription = context.draft.subscriptions.get(id);
  if (!subscription?.told) return null;
  const { partner, draft, settings } = context;
  const when = { now: context.now, declineBlockDays: settings.declineBlockDays };
  const shared = sharedFacts(draft.case, partner, when);
  const facts = subscriptionFacts(subscription, subscription.told, shared, partner, when);
  context.onAsked?.({ cause: context.cause.key, subscription, table: 'subscription.ingested', facts });
  const decision = decideFacts(facts, subscription.told, settings.allowedRoles);
  // What was kept for this subscription may start or be over by this decision, and so change it.
  if (resumeParked(context, subscription, decision)) return decideOne(context, id);
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
export function decideOthers(context: ChainContext, decided: ReadonlySet<string>): void {
  const { subscriptions } = context.draft;
  const rank = (id: string) => (subscriptions.get(id)?.told?.billing === 'license-based' ? 0 : 1);
  for (const id of [...subscriptions.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))) {
    if (!decided.has(id)) decideOne(context, id);
  }
}

/** Whether an event is older than the last change of what it would change (contract §3.3); equal times are not. */
export function isStale(at: string, changedAt: string | null | undefined): boolean {
  return changedAt != null && compareInstants(at, changedAt) < 0;
}
