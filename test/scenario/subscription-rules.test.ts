import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../shared/events/vocabulary.ts';
import { type DataIn, newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());

const nothingMore = { path: null, earliestMoveDate: null };
const inDays = (days: number) => new Date(s.stack.clock.now().getTime() + days * 86_400_000).toISOString();

/** Ingests one subscription of a new customer and tells what came of it. */
async function ingest(fields: {
  partner?: Partial<DataIn<'partner.registered'>>;
  customer?: Partial<TestCustomer>;
  subscription?: Partial<DataIn<'subscription.ingested'>['subscription']>;
  role?: Role;
}) {
  const { partnerId } = await s.registerPartner(fields.partner);
  const customer = newCustomer(partnerId, fields.customer);
  const event = s.events.ingested(customer, fields.subscription, {}, fields.role);
  await s.publishAndWait(event);
  const { id } = event.data.subscription;
  const file = await s.caseFile(customer);
  return {
    customer,
    id,
    verdict: await s.decisionOf(customer, id),
    relationship: file.relationship,
    timeline: file.timeline,
    mails: s.mails(customer.contactEmail).map(({ kind }) => kind),
    outcomes: await s.receiveOutcomes(customer.tenantId),
  };
}

/** A subscription that ends without asking anybody: one outcome, no mail, no invitation. */
function expectNobodyAsked(of: Awaited<ReturnType<typeof ingest>>, status: string, reason: string | null) {
  expect(of.mails).toEqual([]);
  expect(of.relationship).toMatchObject({ status: 'none', invitation: null });
  expect(of.outcomes.map(({ type, data }) => [type, data.status, data.reason, data.previousStatus])).toEqual([
    ['subscription.decided', status, reason, null],
  ]);
  expect(of.timeline[0]).toMatchObject({
    type: 'subscription.ingested',
    result: 'applied',
    reason,
    table: '1',
  });
}

