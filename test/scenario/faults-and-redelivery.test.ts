import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { submitDecision } from './approval-page.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());

/** Longer than any visibility timeout or back-off below the last receive. */
const LATER = 'PT4M';

async function aCustomer(): Promise<TestCustomer> {
  const { partnerId } = await s.registerPartner();
  return newCustomer(partnerId);
}

/** Nothing is lost and nothing twice: the event is applied once, one invitation mailed, no dead letter. */
async function expectDoneOnce(customer: TestCustomer) {
  await s.stack.idle();
  const file = await s.caseFile(customer);
  expect(file.subscriptions.map(({ status }) => status)).toEqual(['awaiting-approval']);
  expect(file.timeline).toHaveLength(1);
  expect(s.mails(customer.contactEmail).map(({ kind }) => kind)).toEqual(['invitation']);
  const types = (await s.receiveOutcomes(customer.tenantId)).map(({ type }) => type).sort();
  expect(types).toEqual(['invitation.sent', 'relationship.changed', 'subscription.decided']);
  for (const queue of ['subscription-events', 'relationship-events', 'mail', 'mail-feedback'])
    expect([queue, await s.deadLetters(queue)]).toEqual([queue, []]);
}

describe('temporary AWS errors lose nothing and leave nothing half done (contract 10)', () => {
  it.each([
    ['DynamoDB reads throttled', 'BatchGetItem', 'ProvisionedThroughputExceededException'],
    ['DynamoDB writes throttled', 'PutItem', 'ThrottlingException'],
    ['DynamoDB down', 'PutItem', 'InternalServerError'],
  ])('%s', async (_, operation, errorType) => {
    const customer = await aCustomer();
    s.stack.faults.dynamodb({ operation, errorType, times: 4 });
    await s.publish(s.events.ingested(customer));
    await s.runDueWork();
    await s.stack.clock.advance(LATER);
    s.stack.faults.clear();
    await s.stack.clock.advance(LATER);
    await expectDoneOnce(customer);
  });

  it('when SQS refuses the outcomes after the case is written, the redelivery sends the same outcomes', async () => {
    const customer = await aCustomer();
    await s.receiveOutcomes();
    // Published before the fault is put, which would refuse the publisher's own request, too.
    await s.stack.pollers.pause();
    await s.publish(s.events.ingested(customer));
    s.stack.faults.sqs({ operation: 'SendMessageBatch', errorType: 'ServiceUnavailable', times: 1000 });
    s.stack.pollers.resume();
    await s.runDueWork();
    s.stack.faults.clear();
    const written = await s.caseFile(customer);
    expect(written.timeline).toHaveLength(1);
    expect([await s.receiveOutcomes(), s.mails(customer.contactEmail)]).toEqual([[], []]);
    expect(s.stack.peek('subscription-events')).toHaveLength(1);
    await s.stack.clock.advance(LATER);
    const after = await s.caseFile(customer);
    // The case stays as it was written; the mail that was owed has left.
    const same = { relationship: null, mails: null };
    expect({ ...after, ...same }).toEqual({ ...written, ...same });
    expect([written, after].map(({ mails }) => mails.map(({ status }) => status))).toEqual([
      ['queued'],
      ['sent'],
    ]);
    await expectDoneOnce(customer);
  });

  it('when only some effects were sent, the redelivery sends all with the same ids', async () => {
    const customer = await aCustomer();
    await s.receiveOutcomes();
    await s.stack.pollers.pause();
    const events = [s.events.ingested(customer), s.events.approved(customer, { scope: 'delegated-admin' })];
    for (const event of events) await s.publish(event);
    // One of the two requests (outcomes, mail) is refused for good, the other goes through.
    s.stack.faults.sqs({ operation: 'SendMessageBatch', errorType: 'AccessDenied', times: 1 });
    s.stack.pollers.resume();
    await s.runDueWork();
    s.stack.faults.clear();
    await s.stack.clock.advance(LATER);
    await s.stack.idle();
    // `outcomes` throws when two of one id differ.
    const statuses = (await s.receiveOutcomes(customer.tenantId)).map(({ data }) => data.status);
    expect(statuses.filter((status) => status === 'active')).toHaveLength(1);
    const { relationship, subscriptions } = await s.caseFile(customer);
    expect(relationship.status).toBe('active');
    expect(subscriptions.map(({ status }) => status)).toEqual(['supported']);
  });

  it('when SES throttles, the mail is released and sent once later', async () => {
    const customer = await aCustomer();
    s.stack.faults.ses({ mode: 'throttle', times: 2 });
    await s.publish(s.events.ingested(customer));
    await s.runDueWork();
    expect((await s.caseFile(customer)).relationship.invitation?.mail).toBe('released');
    expect(s.mails(customer.contactEmail)).toEqual([]);
    await s.stack.clock.advance(LATER);
    await s.stack.clock.advance(LATER);
    await expectDoneOnce(customer);
    expect((await s.caseFile(customer)).relationship.invitation?.mail).toBe('sent');
  });

  it('a customer’s decision is not lost when DynamoDB is down', async () => {
    const customer = await aCustomer();
    await s.publishAndWait(s.events.ingested(customer));
    await s.stack.pollers.pause();
    await submitDecision(s.invitationLink(customer.contactEmail), 'approve');
    s.stack.faults.dynamodb({ operation: 'BatchGetItem', errorType: 'ThrottlingException', times: 4 });
    s.stack.pollers.resume();
    await s.runDueWork();
    s.stack.faults.clear();
    await s.stack.clock.advance(LATER);
    await s.stack.idle();
    expect((await s.caseFile(customer)).relationship.status).toBe('active');
  });
});

