import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataIn, newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { openPage, submitDecision, textOf } from './approval-page.ts';
import { stopStackFor } from './outage.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());

/** Longer than an invitation is valid. */
const PAST_EXPIRY = 'P31D';
const microsoft = { tenantId: '60d5c4bb-f78a-4200-a002-953d7cc1f5f8', mpnId: '4847383' };

interface Invited {
  readonly customer: TestCustomer;
  readonly desk: string;
  readonly link: string;
  readonly subscriptionId: string;
}

/** A customer with one subscription, a licence by default, that has an open invitation. */
async function invited(
  partner: Partial<DataIn<'partner.registered'>> = {},
  subscription: Partial<DataIn<'subscription.ingested'>['subscription']> = {},
): Promise<Invited> {
  const { partnerId, notificationsEmail } = await s.registerPartner(partner);
  const customer = newCustomer(partnerId);
  const event = s.events.ingested(customer, subscription);
  await s.publishAndWait(event);
  await s.receiveOutcomes();
  const link = s.invitationLink(customer.contactEmail);
  return { customer, desk: notificationsEmail, link, subscriptionId: event.data.subscription.id };
}

async function bounce({ customer }: Invited): Promise<void> {
  const mail = s.mails(customer.contactEmail).findLast(({ kind }) => kind === 'invitation');
  expect(await s.stack.feedback(mail?.id ?? '', 'bounce')).toBe(true);
  await s.stack.idle();
}

const relationshipOf = async ({ customer }: Invited) => (await s.caseFile(customer)).relationship;
const statusOf = async ({ customer, subscriptionId }: Invited) =>
  (await s.decisionOf(customer, subscriptionId)).status;
const noticesTo = (desk: string) => s.mails(desk).map(({ subject }) => subject);

/** The changes in the outcomes since the last call. */
async function moves({ customer }: Invited) {
  const outcomes = await s.receiveOutcomes(customer.tenantId);
  const changed = outcomes.filter(({ type }) => type === 'relationship.changed');
  return changed.map(({ data }) => `${data.previousStatus} → ${data.status} ${data.scope}`);
}

/** Expects an open invitation whose link, and no other before it, can be answered. */
async function expectInvited(of: Invited, from: string, to = of.customer.contactEmail) {
  const { status, invitation } = await relationshipOf(of);
  expect([status, invitation?.status, invitation?.mail]).toEqual(['invited', 'open', 'sent']);
  expect(await moves(of)).toEqual([`${from} → invited delegated-admin`]);
  const fresh = s.invitationLink(to);
  expect(fresh).not.toBe(of.link);
  expect((await openPage(fresh)).decisions).toEqual(['approve', 'decline']);
  expect((await openPage(of.link)).decisions).toEqual([]);
  expect(await statusOf(of)).toBe('awaiting-approval');
}

describe('an invitation opens (contract 3.3)', () => {
  it('3.3 none → invited: the customer is mailed a link', async () => {
    const { partnerId } = await s.registerPartner();
    const customer = newCustomer(partnerId);
    const licence = s.events.ingested(customer);
    await s.receiveOutcomes();
    await s.publishAndWait(licence);
    const of = { customer, desk: '', link: '', subscriptionId: licence.data.subscription.id };
    await expectInvited({ ...of, link: `${s.stack.api}/invitations/none` }, 'none');
  });

  it('3.3 declined → invited: the partner asks again', async () => {
    const of = await invited();
    await submitDecision(of.link, 'decline');
    await s.stack.idle();
    await s.receiveOutcomes();
    await s.publishAndWait(s.events.requested(of.customer));
    await expectInvited(of, 'declined');
  });

  it('3.3 expired → invited: the partner asks again, or the next subscription is ingested', async () => {
    const [asked, next] = [await invited(), await invited()];
    await stopStackFor(s, PAST_EXPIRY);
    expect((await relationshipOf(asked)).status).toBe('expired');
    await s.receiveOutcomes();
    await s.publishAndWait(s.events.requested(asked.customer));
    await expectInvited(asked, 'expired');
    await s.publishAndWait(s.events.ingested(next.customer, { name: 'Power BI Pro' }));
    await expectInvited(next, 'expired');
  });

  it('3.3 removed → invited: only when the partner asks again', async () => {
    const of = await invited();
    await s.publishAndWait(s.events.approved(of.customer));
    await s.publishAndWait(s.events.removed(of.customer));
    await s.receiveOutcomes();
    await s.publishAndWait(s.events.ingested(of.customer));
    expect([(await relationshipOf(of)).status, await moves(of)]).toEqual(['removed', []]);
    await s.publishAndWait(s.events.requested(of.customer));
    await expectInvited(of, 'removed');
  });

  it('3.3 undeliverable → invited: another address is given', async () => {
    const of = await invited();
    await bounce(of);
    await s.receiveOutcomes();
    const another = `cio-${of.customer.contactEmail}`;
    await s.publishAndWait(s.events.requested(of.customer, { contactEmail: another }));
    await expectInvited(of, 'undeliverable', another);
    expect((await fetch(of.link)).status).toBe(410);
  });
});