describe('subscriptions that cannot be supported (contract 3.1)', () => {
  it('subscription-ended: the end counts in any order of the two events', async () => {
    const { partnerId } = await s.registerPartner();
    const customer = newCustomer(partnerId);
    const [early, late] = [inDays(-2), inDays(-1)];
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    await s.publishAndWait(s.events.ingested(customer, { id: first }, { time: early }));
    await s.publishAndWait(
      s.events.ended(customer, first, { time: late }),
      s.events.ended(customer, second, { time: late }),
      s.events.ended(customer, third, { time: early }),
    );
    await s.publishAndWait(
      s.events.ingested(customer, { id: second }, { time: early }),
      s.events.ingested(customer, { id: third }, { time: late }),
    );
    const ended = { rule: 'subscription-ended', status: 'ended', reason: null, ...nothingMore };
    expect(await s.decisionOf(customer, first)).toEqual(ended);
    expect(await s.decisionOf(customer, second)).toEqual(ended);
    expect(await s.decisionOf(customer, third)).toMatchObject({ rule: 'license-awaiting' });
    const decided = (await s.receiveOutcomes(customer.tenantId)).filter(
      ({ data }) => data.status === 'ended',
    );
    expect(decided.map(({ data }) => [data.subscriptionId, data.previousStatus]).sort()).toEqual(
      [
        [first, 'awaiting-approval'],
        [second, null],
      ].sort(),
    );
    const parked = (await s.caseFile(customer)).timeline.filter(({ result }) => result === 'parked');
    expect(parked.map(({ reason }) => reason)).toEqual(['unknown-subscription', 'unknown-subscription']);
  });

  it('unsupported-cloud: the partner is in the china or germany cloud', async () => {
    const china = await ingest({ partner: { cloud: 'china', country: 'CN' }, customer: { country: 'CN' } });
    const rejected = { rule: 'unsupported-cloud', status: 'rejected', reason: 'unsupported-cloud' };
    expect(china.verdict).toEqual({ ...rejected, ...nothingMore });
    expectNobodyAsked(china, 'rejected', 'unsupported-cloud');
    const germany = await ingest({
      partner: { cloud: 'germany', country: 'DE' },
      customer: { country: 'DE' },
    });
    expect(germany.verdict).toMatchObject(rejected);
  });

  it('role-not-permitted: three of six roles are permitted', async () => {
    for (const role of ['admin-agent', 'helpdesk-agent', 'billing-admin'] as const) {
      const of = await ingest({ role });
      const rejected = { rule: 'role-not-permitted', status: 'rejected', reason: 'role-not-permitted' };
      expect(of.verdict).toEqual({ ...rejected, ...nothingMore });
      expectNobodyAsked(of, 'rejected', 'role-not-permitted');
    }
    for (const role of ['global-admin', 'user-admin'] as const) {
      expect((await ingest({ role })).verdict.rule).toBe('license-request');
    }
  });

  it('csp-to-csp: the customer is a CSP partner', async () => {
    const of = await ingest({ customer: { isCspPartner: true } });
    const rejected = { rule: 'csp-to-csp', status: 'rejected', reason: 'csp-to-csp-resale' };
    expect(of.verdict).toEqual({ ...rejected, ...nothingMore });
    expectNobodyAsked(of, 'rejected', 'csp-to-csp-resale');
  });

  it('other-market: the customer is outside the partner’s market', async () => {
    const of = await ingest({ customer: { country: 'DE' } });
    const rejected = { rule: 'other-market', status: 'rejected', reason: 'other-market' };
    expect(of.verdict).toEqual({ ...rejected, ...nothingMore });
    expectNobodyAsked(of, 'rejected', 'other-market');
    const neighbour = await ingest({ partner: { country: 'FR' }, customer: { country: 'DE' } });
    expect(neighbour.verdict.rule).toBe('license-request');
  });

  it('own-subscription: the partner is the seller', async () => {
    const { partnerId } = await s.registerPartner();
    const customer = newCustomer(partnerId);
    const own = s.events.ingested(customer, { channel: 'csp', seller: { name: 'Contoso', partnerId } });
    const other = s.events.ingested(customer, { seller: { name: 'Northwind', partnerId: 'northwind' } });
    await s.publishAndWait(own);
    expect(await s.decisionOf(customer, own.data.subscription.id)).toEqual({
      rule: 'own-subscription',
      status: 'not-applicable',
      reason: 'own-subscription',
      ...nothingMore,
    });
    expect(s.mails(customer.contactEmail)).toEqual([]);
    await s.publishAndWait(other);
    expect(await s.decisionOf(customer, other.data.subscription.id)).toMatchObject({
      rule: 'license-request',
    });
  });

  it('license-locked: another partner’s term is not over', async () => {
    const termEndsAt = inDays(40);
    const locked = {
      rule: 'license-locked',
      status: 'deferred',
      reason: 'locked-until-term-end',
      path: null,
    };
    for (const channel of ['csp', 'syndication'] as const) {
      const of = await ingest({ subscription: { channel, termEndsAt } });
      expect(of.verdict).toEqual({ ...locked, earliestMoveDate: termEndsAt });
      expectNobodyAsked(of, 'deferred', 'locked-until-term-end');
    }
    const unknown = await ingest({ subscription: { channel: 'csp' } });
    expect(unknown.verdict).toEqual({ ...locked, earliestMoveDate: null });
    const over = await ingest({ subscription: { channel: 'csp', termEndsAt: inDays(-1) } });
    expect(over.verdict.rule).toBe('license-request');
  });
});

