import { createHash } from 'node:crypto';
import { isSuppressed } from '../case/case.ts';
import { putSubscription, updateCase } from '../case/draft.ts';
import { isOpen } from '../case/relationship.ts';
import { applyTransition } from '../case/relationship-transitions.ts';
import { type Decision, leastScope, type Subscription, scopeNeeded } from '../case/subscription.ts';
import { fromMillis, latest } from '../events/instant.ts';
import type { Scope } from '../events/vocabulary.ts';
import type { SUBSCRIPTION_CHAINS } from '../rules/subscription-rules.ts';
import { type ChainContext, DAY, type Step } from './chain-context.ts';

/** Keeps the decision with the subscription. A decision that differs from the last one goes into the timeline. */
const keepDecision: Step = {
  name: 'keep-decision',
  run({ draft }, subscription, decision) {
    const before = subscription.decision;
    if (before && isSameDecision(before, decision)) return;
    putSubscription(draft, { ...subscription, decision });
    draft.decisions.push({
      subscriptionId: subscription.id,
      previousStatus: before?.status ?? null,
      ...decision,
    });
  },
};

/** Asks the customer for the scope the subscription needs. One open invitation covers the case (R11, R28). */
const askCustomer: Step = {
  name: 'ask-customer',
  run(context, subscription) {
    const { customer } = context.draft.case;
    if (!customer || !subscription.reported || isSuppressed(context.draft.case, customer.contactEmail))
      return;
    // An expired invitation is no reason to ask again by itself. A subscription that becomes free when its term ends is.
    if (!context.cause.mayAsk && subscription.decision?.status === 'awaiting-approval') return;
    const scope = scopeNeeded(subscription.reported.billing, leastScope(context.partner.cloud));
    openInvitation(context, { scope, contactEmail: customer.contactEmail });
  },
};

/**
 * The chains of contract §3.1: their steps, in order. Only `request-relationship` does more than keep the decision. The other
 * names are public API: they tell outcomes apart.
 */
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

/**
 * Runs the steps of the chain that a decision names.
 * @throws Error if the decision names no chain of contract §3.1
 */
export function runChain(context: ChainContext, subscription: Subscription, decision: Decision): void {
  if (!isChain(decision.chain)) throw new Error(`Contract §3.1 has no chain ${decision.chain}`);
  for (const step of CHAINS[decision.chain]) step.run(context, subscription, decision);
}

/**
 * Opens an invitation for a scope. It replaces an open one, whose link stops working. Its id follows from the event that
 * caused it, so a fold that is repeated after a write conflict opens the same invitation.
 */
export function openInvitation(
  context: ChainContext,
  { scope, contactEmail }: { readonly scope: Scope; readonly contactEmail: string },
): void {
  const { draft, now, settings, cause } = context;
  const { partnerId, tenantId, invitation: before, relationship } = draft.case;
  const openedAt = fromMillis(now);
  const id = createHash('sha256')
    .update(JSON.stringify(['invitation', partnerId, tenantId, cause.key, scope]))
    .digest()
    .subarray(0, 16)
    .toString('base64url');
  updateCase(draft, {
    previous: isOpen(before) ? { ...before, status: 'replaced', closedAt: openedAt } : before,
    invitation: {
      id,
      scope,
      status: 'open',
      openedAt,
      expiresAt: fromMillis(now + settings.invitationDays * DAY),
      contactEmail,
      reminders: 0,
      closedAt: null,
    },
  });
  draft.changes.push({ kind: 'invitation-opened', invitationId: id, scope });
  const changedAt = latest(relationship.changedAt, cause.at);
  applyTransition(draft, 'invitation-opened', { at: cause.at, scope, changedAt });
}

function isChain(name: string): name is keyof typeof CHAINS {
  return Object.hasOwn(CHAINS, name);
}

function isSameDecision(a: Decision, b: Decision): boolean {
  return (
    a.rule === b.rule &&
    a.status === b.status &&
    a.reason === b.reason &&
    a.path === b.path &&
    a.earliestMoveDate === b.earliestMoveDate
  );
}
