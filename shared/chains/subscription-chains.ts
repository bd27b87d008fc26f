import { createHash } from 'node:crypto';
import { isSuppressed } from '../case/case.ts';
import { moveRelationship, putSubscription, updateCase } from '../case/draft.ts';
import { isOpen } from '../case/relationship.ts';
import { type Decision, leastScope, type Subscription, scopeNeeded } from '../case/subscription.ts';
import { fromMillis, latest } from '../events/instant.ts';
import type { Scope } from '../events/vocabulary.ts';
import type { SUBSCRIPTION_CHAINS } from '../rules/subscription-rules.ts';
import { type ChainContext, DAY, type Step } from './chain-context.ts';

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
    if (!customer || !subscription.reported || isSuppressed(context.draft.case, customer.contactEmail))
      return;
    // Who waited for an answer goes on waiting. What time has let in meanwhile (a term is over) asks.
    if (!context.cause.mayAsk && subscription.decision?.status === 'awaiting-approval') return;
    const scope = scopeNeeded(subscription.reported.billing, leastScope(context.partner.cloud));
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

/**
 * Opens an invitation for a scope. An open one is replaced; its link stops working. Its id follows from the event that
 * caused it, so that a fold that is repeated after a lost race opens the same one.
 */
export function openInvitation(
  context: ChainContext,
  asked: { readonly scope: Scope; readonly contactEmail: string },
): void {
  const { draft, now, settings, cause } = context;
  const { partnerId, tenantId, invitation: before, relationship } = draft.case;
  const openedAt = fromMillis(now);
  const id = createHash('sha256')
    .update(JSON.stringify(['invitation', partnerId, tenantId, cause.key, asked.scope]))
    .digest()
    .subarray(0, 16)
    .toString('base64url');
  updateCase(draft, {
    previous: isOpen(before) ? { ...before, status: 'replaced', closedAt: openedAt } : before,
    invitation: {
      id,
      scope: asked.scope,
      status: 'open',
      openedAt,
      expiresAt: fromMillis(now + settings.invitationDays * DAY),
      contactEmail: asked.contactEmail,
      reminders: 0,
      closedAt: null,
    },
    relationship: { ...relationship, block: null },
  });
  draft.changes.push({ kind: 'invitation-opened', invitationId: id, scope: asked.scope });
  // An invitation for more may be open beside an active relationship, which stays as it is (contract §3.3).
  if (relationship.status !== 'active') {
    moveRelationship(draft, {
      status: 'invited',
      scope: asked.scope,
      at: latest(relationship.changedAt, cause.at),
    });
  }
}
