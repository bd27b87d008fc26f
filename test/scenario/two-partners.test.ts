import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../shared/process/effects.ts';
import { type DataIn, newCustomer, newPartner, type TestCustomer } from '../fixtures/events.ts';
import { openPage, postForm, submitDecision } from './approval-page.ts';
import { azureScenario } from './azure-scenario.ts';
import { type Scenario, startScenario } from './scenario.ts';

interface Side {
  readonly partner: DataIn<'partner.registered'>;
  readonly customer: TestCustomer;
  readonly licence: string;
  readonly link: string;
  /** Words that only this partner, and the customer towards it, may ever see. */
  readonly words: readonly string[];
}

let s: Scenario;
let ours: Side;
let theirs: Side;
let outcomes: Outcome[];
const tenantId = randomUUID();
/** Both partners know this subscription; each has another name for it. */
const azureId = randomUUID();

function side(name: string, locale: string, more: Partial<DataIn<'partner.registered'>>) {
  const partner = newPartner({ name: `${name} Clouds`, supportEmail: `help@${name}.example`, ...more });
  const customer = newCustomer(partner.partnerId, {
    tenantId,
    locale,
    name: `Fabrikam of ${name}`,
    contactEmail: `it@fabrikam-${name}.example`,
    contactName: `Robin ${name}`,
  });
  const words = [partner.partnerId, partner.name, partner.supportEmail, customer.name, customer.contactEmail];
  return { partner, customer, words: [...words, `Suite ${name}`, `Azure ${name}`] };
}

/** Two partners of different kinds, clouds and languages ask the same customer, one event of each in turn. */
beforeAll(async () => {
  s = await startScenario();
  const a = side('Adatum', 'de-DE', { kind: 'direct-bill', defaultLocale: 'de' });
  const b = side('Bellows', 'ja', { kind: 'indirect-provider', cloud: 'us-government', defaultLocale: 'ja' });
  await s.publishAndWait(s.events.registered(a.partner), s.events.registered(b.partner));
  const licences = [
    s.events.ingested(a.customer, { name: 'Suite Adatum' }),
    s.events.ingested(b.customer, { name: 'Suite Bellows' }),
  ];
  const azure = { id: azureId, billing: 'usage-based', channel: 'csp' } as const;
  const [first, second] = licences;
  await s.publishAndWait(
    ...licences,
    s.events.ingested(b.customer, { ...azure, name: 'Azure Bellows' }),
    s.events.ingested(a.customer, { ...azure, name: 'Azure Adatum' }),
    s.events.onboarding(a.customer, azureId),
    s.events.onboarding(b.customer, azureId, { offer: 'legacy' }),
  );
  const linked = (of: typeof a, licence = '') => ({
    ...of,
    licence,
    link: s.invitationLink(of.customer.contactEmail),
  });
  ours = linked(a, first?.data.subscription.id);
  theirs = linked(b, second?.data.subscription.id);
  // Our link is approved while the other is declined.
  await Promise.all([submitDecision(ours.link, 'approve'), submitDecision(theirs.link, 'decline')]);
  await s.stack.idle();
  outcomes = await s.receiveOutcomes();
});
afterAll(() => s?.stack.close());

/** Expects that a text holds none of the other side's words. */
function expectNothingOf(other: Side, text: string) {
  expect(other.words.filter((word) => text.includes(word))).toEqual([]);
}

const sides = () =>
  [
    [ours, theirs],
    [theirs, ours],
  ] as const;