describe('the customer answers (contract 3.3)', () => {
  it('3.3 invited → active: the customer approves by the link', async () => {
    const of = await invited();
    expect((await submitDecision(of.link, 'approve')).status).toBe(200);
    await s.stack.idle();
    expect(await relationshipOf(of)).toMatchObject({ status: 'active', scope: 'delegated-admin' });
    expect(await moves(of)).toEqual(['invited → active delegated-admin']);
    expect(await statusOf(of)).toBe('supported');
    expect(noticesTo(of.desk)).toEqual(['Fabrikam, Inc. approved your request']);
  });

  it('3.3 invited → consented: the page and the receipt have Microsoft’s link', async () => {
    const home = 'https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship';
    const ids = `partnerId=${microsoft.tenantId}&msppId=${microsoft.mpnId}`;
    const fragment = '#/BillingAccounts/partner-invitation';
    const office = 'https://portal.office.com/partner/partnersignup.aspx?type=ResellerRelationship';
    const government = `${office}&id=${microsoft.tenantId}&csp=1&msppid=${microsoft.mpnId}`;
    const azure = { billing: 'usage-based' } as const;
    const shapes = [
      [{}, {}, `${home}&${ids}&DAP=true${fragment}`],
      [{}, azure, `${home}&${ids}&DAP=false${fragment}`],
      [{ cloud: 'us-government' }, azure, government],
    ] as const;
    for (const [partner, subscription, exactly] of shapes) {
      const of = await invited({ ...partner, acceptance: 'partner-center', microsoft }, subscription);
      const page = await submitDecision(of.link, 'approve');
      expect([page.status, hrefsOf(page.html)]).toEqual([200, expect.arrayContaining([exactly])]);
      await s.stack.idle();
      expect(await relationshipOf(of)).toMatchObject({
        status: 'consented',
        invitation: { status: 'consented' },
      });
      expect(hrefsOf((await openPage(of.link)).html)).toContain(exactly);
      const receipt = s.mails(of.customer.contactEmail).find(({ kind }) => kind === 'receipt');
      expect(receipt?.text.split(/\s+/)).toContain(exactly);
      expect(hrefsOf(receipt?.html ?? '')).toContain(exactly);
      // The partner hears of it when Microsoft has accepted.
      expect([noticesTo(of.desk), await statusOf(of)]).toEqual([[], 'awaiting-approval']);
      await s.publishAndWait(s.events.approved(of.customer, { via: 'partner-center' }));
      expect(await relationshipOf(of)).toMatchObject({ status: 'active', scope: expect.any(String) });
      expect(noticesTo(of.desk)).toEqual(['Fabrikam, Inc. approved your request']);
      const scope = subscription === azure && !('cloud' in partner) ? 'reseller-only' : 'delegated-admin';
      expect(await moves(of)).toEqual([`invited → consented ${scope}`, `consented → active ${scope}`]);
      expect(await statusOf(of)).toBe(subscription === azure ? 'ready-to-onboard' : 'supported');
    }
  });

  it('3.3 invited → declined: no invitation is sent while the refusal blocks', async () => {
    const of = await invited();
    expect(textOf((await submitDecision(of.link, 'decline', 'Not this year.')).html)).toContain(
      'You declined',
    );
    await s.stack.idle();
    expect(await relationshipOf(of)).toMatchObject({ status: 'declined', scope: null });
    expect(await moves(of)).toEqual(['invited → declined null']);
    expect(await statusOf(of)).toBe('not-permitted');
    expect(s.mails(of.desk)[0]?.text).toContain('Not this year.');
  });
});

/** Where the links of a page or mail lead. */
function hrefsOf(html: string): string[] {
  return [...html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => textOf(href));
}

