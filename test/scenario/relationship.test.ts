import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DataIn, newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { openPage, postForm, submitDecision, textOf } from './approval-page.ts';
import { stopStackFor } from './outage.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());

const relationshipOf = async (customer: TestCustomer) => (await s.caseFile(customer)).relationship;
const newest = async (customer: TestCustomer) => (await s.caseFile(customer)).timeline[0];
const statuses = async (customer: TestCustomer) =>
  (await s.caseFile(customer)).subscriptions.map(({ status }) => status);
const earlier = (seconds: number) => new Date(s.stack.clock.now().getTime() - seconds * 1000).toISOString();

/** A customer with one licence that waits for its approval. */
async function invited(partner: Partial<DataIn<'partner.registered'>> = {}) {
  const { partnerId, notificationsEmail } = await s.registerPartner(partner);
  const customer = newCustomer(partnerId);
  await s.publishAndWait(s.events.ingested(customer));
  await s.receiveOutcomes();
  return { customer, desk: notificationsEmail, link: s.invitationLink(customer.contactEmail) };
}

/** The changes of the relationship in the outcomes, in order. */
async function moves(customer: TestCustomer) {
  const outcomes = await s.receiveOutcomes(customer.tenantId);
  const changed = outcomes.filter(({ type }) => type === 'relationship.changed');
  return changed.map(({ data }) => [data.previousStatus, data.status, data.scope]);
}

describe('the customer answers by the link (contract 3.3)', () => {
  it('an approval makes the relationship active and licences supported, and sends receipt and notice', async () => {
    const { customer, desk, link } = await invited();
    const page = await submitDecision(link, 'approve');
    expect(page.status).toBe(200);
    expect(textOf(page.html)).toContain('Thank you, your approval is recorded');
    await s.stack.idle();
    expect(await relationshipOf(customer)).toMatchObject({
      status: 'active',
      scope: 'delegated-admin',
      invitation: { status: 'approved' },
    });
    expect(await statuses(customer)).toEqual(['supported']);
    expect(await moves(customer)).toEqual([['invited', 'active', 'delegated-admin']]);
    expect(s.mails(customer.contactEmail).map(({ kind }) => kind)).toEqual(['invitation', 'receipt']);
    expect(s.mails(desk).map(({ kind, subject }) => [kind, subject])).toEqual([
      ['notice', 'Fabrikam, Inc. approved your request'],
    ]);
    expect(await newest(customer)).toMatchObject({ type: 'relationship.approved', result: 'applied' });
  });

  it('with acceptance partner-center an approval means consented, and Microsoft’s approval means active', async () => {
    const { customer, desk, link } = await invited({ acceptance: 'partner-center' });
    expect((await submitDecision(link, 'approve')).status).toBe(200);
    await s.stack.idle();
    expect(await relationshipOf(customer)).toMatchObject({
      status: 'consented',
      invitation: { status: 'consented' },
    });
    expect(await statuses(customer)).toEqual(['awaiting-approval']);
    expect(s.mails(desk)).toEqual([]);
    const mails = s.mails(customer.contactEmail).length;
    await s.publishAndWait(s.events.ingested(customer));
    expect(s.mails(customer.contactEmail)).toHaveLength(mails);
    await s.publishAndWait(s.events.approved(customer, { via: 'partner-center' }));
    expect(await relationshipOf(customer)).toMatchObject({ status: 'active', scope: 'delegated-admin' });
    expect(await statuses(customer)).toEqual(['supported', 'supported']);
    expect(await moves(customer)).toEqual([
      ['invited', 'consented', 'delegated-admin'],
      ['consented', 'active', 'delegated-admin'],
    ]);
    expect(s.mails(desk).map(({ kind }) => kind)).toEqual(['notice']);
    expect((await fetch(link)).status).toBe(200);
  });

  it('a refusal means declined, with the comment in the partner’s notice', async () => {
    const { customer, desk, link } = await invited();
    const page = await submitDecision(link, 'decline', 'We stay.\r\nThank you.');
    expect(textOf(page.html)).toContain('You declined');
    await s.stack.idle();
    expect(await relationshipOf(customer)).toMatchObject({
      status: 'declined',
      scope: null,
      invitation: { status: 'declined', comment: 'We stay.\nThank you.' },
    });
    expect(await statuses(customer)).toEqual(['not-permitted']);
    expect(await moves(customer)).toEqual([['invited', 'declined', null]]);
    expect(s.mails(customer.contactEmail).map(({ kind }) => kind)).toEqual(['invitation', 'receipt']);
    expect(s.mails(desk)[0]?.text).toContain('We stay.');
    expect((await fetch(link)).status).toBe(200);
  });

  it('a second request gives a new link, and the old one is answered with 410', async () => {
    const { customer, link } = await invited();
    await s.publishAndWait(s.events.requested(customer, { contactEmail: 'cio@fabrikam.example' }));
    expect((await fetch(link)).status).toBe(410);
    const fresh = s.invitationLink('cio@fabrikam.example');
    expect(fresh).not.toBe(link);
    expect(await relationshipOf(customer)).toMatchObject({ status: 'invited' });
    await submitDecision(fresh, 'approve');
    await s.stack.idle();
    expect(await relationshipOf(customer)).toMatchObject({ status: 'active' });
  });
});

