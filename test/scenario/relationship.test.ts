import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataIn, newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { type Scenario, startScenario } from './harness.ts';
import { answer, textOf } from './page.ts';

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
  const { partnerId, notificationsEmail } = await s.partner(partner);
  const customer = newCustomer(partnerId);
  await s.tell(s.events.ingested(customer));
  await s.outcomes();
  return { customer, desk: notificationsEmail, link: s.link(customer.contactEmail) };
}

/** The moves of the relationship that outcomes told, in order. */
async function moves(customer: TestCustomer) {
  const outcomes = await s.outcomes(customer.tenantId);
  const changed = outcomes.filter(({ type }) => type === 'relationship.changed');
  return changed.map(({ data }) => [data.previousStatus, data.status, data.scope]);
}

describe('the customer answers by the link (contract 3.3)', () => {
  it('invited, approved by link: active; licences are supported, receipt and notice leave', async () => {
    const { customer, desk, link } = await invited();
    const page = await answer(link, 'approve');
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

  it('invited, approved by link, acceptance partner-center: consented, and Microsoft makes it active', async () => {
    const { customer, desk, link } = await invited({ acceptance: 'partner-center' });
    expect((await answer(link, 'approve')).status).toBe(200);
    await s.stack.idle();
    expect(await relationshipOf(customer)).toMatchObject({
      status: 'consented',
      invitation: { status: 'consented' },
    });
    expect(await statuses(customer)).toEqual(['awaiting-approval']);
    expect(s.mails(desk)).toEqual([]);
    const mails = s.mails(customer.contactEmail).length;
    await s.tell(s.events.ingested(customer));
    expect(s.mails(customer.contactEmail)).toHaveLength(mails);
    await s.tell(s.events.approved(customer, { via: 'partner-center' }));
    expect(await relationshipOf(customer)).toMatchObject({ status: 'active', scope: 'delegated-admin' });
    expect(await statuses(customer)).toEqual(['supported', 'supported']);
    expect(await moves(customer)).toEqual([
      ['invited', 'consented', 'delegated-admin'],
      ['consented', 'active', 'delegated-admin'],
    ]);
    expect(s.mails(desk).map(({ kind }) => kind)).toEqual(['notice']);
    expect((await fetch(link)).status).toBe(200);
  });

  it('invited, declined: declined, with the comment in the partner’s notice', async () => {
    const { customer, desk, link } = await invited();
    const page = await answer(link, 'decline', 'We stay.\r\nThank you.');
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

  it('asked again while invited: a new link, and the old one is 410', async () => {
    const { customer, link } = await invited();
    await s.tell(s.events.requested(customer, { contactEmail: 'cio@fabrikam.example' }));
    expect((await fetch(link)).status).toBe(410);
    const fresh = s.link('cio@fabrikam.example');
    expect(fresh).not.toBe(link);
    expect(await relationshipOf(customer)).toMatchObject({ status: 'invited' });
    await answer(fresh, 'approve');
    await s.stack.idle();
    expect(await relationshipOf(customer)).toMatchObject({ status: 'active' });
  });
});

describe('answers that cross another event', () => {
  it('an answer given to the old link before the new invitation opened still counts', async () => {
    const { customer, link } = await invited();
    const asked = s.events.requested(customer);
    await s.stack.pollers.pause();
    await answer(link, 'approve');
    const underWay = await s.takeOff('relationship-events');
    s.stack.pollers.resume();
    await s.tell(asked);
    expect(await relationshipOf(customer)).toMatchObject({ status: 'invited' });
    await s.send('relationship-events', ...underWay);
    await s.stack.idle();
    expect(await relationshipOf(customer)).toMatchObject({ status: 'active', scope: 'delegated-admin' });
    expect(await statuses(customer)).toEqual(['supported']);
    expect((await fetch(s.link(customer.contactEmail))).status).toBe(200);
  });

  it('yes and no at the same moment: one of them counts, once', async () => {
    const { customer, desk, link } = await invited();
    await s.stack.pollers.pause();
    const pages = await Promise.all([
      answer(link, 'approve'),
      answer(link, 'decline'),
      answer(link, 'approve'),
    ]);
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

describe('what others know (contract 3.3)', () => {
  it('none, approved upstream: active without an invitation', async () => {
    const { partnerId } = await s.partner();
    const customer = newCustomer(partnerId);
    await s.tell(s.events.approved(customer, { scope: 'delegated-admin' }));
    expect(await relationshipOf(customer)).toMatchObject({ status: 'active', invitation: null });
    expect(await moves(customer)).toEqual([['none', 'active', 'delegated-admin']]);
  });

  it('approved without a scope: the open invitation’s, else reseller-only (us-government: delegated-admin)', async () => {
    const { customer } = await invited();
    await s.tell(s.events.approved(customer));
    expect(await relationshipOf(customer)).toMatchObject({ status: 'active', scope: 'delegated-admin' });
    const { partnerId } = await s.partner({ cloud: 'us-government' });
    const government = newCustomer(partnerId);
    await s.tell(s.events.approved(government));
    expect(await relationshipOf(government)).toMatchObject({ status: 'active', scope: 'delegated-admin' });
  });

  it('approved for less than was asked: active, and the wider invitation goes on', async () => {
    const { customer, link } = await invited();
    await s.tell(s.events.approved(customer, { scope: 'reseller-only' }));
    const open = { status: 'open', scope: 'delegated-admin' };
    expect(await relationshipOf(customer)).toMatchObject({ scope: 'reseller-only', invitation: open });
    await answer(link, 'decline');
    await s.stack.idle();
    expect(await relationshipOf(customer)).toMatchObject({
      status: 'active',
      scope: 'reseller-only',
      invitation: { status: 'declined' },
    });
    expect(await statuses(customer)).toEqual(['not-permitted']);
  });

  it('active, removed: removed; delegated administration only: active with reseller-only', async () => {
    const { customer, desk } = await invited();
    await s.tell(s.events.approved(customer), s.events.ingested(customer, { billing: 'usage-based' }));
    await s.tell(s.events.removed(customer, { scope: 'delegated-admin' }));
    expect(await relationshipOf(customer)).toMatchObject({ status: 'active', scope: 'reseller-only' });
    expect((await statuses(customer)).sort()).toEqual(['not-permitted', 'ready-to-onboard']);
    await s.tell(s.events.removed(customer));
    expect(await relationshipOf(customer)).toMatchObject({ status: 'removed', scope: null });
    expect(await statuses(customer)).toEqual(['not-permitted', 'not-permitted']);
    expect(s.mails(desk).map(({ kind }) => kind)).toEqual(['notice', 'notice', 'notice']);
    await s.tell(s.events.approved(customer, { scope: 'delegated-admin' }));
    expect((await statuses(customer)).sort()).toEqual(['ready-to-onboard', 'supported']);
  });

  it('asked again after a refusal: invited, with a new link', async () => {
    const { customer, link } = await invited();
    await answer(link, 'decline');
    await s.stack.idle();
    await s.tell(s.events.requested(customer));
    expect(await relationshipOf(customer)).toMatchObject({
      status: 'invited',
      invitation: { status: 'open' },
    });
    expect(await statuses(customer)).toEqual(['awaiting-approval']);
    await answer(s.link(customer.contactEmail), 'approve');
    await s.stack.idle();
    expect(await statuses(customer)).toEqual(['supported']);
  });

  it('a refusal lapses with an Azure subscription while a licence waits: one mail, one move', async () => {
    const { customer } = await invited();
    await s.tell(s.events.declined(customer));
    await s.outcomes();
    await s.stack.clock.advance('P31D');
    await s.tell(s.events.ingested(customer, { billing: 'usage-based' }));
    expect(await relationshipOf(customer)).toMatchObject({
      status: 'invited',
      scope: 'delegated-admin',
      invitation: { scope: 'delegated-admin', status: 'open' },
    });
    expect(await statuses(customer)).toEqual(['awaiting-approval', 'awaiting-approval']);
    expect(s.mails(customer.contactEmail)).toHaveLength(2);
    expect(await moves(customer)).toEqual([['declined', 'invited', 'delegated-admin']]);
  });

  it('asked for before any customer is known: parked, and carried out by the first subscription', async () => {
    const { partnerId } = await s.partner();
    const customer = newCustomer(partnerId);
    await s.tell(s.events.requested(customer, { scope: 'delegated-admin' }));
    expect(await newest(customer)).toMatchObject({ result: 'parked', reason: 'unknown-customer' });
    await s.tell(s.events.ingested(customer, { billing: 'usage-based' }));
    expect(await relationshipOf(customer)).toMatchObject({ status: 'invited', scope: 'delegated-admin' });
    expect(s.mails(customer.contactEmail)).toHaveLength(1);
  });

  it('asked for what is held already: ignored, nobody is mailed', async () => {
    const { customer } = await invited();
    await s.tell(s.events.approved(customer), s.events.requested(customer, { scope: 'reseller-only' }));
    expect(await newest(customer)).toMatchObject({ result: 'ignored', reason: 'already-held' });
    expect(s.mails(customer.contactEmail)).toHaveLength(1);
  });
});

describe('events older than what they would change (contract 3.3)', () => {
  it('are kept as stale and change nothing', async () => {
    const { customer } = await invited();
    const [before, then] = [earlier(20), earlier(10)];
    await s.tell(s.events.approved(customer, {}, { time: then }));
    const active = await relationshipOf(customer);
    await s.tell(
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

  it('an approval that is older than a removal never brings the permission back', async () => {
    const { partnerId } = await s.partner();
    const customer = newCustomer(partnerId);
    await s.tell(s.events.removed(customer, {}, { time: earlier(10) }));
    await s.tell(s.events.approved(customer, {}, { time: earlier(20) }));
    expect(await relationshipOf(customer)).toMatchObject({ status: 'none' });
    expect(await newest(customer)).toMatchObject({ result: 'stale' });
  });

  it('a subscription that was told older than it is known stays as it is', async () => {
    const { partnerId } = await s.partner();
    const customer = newCustomer(partnerId);
    const licence = s.events.ingested(customer, { name: 'New name' });
    await s.tell(licence);
    const { id } = licence.data.subscription;
    const older = { ...customer, name: 'Old Inc.', contactEmail: 'old@fabrikam.example' };
    await s.tell(s.events.ingested(older, { id, name: 'Old name' }, { time: earlier(60) }));
    const file = await s.caseFile(customer);
    expect(file.subscriptions.map(({ name }) => name)).toEqual(['New name']);
    expect(file.customer.name).toBe('Fabrikam, Inc.');
    expect(file.timeline[0]).toMatchObject({ result: 'stale' });
  });
});