describe('licences (contract 3.1)', () => {
  it('license-request: the invitation asks for delegated-admin', async () => {
    const of = await ingest({});
    const asked = { rule: 'license-request', status: 'awaiting-approval', reason: null, ...nothingMore };
    expect(of.verdict).toEqual(asked);
    expect(of.mails).toEqual(['invitation']);
    const { invitation } = of.relationship;
    expect(of.relationship).toMatchObject({ status: 'invited', scope: 'delegated-admin' });
    expect(invitation).toMatchObject({
      status: 'open',
      scope: 'delegated-admin',
      reminders: 0,
      mail: 'sent',
    });
    const days = Date.parse(invitation?.expiresAt ?? '') - Date.parse(invitation?.openedAt ?? '');
    expect(days / 86_400_000).toBe(30);
    expect(of.outcomes.map(({ type }) => type).sort()).toEqual([
      'invitation.sent',
      'relationship.changed',
      'subscription.decided',
    ]);
    const changed = of.outcomes.find(({ type }) => type === 'relationship.changed');
    expect(changed?.data).toMatchObject({
      status: 'invited',
      previousStatus: 'none',
      scope: 'delegated-admin',
    });
    const ours = of.outcomes.every(
      ({ source, causationid }) =>
        source === `/multichannel-support/${of.customer.partnerId}` && causationid === of.timeline[0]?.id,
    );
    expect(ours).toBe(true);
  });

  it('license-request: a narrower open invitation is replaced, and its link stops working', async () => {
    const { customer } = await ingest({ subscription: { billing: 'usage-based' } });
    const narrow = s.invitationLink(customer.contactEmail);
    const licence = s.events.ingested(customer);
    await s.publishAndWait(licence);
    expect(await s.decisionOf(customer, licence.data.subscription.id)).toMatchObject({
      rule: 'license-request',
    });
    expect((await s.caseFile(customer)).relationship).toMatchObject({ scope: 'delegated-admin' });
    expect((await fetch(narrow)).status).toBe(410);
    expect((await fetch(s.invitationLink(customer.contactEmail))).status).toBe(200);
    expect(s.mails(customer.contactEmail)).toHaveLength(2);
  });

  it('license-awaiting: one open invitation covers the case', async () => {
    const { customer } = await ingest({});
    const next = s.events.ingested(customer, { name: 'Power BI Pro' });
    await s.publishAndWait(next);
    expect(await s.decisionOf(customer, next.data.subscription.id)).toEqual({
      rule: 'license-awaiting',
      status: 'awaiting-approval',
      reason: null,
      ...nothingMore,
    });
    expect(s.mails(customer.contactEmail)).toHaveLength(1);
    const types = (await s.receiveOutcomes(customer.tenantId)).map(({ type }) => type);
    expect(types).toEqual(['subscription.decided']);
  });

  it('license-supported: delegated-admin is active', async () => {
    const { partnerId } = await s.registerPartner();
    const customer = newCustomer(partnerId);
    await s.publishAndWait(s.events.approved(customer, { scope: 'delegated-admin' }));
    const licence = s.events.ingested(customer);
    await s.publishAndWait(licence);
    expect(await s.decisionOf(customer, licence.data.subscription.id)).toEqual({
      rule: 'license-supported',
      status: 'supported',
      reason: null,
      ...nothingMore,
    });
    expect(s.mails(customer.contactEmail)).toEqual([]);
  });

  it('relationship-blocked: declined blocks for 30 days, removed blocks until the partner asks again', async () => {
    const { customer, id } = await ingest({});
    await s.publishAndWait(s.events.declined(customer));
    const blocked = { rule: 'relationship-blocked', status: 'not-permitted', ...nothingMore };
    expect(await s.decisionOf(customer, id)).toEqual({ ...blocked, reason: 'declined' });
    const next = s.events.ingested(customer);
    await s.publishAndWait(next);
    expect(await s.decisionOf(customer, next.data.subscription.id)).toEqual({
      ...blocked,
      reason: 'declined',
    });
    expect(s.mails(customer.contactEmail)).toHaveLength(1);

    const other = await ingest({});
    await s.publishAndWait(
      s.events.approved(other.customer),
      s.events.removed(other.customer, { by: 'microsoft' }),
    );
    expect(await s.decisionOf(other.customer, other.id)).toEqual({ ...blocked, reason: 'removed' });
    const decided = (await s.receiveOutcomes(other.customer.tenantId)).filter(
      ({ data }) => data.subscriptionId,
    );
    expect(decided.at(-1)?.data).toMatchObject({ status: 'not-permitted', reason: 'removed' });

    await s.stack.clock.advance('P31D');
    const [afterDecline, afterRemoval] = [s.events.ingested(customer), s.events.ingested(other.customer)];
    await s.publishAndWait(afterDecline, afterRemoval);
    expect(await s.decisionOf(customer, afterDecline.data.subscription.id)).toMatchObject({
      status: 'awaiting-approval',
    });
    expect(await s.decisionOf(customer, id)).toMatchObject({ status: 'awaiting-approval' });
    expect(s.mails(customer.contactEmail).filter(({ kind }) => kind === 'invitation')).toHaveLength(2);
    expect(await s.decisionOf(other.customer, afterRemoval.data.subscription.id)).toMatchObject(blocked);
    await s.publishAndWait(s.events.requested(other.customer));
    expect(await s.decisionOf(other.customer, other.id)).toMatchObject({ rule: 'license-awaiting' });
  });

  it('license-locked: the next event after the term’s end decides again', async () => {
    const { customer, id } = await ingest({ subscription: { channel: 'csp', termEndsAt: inDays(10) } });
    await s.stack.clock.advance('P11D');
    await s.publishAndWait(s.events.ingested(customer, { billing: 'usage-based' }));
    expect(await s.decisionOf(customer, id)).toMatchObject({
      status: 'awaiting-approval',
      earliestMoveDate: null,
    });
  });
});