describe('answers that cross another event (contract 3.3)', () => {
  it('an answer given to the old link before the new invitation opened still counts', async () => {
    const { customer, link } = await invited();
    const asked = s.events.requested(customer);
    await s.stack.pollers.pause();
    await submitDecision(link, 'approve');
    const underWay = await s.receiveAll('relationship-events');
    s.stack.pollers.resume();
    await s.publishAndWait(asked);
    expect(await relationshipOf(customer)).toMatchObject({ status: 'invited' });
    await s.send('relationship-events', ...underWay);
    await s.stack.idle();
    expect(await relationshipOf(customer)).toMatchObject({ status: 'active', scope: 'delegated-admin' });
    expect(await statuses(customer)).toEqual(['supported']);
    expect((await fetch(s.invitationLink(customer.contactEmail))).status).toBe(200);
  });

  it('of an approval and a refusal at the same moment exactly one counts, once', async () => {
    const { customer, desk, link } = await invited();
    const { hidden } = await openPage(link);
    await s.stack.pollers.pause();
    const pages = await Promise.all(
      ['approve', 'decline', 'approve'].map((decision) => postForm(link, { ...hidden, decision })),
    );
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
    s.stack.pollers.resume();
    await s.stack.idle();
    const file = await s.caseFile(customer);
    const results = file.timeline
      .filter(({ type }) => type !== 'subscription.ingested')
      .map(({ result }) => result);
    expect(results.sort()).toEqual(['applied', 'ignored']);
    expect(await moves(customer)).toHaveLength(1);
    expect(s.mails(desk)).toHaveLength(1);
  });
});

