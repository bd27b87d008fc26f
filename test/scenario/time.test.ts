import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataIn, newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { openPage, submitDecision } from './approval-page.ts';
import { type AzureCase, type AzureScenario, azureScenario } from './azure-scenario.ts';
import { type Scenario, startScenario } from './scenario.ts';

const DAY = 86_400_000;

interface Cased {
  readonly customer: TestCustomer;
  readonly desk: string;
  readonly id: string;
}

let s: Scenario;
let azure: AzureScenario;
let began: number;
let silent: Cased;
let quick: Cased;
let consented: Cased;
let declined: Cased;
let locked: Cased;
let forever: Cased;
let transfer: AzureCase;
let legacy: AzureCase;
let waiting: AzureCase;

/** A customer with one licence. */
async function licensed(
  subscription: Partial<DataIn<'subscription.ingested'>['subscription']> = {},
  partner: Partial<DataIn<'partner.registered'>> = {},
): Promise<Cased> {
  const { partnerId, notificationsEmail: desk } = await s.registerPartner(partner);
  const customer = newCustomer(partnerId);
  const event = s.events.ingested(customer, subscription);
  await s.publishAndWait(event);
  return { customer, desk, id: event.data.subscription.id };
}

/** A switch from the current partner up to its third step, with or without a transfer request. */
async function switching(offer: 'azure-plan' | 'legacy'): Promise<AzureCase> {
  const of = await azure.ingestAzure({ subscription: { channel: 'csp' } });
  await azure.requestOnboarding(of, { offer });
  const second = offer === 'legacy' ? 'open-ticket' : 'request-transfer';
  await azure.completeSteps(of, 'inform-current-partner', second);
  return of;
}

/** One month for all of them, faithfully: half a day at a time, with the schedules of every half day. */
beforeAll(async () => {
  s = await startScenario();
  azure = azureScenario(s);
  began = s.stack.clock.now().getTime();
  silent = await licensed();
  quick = await licensed();
  consented = await licensed({}, { acceptance: 'partner-center' });
  await submitDecision(s.invitationLink(consented.customer.contactEmail), 'approve');
  declined = await licensed();
  await submitDecision(s.invitationLink(declined.customer.contactEmail), 'decline');
  const termEndsAt = new Date(began + 5.2 * DAY).toISOString();
  locked = await licensed({ channel: 'csp', termEndsAt });
  forever = await licensed({ channel: 'csp' });
  transfer = await switching('azure-plan');
  legacy = await switching('legacy');
  waiting = await azure.ingestAzure({ active: false });
  await s.receiveOutcomes();
  await s.stack.clock.advance('P4D');
  await submitDecision(s.invitationLink(quick.customer.contactEmail), 'approve');
  await s.stack.clock.advance('P22D');
});
afterAll(() => s?.stack.close());

const daysSince = (at: string | null | undefined) => Math.floor((Date.parse(at ?? '') - began) / DAY);
/** What a customer got, and on which day. */
const mailed = (email: string) => s.mails(email).map(({ kind, at }) => `${kind} day ${daysSince(at)}`);
/** What time did to a case, oldest first. */
async function passed({ customer }: Pick<Cased, 'customer'>) {
  const { timeline } = await s.caseFile(customer);
  const entries = timeline.filter(({ type }) => type === 'time.passed').toReversed();
  return entries.map(({ at, reason, result }) => `${reason} ${result} day ${daysSince(at)}`);
}
const statusOf = async ({ customer }: Pick<Cased, 'customer'>) =>
  (await s.caseFile(customer)).relationship.status;

describe('while the invitation is open (contract 3.3: reminders after 3, 10, 25 days)', () => {
  it('a customer without an answer gets three reminders with the same link', async () => {
    const { contactEmail } = silent.customer;
    const reminders = ['reminder day 3', 'reminder day 10', 'reminder day 25'];
    expect(mailed(contactEmail)).toEqual(['invitation day 0', ...reminders]);
    const mails = s.mails(contactEmail);
    expect(new Set(mails.map(({ id }) => id)).size).toBe(4);
    const links = mails.map(({ text }) => text.split(/\s+/).find((word) => word.startsWith(s.stack.api)));
    expect(new Set(links)).toEqual(new Set([s.invitationLink(contactEmail)]));
    expect((await openPage(s.invitationLink(contactEmail))).decisions).toEqual(['approve', 'decline']);
    const { invitation } = (await s.caseFile(silent.customer)).relationship;
    expect(invitation).toMatchObject({ status: 'open', reminders: 3 });
    expect(await passed(silent)).toEqual([3, 10, 25].map((day) => `reminder applied day ${day}`));
  });

  it('a customer who answered gets no more reminders', async () => {
    const { contactEmail } = quick.customer;
    expect(mailed(contactEmail)).toEqual(['invitation day 0', 'reminder day 3', 'receipt day 4']);
    expect(mailed(consented.customer.contactEmail)).toEqual(['invitation day 0', 'receipt day 0']);
    expect(mailed(declined.customer.contactEmail)).toEqual(['invitation day 0', 'receipt day 0']);
  });
});

