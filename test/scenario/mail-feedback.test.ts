import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sesEvent } from '../../infra/local/ses/event-publishing.ts';
import { type DataIn, newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { openPage, submitDecision } from './approval-page.ts';
import { azureScenario } from './azure-scenario.ts';
import { stopStackFor } from './outage.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());

type Invited = TestCustomer & { readonly desk: string; readonly id: string };

/** A customer whose licence waits for its approval. */
async function invited(partner: Partial<DataIn<'partner.registered'>> = {}): Promise<Invited> {
  const { partnerId, notificationsEmail: desk } = await s.registerPartner(partner);
  const customer = newCustomer(partnerId);
  const licence = s.events.ingested(customer);
  await s.publishAndWait(licence);
  await s.receiveOutcomes();
  return { ...customer, desk, id: licence.data.subscription.id };
}

/** The newest mail of a kind to an address. */
function mailOf(to: string, kind: string) {
  const mail = s.mails(to).findLast((one) => one.kind === kind);
  if (!mail) throw new Error(`${to} got no ${kind}`);
  return mail;
}

/** Plays SES's answer to the newest mail of a kind to an address. */
async function play(type: 'bounce' | 'complaint' | 'delivery', to: string, kind = 'invitation') {
  expect(await s.stack.feedback(mailOf(to, kind).id, type)).toBe(true);
  await s.stack.idle();
}

const kinds = (to: string) => s.mails(to).map(({ kind }) => kind);
const relationshipOf = async (of: TestCustomer) => (await s.caseFile(of)).relationship;
const outcomesOf = async (of: TestCustomer) =>
  (await s.receiveOutcomes(of.tenantId)).map(({ type, data }) => [type, data.status ?? data.reason]).sort();

describe('a mail that is delivered, or may be delivered later', () => {
  it('a transient bounce changes nothing; a later delivery is shown in the case file', async () => {
    const customer = await invited();
    const before = [await s.tableItems(), await s.caseFile(customer)];
    const mail = mailOf(customer.contactEmail, 'invitation');
    const permanent = sesEvent(mail, 'bounce', s.stack.clock.now());
    for (const bounceType of ['Transient', 'Undetermined']) {
      const bounce = { ...Object(permanent.bounce), bounceType, bounceSubType: 'MailboxFull' };
      await s.send('mail-feedback', JSON.stringify({ ...permanent, bounce }));
    }
    await s.stack.idle();
    expect([await s.tableItems(), await s.caseFile(customer)]).toEqual(before);
    expect(await outcomesOf(customer)).toEqual([]);
    await play('delivery', customer.contactEmail);
    const { invitation, ...relationship } = await relationshipOf(customer);
    expect([relationship.status, invitation?.status, invitation?.mail]).toEqual([
      'invited',
      'open',
      'delivered',
    ]);
    const file = await s.caseFile(customer);
    expect(file.timeline).toHaveLength(1);
    expect(file.mails.map(({ kind, status }) => [kind, status])).toEqual([['invitation', 'delivered']]);
    expect((await openPage(s.invitationLink(customer.contactEmail))).decisions).toEqual([
      'approve',
      'decline',
    ]);
    expect(await s.deadLetters('mail-feedback')).toEqual([]);
  });
});

describe('a mail to the partner that fails', () => {
  it('a notice that bounces is told by an outcome, the case file and an alarm, and nothing else changes', async () => {
    const customer = await invited();
    await submitDecision(s.invitationLink(customer.contactEmail), 'approve');
    await s.stack.idle();
    await s.receiveOutcomes();
    const before = await s.caseFile(customer);
    await play('bounce', customer.desk, 'notice');
    const [outcome, ...others] = await s.receiveOutcomes(customer.tenantId);
    expect(others).toEqual([]);
    const mailId = mailOf(customer.desk, 'notice').id;
    expect(outcome).toMatchObject({
      type: 'mail.failed',
      data: { mailId, kind: 'notice', recipient: 'partner', why: 'bounced' },
    });
    const after = await s.caseFile(customer);
    expect(after.timeline[0]).toMatchObject({ type: 'mail.failed', reason: 'partner-mail-bounced' });
    expect(after.mails.find(({ id }) => id === mailId)?.status).toBe('bounced');
    expect([after.relationship, after.subscriptions]).toEqual([before.relationship, before.subscriptions]);
    expect(kinds(customer.desk)).toEqual(['notice']);
    await s.stack.clock.advance('PT1M');
    expect(
      s.stack
        .alarms()
        .filter(({ state }) => state === 'ALARM')
        .map(({ name }) => name),
    ).toContain('mails-failed');
  });

  it('a work order that is complained of is told in the same way', async () => {
    const azure = azureScenario(s);
    const one = await azure.ingestAzure({ subscription: { channel: 'ea' } });
    await azure.requestOnboarding(one);
    const order = s.mails().findLast(({ kind }) => kind === 'work-order');
    expect(order).toBeDefined();
    await s.receiveOutcomes();
    await s.stack.feedback(order?.id ?? '', 'complaint');
    await s.stack.idle();
    const outcomes = await s.receiveOutcomes();
    expect(outcomes.map(({ type, data }) => [type, data.kind, data.why])).toEqual([
      ['mail.failed', 'work-order', 'complained'],
    ]);
  });

  it('an invitation that SES rejected for a virus is told, and its address stays good', async () => {
    const customer = await invited();
    const mail = mailOf(customer.contactEmail, 'invitation');
    const { bounce: _, ...event } = sesEvent(mail, 'bounce', s.stack.clock.now());
    const rejected = { ...event, eventType: 'Reject', reject: { reason: 'Bad content' } };
    await s.send('mail-feedback', JSON.stringify(rejected));
    await s.stack.idle();
    expect(await relationshipOf(customer)).toMatchObject({
      status: 'invited',
      invitation: { mail: 'rejected' },
    });
    const [outcome] = await s.receiveOutcomes(customer.tenantId);
    expect(outcome).toMatchObject({ type: 'mail.failed', data: { recipient: 'customer', why: 'rejected' } });
  });
});

describe('a mail that fails permanently (contract 3.3)', () => {
  it('a permanent bounce makes the relationship undeliverable once, with a notice and outcomes', async () => {
    const customer = await invited();
    const link = s.invitationLink(customer.contactEmail);
    await play('bounce', customer.contactEmail);
    expect(await relationshipOf(customer)).toMatchObject({
      status: 'undeliverable',
      scope: null,
      invitation: { status: 'undeliverable', mail: 'bounced' },
    });
    expect(await s.decisionOf(customer, customer.id)).toMatchObject({
      rule: 'relationship-blocked',
      status: 'not-permitted',
      reason: 'undeliverable',
    });
    const outcomes = [
      ['invitation.undeliverable', undefined],
      ['relationship.changed', 'undeliverable'],
      ['subscription.decided', 'not-permitted'],
    ];
    expect(await outcomesOf(customer)).toEqual(outcomes);
    expect(kinds(customer.desk)).toEqual(['notice']);
    expect((await fetch(link)).status).toBe(410);
    const [newest] = (await s.caseFile(customer)).timeline;
    expect(newest).toMatchObject({ type: 'mail.failed', result: 'applied', reason: 'bounced' });
    const before = await s.caseFile(customer);
    await play('bounce', customer.contactEmail);
    expect(await s.caseFile(customer)).toEqual(before);
    expect(kinds(customer.desk)).toEqual(['notice']);
    await play('delivery', customer.contactEmail);
    expect(await s.caseFile(customer)).toEqual(before);
  });

  it('a complaint after the delivery makes the relationship undeliverable', async () => {
    const customer = await invited();
    await play('delivery', customer.contactEmail);
    await play('complaint', customer.contactEmail);
    expect(await relationshipOf(customer)).toMatchObject({
      status: 'undeliverable',
      invitation: { status: 'undeliverable', mail: 'complained' },
    });
    expect((await s.caseFile(customer)).timeline[0]).toMatchObject({ reason: 'complained' });
  });

  it('a reminder that bounces ends the invitation like the first mail', async () => {
    const customer = await invited();
    await stopStackFor(s, 'P3D');
    await play('bounce', customer.contactEmail, 'reminder');
    expect((await relationshipOf(customer)).status).toBe('undeliverable');
    await stopStackFor(s, 'P8D');
    expect(kinds(customer.contactEmail)).toEqual(['invitation', 'reminder']);
  });

  it('a bounce of a replaced invitation leaves the new one open', async () => {
    const customer = await invited();
    const another = `cio-${customer.contactEmail}`;
    await s.publishAndWait(s.events.requested(customer, { contactEmail: another }));
    await play('bounce', `${customer.contactEmail}`);
    expect(await relationshipOf(customer)).toMatchObject({
      status: 'invited',
      invitation: { status: 'open' },
    });
    expect((await openPage(s.invitationLink(another))).decisions).toEqual(['approve', 'decline']);
  });

  it('a receipt that bounces changes nothing', async () => {
    const customer = await invited();
    await submitDecision(s.invitationLink(customer.contactEmail), 'approve');
    await s.stack.idle();
    await s.receiveOutcomes();
    await play('bounce', customer.contactEmail, 'receipt');
    expect((await relationshipOf(customer)).status).toBe('active');
    expect(await s.decisionOf(customer, customer.id)).toMatchObject({ status: 'supported' });
    expect(await outcomesOf(customer)).toEqual([]);
  });
});

describe('a failed address is not mailed until another address is given', () => {
  it('a request with the same address is refused; with another address it is mailed', async () => {
    const customer = await invited();
    await play('bounce', customer.contactEmail);
    await s.receiveOutcomes();
    for (const more of [{}, { contactEmail: customer.contactEmail }])
      await s.publishAndWait(s.events.requested(customer, more));
    const [newest] = (await s.caseFile(customer)).timeline;
    expect(newest).toMatchObject({ result: 'refused', reason: 'address-undeliverable' });
    const refused = ['event.refused', 'address-undeliverable'];
    expect(await outcomesOf(customer)).toEqual([refused, refused]);
    await s.publishAndWait(s.events.ingested(customer, { name: 'Power BI Pro' }));
    expect(kinds(customer.contactEmail)).toEqual(['invitation']);
    expect((await relationshipOf(customer)).status).toBe('undeliverable');
    const another = `cio-${customer.contactEmail}`;
    await s.publishAndWait(s.events.requested(customer, { contactEmail: another }));
    expect(kinds(another)).toEqual(['invitation']);
    expect((await relationshipOf(customer)).status).toBe('invited');
    // The first one stays dead.
    await s.publishAndWait(s.events.requested(customer, { contactEmail: customer.contactEmail }));
    expect([kinds(customer.contactEmail), kinds(another)]).toEqual([['invitation'], ['invitation']]);
  });

  it('an ingested event with another contact is enough', async () => {
    const customer = await invited();
    await play('complaint', customer.contactEmail);
    const another = { ...customer, contactEmail: `it-desk-${customer.contactEmail}` };
    await s.publishAndWait(s.events.ingested(another, { name: 'Power BI Pro' }));
    expect(kinds(another.contactEmail)).toEqual(['invitation']);
    expect((await relationshipOf(customer)).status).toBe('invited');
    expect(await s.decisionOf(customer, customer.id)).toMatchObject({ status: 'awaiting-approval' });
  });

  it('other mails to that address are not sent either: the letter of a switch is left out, the work order is sent', async () => {
    const customer = await invited();
    await play('bounce', customer.contactEmail);
    await s.publishAndWait(s.events.approved(customer));
    const event = s.events.ingested(customer, { billing: 'usage-based', channel: 'csp' });
    await s.publishAndWait(event);
    await azureScenario(s).requestOnboarding({
      customer,
      subscriptionId: event.data.subscription.id,
      partnerEmail: customer.desk,
    });
    expect(kinds(customer.contactEmail)).toEqual(['invitation']);
    expect(kinds(customer.desk)).toContain('work-order');
    expect(await s.deadLetters('mail')).toEqual([]);
  });
});

it('after a bounced inform-current-partner letter the customer’s address is not mailed again', async () => {
  const azure = azureScenario(s);
  const of = await azure.ingestAzure({ subscription: { channel: 'csp' } });
  await azure.requestOnboarding(of);
  const { customer } = of;
  await play('bounce', customer.contactEmail, 'inform-current-partner');
  const licence = s.events.ingested(customer);
  await s.publishAndWait(licence);
  const undeliverable = { rule: 'relationship-blocked', status: 'not-permitted', reason: 'undeliverable' };
  expect(await s.decisionOf(customer, licence.data.subscription.id)).toMatchObject(undeliverable);
  expect(kinds(customer.contactEmail)).toEqual(['inform-current-partner']);
  expect((await relationshipOf(customer)).status).toBe('active');
  await s.publishAndWait(s.events.ingested({ ...customer, contactEmail: `cio-${customer.contactEmail}` }));
  expect(kinds(`cio-${customer.contactEmail}`)).toEqual(['invitation']);
});

it('bounced mails to the partner are told, and nothing else in the case changes', async () => {
  const customer = await invited();
  await submitDecision(s.invitationLink(customer.contactEmail), 'approve');
  const event = s.events.ingested(customer, { billing: 'usage-based' });
  await s.publishAndWait(event);
  await azureScenario(s).requestOnboarding({
    customer,
    subscriptionId: event.data.subscription.id,
    partnerEmail: customer.desk,
  });
  await s.receiveOutcomes();
  const { mails: _, timeline: old, ...before } = await s.caseFile(customer);
  for (const kind of ['notice', 'work-order']) {
    await play('bounce', customer.desk, kind);
    await play('complaint', customer.desk, kind);
  }
  const { mails, timeline, ...after } = await s.caseFile(customer);
  expect(after).toEqual(before);
  expect(timeline.slice(4)).toEqual(old);
  // The state of the mails is shown, and nothing follows from it.
  const toPartner = mails.filter(({ kind }) => kind === 'notice' || kind === 'work-order');
  expect(toPartner.map(({ status }) => status)).toEqual(['complained', 'complained']);
  const told = (await s.receiveOutcomes(customer.tenantId)).map(({ type, data }) => [
    type,
    data.kind,
    data.why,
  ]);
  expect(told).toEqual([
    ['mail.failed', 'notice', 'bounced'],
    ['mail.failed', 'notice', 'complained'],
    ['mail.failed', 'work-order', 'bounced'],
    ['mail.failed', 'work-order', 'complained'],
  ]);
  await s.publishAndWait(s.events.removed(customer));
  expect(kinds(customer.desk).filter((kind) => kind === 'notice')).toHaveLength(2);
});