describe('the relationship changes by events (contract 3.3)', () => {
  it('an upstream approval means active without an invitation', async () => {
    const { partnerId } = await s.registerPartner();
    const customer = newCustomer(partnerId);
    await s.publishAndWait(s.events.approved(customer, { scope: 'delegated-admin' }));
    expect(await relationshipOf(customer)).toMatchObject({ status: 'active', invitation: null });
    expect(await moves(customer)).toEqual([['none', 'active', 'delegated-admin']]);
  });

  it('an approval without a scope has the open invitation’s scope, else reseller-only (us-government: delegated-admin)', async () => {
    const { customer } = await invited();
    await s.publishAndWait(s.events.approved(customer));
    expect(await relationshipOf(customer)).toMatchObject({ status: 'active', scope: 'delegated-admin' });
    const { partnerId } = await s.registerPartner({ cloud: 'us-government' });
    const government = newCustomer(partnerId);
    await s.publishAndWait(s.events.approved(government));
    expect(await relationshipOf(government)).toMatchObject({ status: 'active', scope: 'delegated-admin' });
  });

  it('an approval narrower than requested means active, and the wider invitation stays open', async () => {
    const { customer, link } = await invited();
    await s.publishAndWait(s.events.approved(customer, { scope: 'reseller-only' }));
    const open = { status: 'open', scope: 'delegated-admin' };
    expect(await relationshipOf(customer)).toMatchObject({ scope: 'reseller-only', invitation: open });
    await submitDecision(link, 'decline');
    await s.stack.idle();
    expect(await relationshipOf(customer)).toMatchObject({
      status: 'active',
      scope: 'reseller-only',
      invitation: { status: 'declined' },
    });
    expect(await statuses(customer)).toEqual(['not-permitted']);
  });

  it('a removal means removed; a removal of delegated-admin leaves active with reseller-only', async () => {
    const { customer, desk } = await invited();
    await s.publishAndWait(
      s.events.approved(customer),
      s.events.ingested(customer, { billing: 'usage-based' }),
    );
    await s.publishAndWait(s.events.removed(customer, { scope: 'delegated-admin' }));
    expect(await relationshipOf(customer)).toMatchObject({ status: 'active', scope: 'reseller-only' });
    expect((await statuses(customer)).sort()).toEqual(['not-permitted', 'ready-to-onboard']);
    await s.publishAndWait(s.events.removed(customer));
    expect(await relationshipOf(customer)).toMatchObject({ status: 'removed', scope: null });
    expect(await statuses(customer)).toEqual(['not-permitted', 'not-permitted']);
    expect(s.mails(desk).map(({ kind }) => kind)).toEqual(['notice', 'notice', 'notice']);
    await s.publishAndWait(s.events.approved(customer, { scope: 'delegated-admin' }));
    expect((await statuses(customer)).sort()).toEqual(['ready-to-onboard', 'supported']);
  });

  it('a request after a refusal means invited with a new link', async () => {
    const { customer, link } = await invited();
    await submitDecision(link, 'decline');
    await s.stack.idle();
    await s.publishAndWait(s.events.requested(customer));
    expect(await relationshipOf(customer)).toMatchObject({
      status: 'invited',
      invitation: { status: 'open' },
    });
    expect(await statuses(customer)).toEqual(['awaiting-approval']);
    await submitDecision(s.invitationLink(customer.contactEmail), 'approve');
    await s.stack.idle();
    expect(await statuses(customer)).toEqual(['supported']);
  });

  it('the end of a refusal’s block with a waiting licence and Azure sends one mail and one relationship.changed', async () => {
    const { customer } = await invited();
    await s.publishAndWait(s.events.declined(customer));
    await s.receiveOutcomes();
    await s.stack.clock.advance('P31D');
    await s.publishAndWait(s.events.ingested(customer, { billing: 'usage-based' }));
    expect(await relationshipOf(customer)).toMatchObject({
      status: 'invited',
      scope: 'delegated-admin',
      invitation: { scope: 'delegated-admin', status: 'open' },
    });
    expect(await statuses(customer)).toEqual(['awaiting-approval', 'awaiting-approval']);
    expect(s.mails(customer.contactEmail)).toHaveLength(2);
    expect(await moves(customer)).toEqual([['declined', 'invited', 'delegated-admin']]);
  });

  it('a request before any customer is known is parked and applied with the first subscription', async () => {
    const { partnerId } = await s.registerPartner();
    const customer = newCustomer(partnerId);
    await s.publishAndWait(s.events.requested(customer, { scope: 'delegated-admin' }));
    expect(await newest(customer)).toMatchObject({ result: 'parked', reason: 'unknown-customer' });
    await s.publishAndWait(s.events.ingested(customer, { billing: 'usage-based' }));
    expect(await relationshipOf(customer)).toMatchObject({ status: 'invited', scope: 'delegated-admin' });
    expect(s.mails(customer.contactEmail)).toHaveLength(1);
  });

  it('a request for a scope that is already active is ignored, and no mail is sent', async () => {
    const { customer } = await invited();
    await s.publishAndWait(
      s.events.approved(customer),
      s.events.requested(customer, { scope: 'reseller-only' }),
    );
    expect(await newest(customer)).toMatchObject({ result: 'ignored', reason: 'already-held' });
    expect(s.mails(customer.contactEmail)).toHaveLength(1);
  });
});

describe('stale events (contract 3.3)', () => {
  it('are kept in the timeline and change nothing', async () => {
    const { customer } = await invited();
    const [before, then] = [earlier(20), earlier(10)];
    await s.publishAndWait(s.events.approved(customer, {}, { time: then }));
    const active = await relationshipOf(customer);
    await s.publishAndWait(
      s.events.removed(customer, {}, { time: before }),
      s.events.declined(customer, {}, { time: before }),
      s.events.approved(customer, { scope: 'reseller-only' }, { time: before }),
      s.events.requested(customer, {}, { time: before }),
    );
    expect(await relationshipOf(customer)).toEqual(active);
    const stale = (await s.caseFile(customer)).timeline.filter(({ result }) => result === 'stale');
    expect(stale.map(({ type }) => type).sort()).toEqual([
      'relationship.approved',
      'relationship.declined',
      'relationship.removed',
      'relationship.requested',
    ]);
    expect(await statuses(customer)).toEqual(['supported']);
  });

  it('an approval older than a removal does not restore the permission', async () => {
    const { partnerId } = await s.registerPartner();
    const customer = newCustomer(partnerId);
    await s.publishAndWait(s.events.removed(customer, {}, { time: earlier(10) }));
    await s.publishAndWait(s.events.approved(customer, {}, { time: earlier(20) }));
    expect(await relationshipOf(customer)).toMatchObject({ status: 'none' });
    expect(await newest(customer)).toMatchObject({ result: 'stale' });
  });

  it('an older ingested event does not change the subscription', async () => {
    const { partnerId } = await s.registerPartner();
    const customer = newCustomer(partnerId);
    const licence = s.events.ingested(customer, { name: 'New name' });
    await s.publishAndWait(licence);
    const { id } = licence.data.subscription;
    const older = { ...customer, name: 'Old Inc.', contactEmail: 'old@fabrikam.example' };
    await s.publishAndWait(s.events.ingested(older, { id, name: 'Old name' }, { time: earlier(60) }));
    const file = await s.caseFile(customer);
    expect(file.subscriptions.map(({ name }) => name)).toEqual(['New name']);
    expect(file.customer.name).toBe('Fabrikam, Inc.');
    expect(file.timeline[0]).toMatchObject({ result: 'stale' });
  });
});