describe('terms (contract 3.1)', () => {
  it('the end of the term frees a deferred licence without an event', async () => {
    expect(await s.decisionOf(locked.customer, locked.id)).toMatchObject({
      rule: 'license-request',
      status: 'awaiting-approval',
      earliestMoveDate: null,
    });
    const { contactEmail } = locked.customer;
    expect(mailed(contactEmail)).toEqual(['invitation day 5', 'reminder day 8', 'reminder day 15']);
    expect((await passed(locked))[0]).toBe('term-over applied day 5');
    const decided = (await s.receiveOutcomes(locked.customer.tenantId)).find(
      ({ type }) => type === 'subscription.decided',
    );
    expect(decided?.data).toMatchObject({ previousStatus: 'deferred', status: 'awaiting-approval' });
    await submitDecision(s.invitationLink(contactEmail), 'approve');
    await s.stack.idle();
    expect(await s.decisionOf(locked.customer, locked.id)).toMatchObject({ status: 'supported' });
  });

  it('a licence without a known term end stays deferred', async () => {
    expect(await s.decisionOf(forever.customer, forever.id)).toMatchObject({ status: 'deferred' });
    expect(await passed(forever)).toEqual([]);
    expect(mailed(forever.customer.contactEmail)).toEqual([]);
  });
});

describe('after a month', () => {
  beforeAll(async () => {
    const still = [await statusOf(silent), await statusOf(declined)];
    expect(still).toEqual(['invited', 'declined']);
    expect(await azure.subscription(transfer)).toMatchObject({ status: 'onboarding' });
    await s.receiveOutcomes();
    await s.stack.clock.advance('P5D');
  });

  it('the invitation expires with a notice to the partner and 410 for the customer, and no new invitation is sent', async () => {
    expect(await statusOf(silent)).toBe('expired');
    expect((await passed(silent)).at(-1)).toBe('invitation-expired applied day 30');
    const notices = s.mails(silent.desk);
    expect(notices.map(({ kind, at }) => [kind, daysSince(at)])).toEqual([['notice', 30]]);
    expect(notices[0]?.text).toContain(silent.customer.tenantId);
    const page = await openPage(s.invitationLink(silent.customer.contactEmail));
    expect([page.status, page.decisions]).toEqual([410, []]);
    expect(s.mails(silent.customer.contactEmail)).toHaveLength(4);
    expect(await statusOf(consented)).toBe('expired');
    expect(await statusOf(quick)).toBe('active');
  });

  it('an onboarding request after the expiry sends a new invitation', async () => {
    const { contactEmail } = waiting.customer;
    expect(s.mails(contactEmail)).toHaveLength(4);
    await azure.requestOnboarding(waiting);
    expect(await azure.subscription(waiting)).toMatchObject({ onboarding: { parked: true } });
    expect(await statusOf(waiting)).toBe('invited');
    expect(s.mails(contactEmail)).toHaveLength(5);
    expect((await openPage(s.invitationLink(contactEmail))).status).toBe(200);
  });

  it('the refusal’s block ends, and a new invitation is sent without an event', async () => {
    const { contactEmail } = declined.customer;
    expect(mailed(contactEmail)).toEqual(['invitation day 0', 'receipt day 0', 'invitation day 30']);
    expect((await passed(declined))[0]).toBe('decline-block-over applied day 30');
    expect(await s.decisionOf(declined.customer, declined.id)).toMatchObject({ status: 'awaiting-approval' });
    expect((await openPage(s.invitationLink(contactEmail))).decisions).toEqual(['approve', 'decline']);
  });

  it('a transfer not accepted within 30 days fails and can be requested again', async () => {
    expect(await azure.subscription(transfer)).toMatchObject({
      status: 'ready-to-onboard',
      onboarding: { status: 'failed', lastFailure: { reason: 'transfer-expired', detail: null } },
    });
    expect(await passed(transfer)).toEqual(['transfer-expired applied day 30']);
    expect(await azure.newOutcomes(transfer)).toEqual([
      'azure-onboarding.failed transfer-expired',
      'subscription.decided ready-to-onboard',
    ]);
    await azure.requestOnboarding(transfer);
    expect(await azure.steps(transfer)).toContain('inform-current-partner due');
    // A switch by form has no such limit.
    expect(await azure.subscription(legacy)).toMatchObject({ status: 'onboarding' });
    expect(await azure.steps(legacy)).toContain('sign-form due');
  });
});
