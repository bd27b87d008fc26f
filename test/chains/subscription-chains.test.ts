import { describe, expect, test } from 'vitest';
import { createDraft } from '../../shared/case/draft.ts';
import type { Decision, Subscription } from '../../shared/case/subscription.ts';
import type { ChainContext } from '../../shared/chains/chain-context.ts';
import { runChain } from '../../shared/chains/subscription-chains.ts';
import { DEFAULT_ALLOWED_ROLES } from '../../shared/events/vocabulary.ts';
import { foldEvents, ingested, NOON, partner } from '../fixtures/fold-events.ts';

const rejected = foldEvents([ingested(0, {}, { customer: { country: 'DE' } })]).case;
const ask: Decision = {
  rule: 'license-request',
  chain: 'request-relationship',
  status: 'awaiting-approval',
  reason: null,
  path: null,
  earliestMoveDate: null,
};

/** Runs a chain for the only subscription of a case. `changes` replaces parts of the case and of the subscription. */
function run(
  decision: Decision,
  changes: {
    readonly case?: object;
    readonly subscription?: Partial<Subscription>;
    readonly mayAsk?: boolean;
  } = {},
) {
  const [known] = rejected.subscriptions.values();
  if (!known) throw new Error('no subscription');
  const subscription = { ...known, ...changes.subscription };
  const subscriptions = new Map([[subscription.id, subscription]]);
  const draft = createDraft({ ...rejected, ...changes.case }, subscriptions, new Set());
  const context: ChainContext = {
    draft,
    partner,
    now: NOON,
    settings: {
      invitationDays: 30,
      declineBlockDays: 30,
      reminderDays: [3],
      allowedRoles: DEFAULT_ALLOWED_ROLES,
    },
    cause: { key: 'event', at: new Date(NOON).toISOString(), mayAsk: changes.mayAsk ?? true },
    otherSubscriptions: 0,
  };
  runChain(context, subscription, decision);
  return draft;
}

describe('the chain request-relationship', () => {
  test('keeps the decision and asks the customer', () => {
    const draft = run(ask);
    expect(draft.case.invitation).toMatchObject({
      scope: 'delegated-admin',
      contactEmail: 'it@fabrikam.example',
    });
    expect(draft.subscriptions.get('sub-1')?.decision).toEqual(ask);
    expect(draft.decisions).toEqual([{ subscriptionId: 'sub-1', previousStatus: 'rejected', ...ask }]);
    expect(draft.written).toEqual(new Set(['sub-1']));
  });

  test.each([
    ['an unknown customer', { case: { customer: null } }],
    ['a subscription that nobody has reported', { subscription: { reported: null } }],
    ['an address that gets no more mail', { case: { suppressed: ['IT@fabrikam.example'] } }],
    ['a customer again because its invitation expired', { subscription: { decision: ask }, mayAsk: false }],
  ])('does not ask %s', (_, changes) => {
    expect(run({ ...ask, rule: 'azure-request' }, changes).case.invitation).toBeNull();
  });

  test('asks again when a term ends, although no event asks for it', () => {
    expect(run(ask, { mayAsk: false }).case.invitation?.status).toBe('open');
  });
});

describe('a decision', () => {
  const support = { ...ask, rule: 'license-supported', chain: 'support', status: 'supported' } as const;

  test('that is the same as before is not written again', () => {
    const draft = run(support, { subscription: { decision: support } });
    expect([draft.decisions, draft.written]).toEqual([[], new Set()]);
  });

  test.each([
    { rule: 'azure-ready' },
    { status: 'onboarded' },
    { reason: 'other' },
    { path: 'new-subscription' },
    { earliestMoveDate: '2027-01-01T00:00:00.000Z' },
  ] as const)('that differs by %j is written', (change) => {
    const draft = run({ ...support, ...change }, { subscription: { decision: support } });
    expect(draft.decisions).toMatchObject([{ ...change, previousStatus: 'supported' }]);
  });

  test('of any other chain asks nobody', () => {
    for (const chain of ['record', 'reject', 'ignore', 'defer', 'hold', 'support', 'await', 'prepare']) {
      const draft = run({ ...support, chain });
      expect([chain, draft.case.invitation, draft.written.size]).toEqual([chain, null, 1]);
    }
  });

  test('that names no chain of the contract fails', () => {
    for (const chain of ['unknown', 'toString'])
      expect(() => run({ ...support, chain })).toThrow(`Contract §3.1 has no chain ${chain}`);
  });
});