describe('a second delivery (contract 2)', () => {
  it('changes nothing, succeeds, and sends the same messages with the same ids', async () => {
    const customer = await aCustomer();
    await s.receiveOutcomes();
    const events = [
      s.events.ingested(customer),
      s.events.approved(customer),
      s.events.ingested(customer, { billing: 'usage-based' }),
      s.events.removed(customer),
    ];
    for (const event of events) await s.publishAndWait(event);
    const before = await s.caseFile(customer);
    const first = await s.receiveAll('outcomes');
    for (let round = 0; round < 3; round++) await s.publishAndWait(...events.toReversed(), ...events);
    expect(await s.caseFile(customer)).toEqual(before);
    const again = await s.receiveAll('outcomes');
    expect(again.length).toBeGreaterThan(0);
    expect(new Set(again)).toEqual(new Set(first));
    expect(s.mails(customer.contactEmail)).toHaveLength(1);
  });

  it('is one with the same source and id: the same id from another source is another event', async () => {
    const customer = await aCustomer();
    const event = s.events.ingested(customer);
    const other = { ...s.events.ingested(customer), id: event.id, source: '/billing' };
    const altered = { ...s.events.ingested(customer), id: event.id };
    await s.publishAndWait(event);
    await s.publishAndWait(other, altered);
    const file = await s.caseFile(customer);
    expect(file.subscriptions.map(({ id }) => id).sort()).toEqual(
      [event.data.subscription.id, other.data.subscription.id].sort(),
    );
    expect(file.timeline).toHaveLength(2);
  });

  it('changes nothing even when newer events have moved the first one to an older timeline page', async () => {
    const customer = await aCustomer();
    const first = s.events.ingested(customer);
    await s.publishAndWait(first);
    for (let round = 0; round < 12; round++)
      await s.publishAndWait(...Array.from({ length: 10 }, () => s.events.ingested(customer)));
    const before = await s.caseFile(customer);
    expect(before.timelineCursor).not.toBeNull();
    expect(before.subscriptions).toHaveLength(121);
    const sent = await s.receiveAll('outcomes');
    await s.publishAndWait(first);
    expect(await s.caseFile(customer)).toEqual(before);
    const again = await s.receiveAll('outcomes');
    expect(again.filter((body) => !sent.includes(body))).toEqual([]);
    expect(again.length).toBeGreaterThan(0);
  });
});