describe('an invitation for a wider scope beside an active relationship (contract 3.3)', () => {
  let customer: TestCustomer;
  let licence: string;
  let azure: string;

  /** A customer that lets itself be resold to, and is asked for delegated administration because of a licence. */
  beforeEach(async () => {
    const { partnerId } = await s.registerPartner();
    customer = newCustomer(partnerId);
    const [first, second] = [
      s.events.ingested(customer, { billing: 'usage-based' }),
      s.events.ingested(customer),
    ];
    await s.publishAndWait(s.events.approved(customer, { scope: 'reseller-only' }));
    await s.publishAndWait(first);
    await s.publishAndWait(s.events.onboarding(customer, first.data.subscription.id));
    await s.receiveOutcomes();
    await s.publishAndWait(second);
    [azure, licence] = [first.data.subscription.id, second.data.subscription.id];
    expect(await held()).toEqual(['active', 'reseller-only', 'open']);
  });

  async function held() {
    const { status, scope, invitation } = (await s.caseFile(customer)).relationship;
    return [status, scope, invitation?.status];
  }

  /** Expects that the end of the wider invitation left everything that was held, and only the licence without permission. */
  async function expectHeld(end: string, licenceNow: { status: string; reason: string | null }) {
    expect(await held()).toEqual(['active', 'reseller-only', end]);
    expect(await s.decisionOf(customer, licence)).toMatchObject(licenceNow);
    expect(await s.decisionOf(customer, azure)).toMatchObject({ status: 'onboarding' });
    const types = (await s.receiveOutcomes(customer.tenantId)).map(({ type }) => type);
    expect(types).not.toContain('relationship.changed');
    expect(types).not.toContain('azure-onboarding.failed');
  }

  it('an approval widens the active scope', async () => {
    await submitDecision(s.invitationLink(customer.contactEmail), 'approve');
    await s.stack.idle();
    expect(await held()).toEqual(['active', 'delegated-admin', 'approved']);
    expect(await s.decisionOf(customer, licence)).toMatchObject({ status: 'supported' });
    expect(await s.decisionOf(customer, azure)).toMatchObject({ status: 'onboarding' });
    const changed = (await s.receiveOutcomes(customer.tenantId)).filter(
      ({ type }) => type === 'relationship.changed',
    );
    expect(changed.map(({ data }) => data)).toMatchObject([
      { status: 'active', previousStatus: 'active', scope: 'delegated-admin' },
    ]);
  });

  it('a refusal leaves the active scope', async () => {
    await submitDecision(s.invitationLink(customer.contactEmail), 'decline');
    await s.stack.idle();
    await expectHeld('declined', { status: 'not-permitted', reason: 'declined' });
  });

  it('an expiry leaves the active scope', async () => {
    await stopStackFor(s, 'P31D');
    await expectHeld('expired', { status: 'awaiting-approval', reason: null });
  });

  it('a bounce leaves the active scope', async () => {
    await s.stack.feedback(s.mails(customer.contactEmail).at(-1)?.id ?? '', 'bounce');
    await s.stack.idle();
    await expectHeld('undeliverable', { status: 'not-permitted', reason: 'undeliverable' });
  });

  it('a complete removal ends the invitation', async () => {
    const link = s.invitationLink(customer.contactEmail);
    await s.publishAndWait(s.events.removed(customer));
    expect(await held()).toEqual(['removed', null, 'replaced']);
    expect((await fetch(link)).status).toBe(410);
    expect(await s.decisionOf(customer, licence)).toMatchObject({
      status: 'not-permitted',
      reason: 'removed',
    });
    expect(await s.decisionOf(customer, azure)).toMatchObject({ status: 'not-permitted', reason: 'removed' });
  });
});
