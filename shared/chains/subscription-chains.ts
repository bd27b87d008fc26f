import { putSubscription } from '../case/draft.ts';
import { type Decision, type Subscription, scopeNeeded } from '../case/subscription.ts';
import { isSuppressed } from '../case/suppression.ts';
import { leastScope } from '../rules/facts.ts';
import type { SUBSCRIPTION_CHAINS } from '../rules/subscription-rules.ts';
import { openInvitation } from './open-invitation.ts';
import type { ChainContext, Step } from './step.ts';

/** Keeps what was decided with the subscription, and in the timeline when it is news. */
const keepDecision: Step = {
  name: 'keep-decision',
  run({ draft }, subscription, decision) {
    const before = subscription.decision;
    if (before && sameDecision(before, decision)) return;
    putSubscription(draft, { ...(draft.subscriptions.get(subscription.id) ?? subscription), decision });
    draft.decisions.push({
      subscriptionId: subscription.id,
      previousStatus: before?.status ?? null,
      ...decision,
    });
  },
};

/** Asks the customer for the scope the subscription needs; one open invitation covers the case (R11, R28). */
const askCustomer: Step = {
  name: 'ask-customer',
  run(context, subscription) {
    const { customer } = context.draft.case;
    if (!customer || !subscription.told || isSuppressed(context.draft.case, customer.contactEmail)) return;
    // Who waited for an answer goes on waiting. What time has let in meanwhile (a term is over) asks.
    if (!context.cause.mayAsk && subscription.decision?.status === 'awaiting-approval') return;
    const scope = scopeNeeded(subscription.told.billing, leastScope(context.partner.cloud));
    openInvitation(context, { scope, contactEmail: customer.contactEmail });
  },
};

/** The chains of contract §3.1: their steps, in order. */
export const CHAINS: Readonly<Record<(typeof SUBSCRIPTION_CHAINS)[number], readonly Step[]>> = {
  record: [keepDecision],
  reject: [keepDecision],
  ignore: [keepDecision],
  defer: [keepDecision],
  hold: [keepDecision],
  support: [keepDecision],
  await: [keepDecision],
  'request-relationship': [keepDecision, askCustomer],
  prepare: [keepDecision],
};

/** Runs the chain that a decision names. */
export function runChain(context: ChainContext, subscription: Subscription, decision: Decision): void {
  if (!isChain(decision.chain)) throw new Error(`No chain of rules 3.1 is named ${decision.chain}`);
  for (const step of CHAINS[decision.chain]) step.run(context, subscription, decision);
}

function isChain(name: string): name is keyof typeof CHAINS {
  return Object.hasOwn(CHAINS, name);
}

function sameDecision(a: Decision, b: Decision): boolean {
  return (
    a.rule === b.rule &&
    a.status === b.status &&
    a.reason === b.reason &&
    a.path === b.path &&
    a.earliestMoveDate === b.earliestMoveDate
  );
}
