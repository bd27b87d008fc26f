import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { type ApprovalPage, openPage, postForm, textOf } from './approval-page.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
let customer: TestCustomer;
let desk: string;
let link: string;
let hidden: ApprovalPage['hidden'];

beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());
afterEach(() => {
  s.stack.faults.clear();
  s.stack.pollers.resume();
});
beforeEach(async () => {
  const partner = await s.registerPartner();
  desk = partner.notificationsEmail;
  customer = newCustomer(partner.partnerId);
  await s.publishAndWait(s.events.ingested(customer));
  link = s.invitationLink(customer.contactEmail);
  ({ hidden } = await openPage(link));
});

const answer = (decision: 'approve' | 'decline', comment = '') =>
  postForm(link, { ...hidden, decision, comment });

/** Which answer a page says holds. */
function answerOn({ html }: ApprovalPage): string {
  const text = textOf(html);
  if (/You declined/.test(text)) return 'declined';
  return /your approval is recorded/.test(text) ? 'active' : 'none';
}

const isSecond = ({ html }: ApprovalPage) => textOf(html).includes('This request was answered already');
const status = async () => (await s.caseFile(customer)).relationship.status;
const subjects = (to: string, kind: string) =>
  s
    .mails(to)
    .filter((mail) => mail.kind === kind)
    .map(({ subject }) => subject);
const answersInTimeline = async () =>
  (await s.caseFile(customer)).timeline
    .filter(({ id }) => /-(approve|decline)$/.test(id))
    .map(({ type, result, reason }) => [type, result, reason])
    .reverse();

const orders = [
  ['approve', 'decline', 'active', 'approved your request'],
  ['decline', 'approve', 'declined', 'declined your request'],
] as const;

describe.each(orders)('%s, then %s', (first, second, outcome, notice) => {
  it('before the first is processed: the page says the first holds, and so does the case', async () => {
    await s.stack.pollers.pause();
    expect(answerOn(await answer(first))).toBe(outcome);
    const later = await answer(second);
    expect([later.status, answerOn(later), isSecond(later)]).toEqual([200, outcome, true]);
    s.stack.pollers.resume();
    await s.stack.idle();
    expect(await status()).toBe(outcome);
    expect(subjects(desk, 'notice')).toEqual([`${customer.name} ${notice}`]);
    expect(subjects(customer.contactEmail, 'receipt')).toHaveLength(1);
  });

  it('whichever message SQS delivers first, the first answer holds and the second leaves a trace', async () => {
    await s.stack.pollers.pause();
    await answer(first);
    await answer(second);
    const bodies = await s.receiveAll('relationship-events');
    for (const body of bodies.toReversed()) {
      s.stack.pollers.resume();
      await s.send('relationship-events', body);
      await s.stack.idle();
    }
    expect(await status()).toBe(outcome);
    const types = { approve: 'relationship.approved', decline: 'relationship.declined' };
    expect(await answersInTimeline()).toContainEqual([types[first], 'applied', null]);
    expect(await answersInTimeline()).toContainEqual([types[second], 'ignored', 'answered-before']);
    expect(subjects(desk, 'notice')).toEqual([`${customer.name} ${notice}`]);
  });

  it('while the queue is stuck for hours, the page of the link shows the first answer and its time', async () => {
    await s.stack.pollers.pause();
    await answer(first);
    const at = s.stack.clock.now();
    await s.stack.clock.advance('PT5H');
    const shown = await openPage(link);
    expect([shown.decisions, answerOn(shown), isSecond(shown)]).toEqual([[], outcome, false]);
    const time = new Intl.DateTimeFormat('en', { timeStyle: 'short', timeZone: 'UTC' }).format(at);
    const second5h = await answer(second);
    for (const page of [shown, second5h])
      expect(textOf(page.html).replaceAll('\u202f', ' ')).toContain(time.replaceAll('\u202f', ' '));
  });

  it('after the first is processed, in a tab that was open before: the same, with a trace', async () => {
    await answer(first);
    await s.stack.idle();
    const later = await answer(second, 'We changed our mind.');
    await s.stack.idle();
    expect([answerOn(later), isSecond(later), await status()]).toEqual([outcome, true, outcome]);
    expect((await answersInTimeline()).at(-1)).toMatchObject([
      expect.anything(),
      'ignored',
      'answered-before',
    ]);
    expect(subjects(desk, 'notice')).toHaveLength(1);
  });

  it('when the first could not be queued, the first holds and is queued with the second', async () => {
    s.stack.faults.sqs({ operation: 'SendMessageBatch', errorType: 'ServiceUnavailable', times: 1000 });
    expect((await answer(first)).status).toBe(503);
    s.stack.faults.clear();
    expect((await openPage(link)).decisions).toEqual(['approve', 'decline']);
    const later = await answer(second);
    await s.stack.idle();
    expect([answerOn(later), isSecond(later), await status()]).toEqual([outcome, true, outcome]);
  });

  it('how to change the answer is on the page of the second', async () => {
    await answer(first);
    const text = textOf((await answer(second)).html);
    expect(text).toContain('If you change your mind later');
    expect(text).toContain(first === 'approve' ? 'Remove roles' : 'can then send you a new request');
  });
});

it('both at once: exactly one holds, and both pages and the case agree', async () => {
  for (let round = 0; round < 5; round++) {
    const { partnerId } = customer;
    customer = newCustomer(partnerId);
    await s.publishAndWait(s.events.ingested(customer));
    link = s.invitationLink(customer.contactEmail);
    ({ hidden } = await openPage(link));
    const pages = await Promise.all([answer('approve'), answer('decline')]);
    await s.stack.idle();
    const told = pages.map(answerOn);
    expect(told).toEqual([await status(), await status()]);
    expect(pages.filter(isSecond)).toHaveLength(1);
  }
});

it('an answer that was shown holds, although a bounce of its mail is processed before it', async () => {
  await s.stack.pollers.pause();
  expect(answerOn(await answer('approve'))).toBe('active');
  const [click = ''] = await s.receiveAll('relationship-events');
  s.stack.pollers.resume();
  const [mail] = s.mails(customer.contactEmail);
  await s.stack.feedback(mail?.id ?? '', 'bounce');
  await s.stack.idle();
  expect(await status()).toBe('undeliverable');
  await s.send('relationship-events', click);
  await s.stack.idle();
  expect(await status()).toBe('active');
});

it('a decision that is processed twice, or that another container made first, is confirmed each time', async () => {
  const pages = await Promise.all([answer('decline', 'No.'), answer('decline', 'No.')]);
  await s.stack.idle();
  pages.push(await answer('decline', 'No.'));
  expect(pages.map(answerOn)).toEqual(['declined', 'declined', 'declined']);
  expect(pages.some(isSecond)).toBe(false);
  expect((await s.caseFile(customer)).relationship.invitation?.comment).toBe('No.');
});