describe('two partners with the same customer', () => {
  it('each has its own case file with its own decisions', async () => {
    const [a, b] = [await s.caseFile(ours.customer), await s.caseFile(theirs.customer)];
    expect(a.relationship).toMatchObject({ status: 'active', scope: 'delegated-admin' });
    expect(b.relationship).toMatchObject({ status: 'declined', scope: null });
    expect(await s.decisionOf(ours.customer, ours.licence)).toMatchObject({ status: 'supported' });
    expect(await s.decisionOf(theirs.customer, theirs.licence)).toMatchObject({ reason: 'declined' });
    expect(await s.decisionOf(ours.customer, azureId)).toMatchObject({ status: 'onboarding' });
    expect(await s.decisionOf(theirs.customer, azureId)).toMatchObject({ status: 'not-permitted' });
    expectNothingOf(theirs, JSON.stringify(a));
    expectNothingOf(ours, JSON.stringify(b));
    const idsOf = (file: typeof a) => file.timeline.map(({ id }) => id);
    expect(idsOf(a).filter((id) => idsOf(b).includes(id))).toEqual([]);
  });

  it('each has its own customer list', async () => {
    for (const [one, other] of sides()) {
      const response = await fetch(`${s.stack.api}/partners/${one.partner.partnerId}/customers`);
      const text = await response.text();
      expect(JSON.parse(text).items).toMatchObject([{ tenantId, name: one.customer.name }]);
      expectNothingOf(other, text);
    }
  });

  it('sender, reply-to, text, language and link of each mail belong to one partner', () => {
    for (const [one, other] of sides()) {
      const toCustomer = s.mails(one.customer.contactEmail);
      const toDesk = s.mails(one.partner.notificationsEmail);
      expect(toCustomer.map(({ kind }) => kind)).toContain('receipt');
      expect(toDesk.map(({ kind }) => kind)).toContain('notice');
      for (const mail of [...toCustomer, ...toDesk]) {
        expect(mail.from).toBe(`"${one.partner.name}" <support@multichannel.example>`);
        expect(mail.replyTo).toEqual([one.partner.supportEmail]);
        expectNothingOf(other, JSON.stringify(mail));
        expect(mail.html).toContain(`lang="${one === ours ? 'de' : 'ja'}"`);
        expect(mail.text).not.toContain(other.link);
      }
    }
    // The invitation to one covers its own subscriptions, however many addresses the customer has.
    expect(s.stack.mails().filter(({ kind }) => kind === 'inform-current-partner')).toHaveLength(1);
  });

  it('each outcome belongs to one partner', () => {
    for (const [one, other] of sides()) {
      const source = `/multichannel-support/${one.partner.partnerId}`;
      const ofPartner = outcomes.filter((outcome) => outcome.source === source);
      expect(ofPartner.length).toBeGreaterThan(4);
      expect(ofPartner.every(({ data }) => data.partnerId === one.partner.partnerId)).toBe(true);
      expectNothingOf(other, JSON.stringify(ofPartner));
    }
    expect(new Set(outcomes.map(({ source }) => source)).size).toBe(2);
  });
});

describe('a link of one partner and the case of the other', () => {
  /** Both are asked anew and have an open invitation. */
  beforeAll(async () => {
    await s.publishAndWait(s.events.removed(ours.customer));
    await s.publishAndWait(s.events.requested(ours.customer), s.events.requested(theirs.customer));
    ours = { ...ours, link: s.invitationLink(ours.customer.contactEmail) };
    theirs = { ...theirs, link: s.invitationLink(theirs.customer.contactEmail) };
  });

  it('a page shows one partner, and its form is refused at the other’s link', async () => {
    for (const [one, other] of sides()) {
      const page = await openPage(one.link);
      expect(page.status).toBe(200);
      expectNothingOf(other, page.html);
      const wrong = await postForm(other.link, { ...page.hidden, decision: 'approve' });
      expect(wrong.decisions).toEqual(['approve', 'decline']);
    }
    await s.stack.idle();
    for (const { customer } of [ours, theirs])
      expect((await s.caseFile(customer)).relationship.status).toBe('invited');
  });

  it('parts of two links do not form a valid link', async () => {
    const parts = (link: string) => link.slice(link.lastIndexOf('/') + 1).split('.');
    const [key = '', , signature = ''] = parts(ours.link);
    const [, payload = ''] = parts(theirs.link);
    const mixed = ours.link.replace(parts(ours.link).join('.'), `${key}.${payload}.${signature}`);
    expect((await fetch(mixed)).status).toBe(404);
    expect((await postForm(mixed, { decision: 'approve' })).status).toBe(404);
  });

  it('an answer that names the other partner’s invitation is ignored', async () => {
    const { invitation } = (await s.caseFile(ours.customer)).relationship;
    const named = { via: 'customer-link', invitationId: invitation?.id } as const;
    await s.publishAndWait(s.events.approved(theirs.customer, named));
    await s.publishAndWait(s.events.declined(theirs.customer, named));
    const file = await s.caseFile(theirs.customer);
    expect(file.relationship.status).toBe('invited');
    const unopened = { result: 'ignored', reason: 'invitation-not-open' };
    expect(file.timeline.slice(0, 2)).toMatchObject([unopened, unopened]);
  });

  it('a removal at one partner does not change the other', async () => {
    await Promise.all([submitDecision(ours.link, 'approve'), submitDecision(theirs.link, 'approve')]);
    await s.stack.idle();
    const before = await s.caseFile(theirs.customer);
    expect(before.relationship).toMatchObject({ status: 'active', scope: 'delegated-admin' });
    await s.publishAndWait(s.events.removed(ours.customer));
    expect((await s.caseFile(ours.customer)).relationship.status).toBe('removed');
    expect(await s.caseFile(theirs.customer)).toEqual(before);
    expect(await s.decisionOf(theirs.customer, azureId)).toMatchObject({ status: 'onboarding' });
    const azure = azureScenario(s);
    const of = { ...theirs, subscriptionId: azureId, partnerEmail: theirs.partner.notificationsEmail };
    await azure.completeSteps(of, 'inform-current-partner');
    expect(await azure.steps(of)).toContain('open-ticket due');
    // The same step is none of ours: what was under way there has failed.
    expect(await azure.steps({ ...of, customer: ours.customer })).toContain('inform-current-partner failed');
  });
});