describe('the relationship changes without the customer’s answer (contract 3.3)', () => {
  it('3.3 any but active → active: no invitation is needed', async () => {
    const { partnerId, notificationsEmail: desk } = await s.registerPartner();
    const none = { customer: newCustomer(partnerId), desk, link: '', subscriptionId: '' };
    const before: Record<string, Invited> = { none, invited: await invited() };
    const expired = await invited();
    await stopStackFor(s, PAST_EXPIRY);
    before.expired = expired;
    before.invited = await invited();
    const consented = await invited({ acceptance: 'partner-center' });
    await submitDecision(consented.link, 'approve');
    const declined = await invited();
    await s.publishAndWait(s.events.declined(declined.customer));
    const removed = await invited();
    await s.publishAndWait(s.events.approved(removed.customer));
    await s.publishAndWait(s.events.removed(removed.customer));
    const undeliverable = await invited();
    await bounce(undeliverable);
    Object.assign(before, { consented, declined, removed, undeliverable });
    await s.receiveOutcomes();
    for (const [index, [status, of]] of Object.entries(before).entries()) {
      if (of !== none) expect((await relationshipOf(of)).status).toBe(status);
      const via = index % 2 === 0 ? 'upstream' : 'partner-center';
      await s.publishAndWait(s.events.approved(of.customer, { via, scope: 'delegated-admin' }));
      expect(await moves(of)).toEqual([`${status} → active delegated-admin`]);
      if (of !== none) expect([status, await statusOf(of)]).toEqual([status, 'supported']);
    }
  });

  it('3.3 invited → expired: the partner gets a notice, the link is answered with 410, and a later approval has no effect', async () => {
    const of = await invited();
    await stopStackFor(s, PAST_EXPIRY);
    expect(await relationshipOf(of)).toMatchObject({
      status: 'expired',
      scope: null,
      invitation: { status: 'expired' },
    });
    expect(await moves(of)).toEqual(['invited → expired null']);
    expect(noticesTo(of.desk)).toHaveLength(1);
    expect((await fetch(of.link)).status).toBe(410);
    // An expiry is no reason to ask again (decision 0010): the licence waits for the next that is.
    expect(s.mails(of.customer.contactEmail).filter(({ kind }) => kind === 'invitation')).toHaveLength(1);
  });

  it('3.3 consented → expired: Microsoft’s acceptance is missing', async () => {
    const of = await invited({ acceptance: 'partner-center', microsoft });
    await submitDecision(of.link, 'approve');
    await stopStackFor(s, PAST_EXPIRY);
    expect(await relationshipOf(of)).toMatchObject({ status: 'expired', invitation: { status: 'expired' } });
    expect((await moves(of)).at(-1)).toBe('consented → expired null');
    await s.publishAndWait(
      s.events.approved(of.customer, { via: 'partner-center', scope: 'delegated-admin' }),
    );
    expect(await statusOf(of)).toBe('supported');
  });

  it('3.3 invited → undeliverable: a permanent bounce, or a complaint', async () => {
    for (const type of ['bounce', 'complaint'] as const) {
      const of = await invited();
      await s.stack.feedback(s.mails(of.customer.contactEmail)[0]?.id ?? '', type);
      await s.stack.idle();
      expect(await relationshipOf(of)).toMatchObject({ status: 'undeliverable', scope: null });
      expect(await moves(of)).toEqual(['invited → undeliverable null']);
      expect(noticesTo(of.desk)).toHaveLength(1);
      expect(await s.decisionOf(of.customer, of.subscriptionId)).toMatchObject({ reason: 'undeliverable' });
    }
  });

  it('3.3 active → removed: completely, or only delegated-admin', async () => {
    const of = await invited();
    await s.publishAndWait(s.events.approved(of.customer, { scope: 'delegated-admin' }));
    await s.receiveOutcomes();
    await s.publishAndWait(s.events.removed(of.customer, { scope: 'delegated-admin', by: 'microsoft' }));
    expect(await moves(of)).toEqual(['active → active reseller-only']);
    expect(await statusOf(of)).toBe('not-permitted');
    await s.publishAndWait(s.events.removed(of.customer, { scope: 'all', by: 'customer' }));
    expect(await moves(of)).toEqual(['active → removed null']);
    expect(noticesTo(of.desk)).toHaveLength(3);
    const government = await invited({ cloud: 'us-government' });
    await s.publishAndWait(s.events.approved(government.customer));
    await s.publishAndWait(s.events.removed(government.customer, { scope: 'delegated-admin' }));
    expect(await relationshipOf(government)).toMatchObject({ status: 'removed', scope: null });
  });
});
