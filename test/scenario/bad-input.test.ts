import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCustomer, newPartner, type TestCustomer } from '../fixtures/events.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());

/** A value that must appear in no error detail. */
const SECRET = 'Robin.Fisher.4711';

async function aCustomer(): Promise<TestCustomer> {
  const { partnerId } = await s.registerPartner();
  return newCustomer(partnerId);
}

describe('messages that are refused at once (contract 10)', () => {
  it('each dead letter has a code and a detail without values; the other messages of the batch are processed', async () => {
    const customer = await aCustomer();
    const good = Array.from({ length: 4 }, () => s.events.ingested(customer));
    const valid = s.events.ingested(customer, { name: SECRET });
    const { data } = valid;
    const cases: [code: string, body: string, path: string][] = [
      ['not-json', `{"id":"${SECRET}"`, 'event'],
      ['not-a-cloudevent', JSON.stringify([valid]), 'event'],
      ['not-a-cloudevent', JSON.stringify({ ...valid, specversion: '0.3' }), 'specversion'],
      ['not-a-cloudevent', JSON.stringify({ ...valid, time: SECRET }), 'time'],
      ['not-a-cloudevent', JSON.stringify({ ...valid, [`X${SECRET}`]: SECRET }), '(name)'],
      ['unknown-type', JSON.stringify({ ...valid, type: SECRET }), 'type'],
      ['wrong-queue', JSON.stringify(s.events.requested(customer)), 'type'],
      [
        'invalid-data',
        JSON.stringify({ ...valid, data: { ...data, partnerId: `${SECRET}!` } }),
        'data.partnerId',
      ],
      [
        'invalid-data',
        JSON.stringify({
          ...valid,
          data: { ...data, subscription: { ...data.subscription, billing: SECRET } },
        }),
        'data.subscription.billing',
      ],
      ['too-large', JSON.stringify({ ...valid, padding: SECRET.padEnd(65_536) }), 'event'],
    ];
    const bodies = cases.map(([, body]) => body);
    const mixed = bodies.flatMap((body, index) => {
      const event = good[index];
      return event ? [body, JSON.stringify(event)] : [body];
    });
    await s.send('subscription-events', ...mixed);
    await s.stack.idle();
    const deadLetters = await s.deadLetters('subscription-events');
    expect(deadLetters).toHaveLength(cases.length);
    for (const [code, body, path] of cases) {
      const deadLetter = deadLetters.find((one) => one.body === body);
      expect([code, deadLetter?.errorCode]).toEqual([code, code]);
      expect(deadLetter?.errorDetail).toContain(path);
      expect(deadLetter?.errorDetail).not.toContain(SECRET);
    }
    const ids = (await s.caseFile(customer)).timeline.map(({ id }) => id);
    expect(ids.sort()).toEqual(good.map(({ id }) => id).sort());
    expect(JSON.stringify(s.stack.logs())).not.toContain(SECRET);
  });

  it('each queue refuses the event types of the other queues', async () => {
    const customer = await aCustomer();
    const wrong = {
      'subscription-events': s.events.onboarding(customer, randomUUID()),
      'relationship-events': s.events.ingested(customer),
      'azure-events': s.events.approved(customer),
    };
    for (const [queue, event] of Object.entries(wrong)) await s.send(queue, JSON.stringify(event));
    await s.stack.idle();
    for (const queue of Object.keys(wrong)) {
      const codes = (await s.deadLetters(queue)).map(({ errorCode }) => errorCode);
      expect([queue, codes]).toEqual([queue, ['wrong-queue']]);
    }
    expect(await s.findCase(customer)).toBeNull();
  });

  it('an event of 64 KiB in UTF-8 is processed, one byte more is refused', async () => {
    const customer = await aCustomer();
    const sized = (bytes: number) => {
      const event = {
        ...s.events.ingested(customer),
        data: { ...s.events.ingested(customer).data, padding: '' },
      };
      const padding = '字'.repeat(10).padEnd(bytes - Buffer.byteLength(JSON.stringify(event)) - 20, 'x');
      return JSON.stringify({ ...event, data: { ...event.data, padding } });
    };
    const [fits, over] = [sized(65_536), sized(65_537)];
    expect([fits, over].map((body) => Buffer.byteLength(body))).toEqual([65_536, 65_537]);
    await s.send('subscription-events', fits, over);
    await s.stack.idle();
    expect((await s.caseFile(customer)).subscriptions).toHaveLength(1);
    const deadLetters = await s.deadLetters('subscription-events');
    expect(deadLetters.map(({ errorCode, body }) => [errorCode, body === over])).toEqual([
      ['too-large', true],
    ]);
  });

  it('mail and mail-feedback refuse messages of an unknown shape', async () => {
    await s.send('mail', 'no json', JSON.stringify({ mailId: SECRET, kind: SECRET }));
    await s.send(
      'mail-feedback',
      'no json',
      JSON.stringify({ eventType: SECRET }),
      JSON.stringify({ Type: 'x' }),
    );
    await s.stack.idle();
    const codes = async (queue: string) =>
      (await s.deadLetters(queue)).map(({ errorCode }) => errorCode).sort();
    expect(await codes('mail')).toEqual(['invalid-data', 'not-json']);
    expect(await codes('mail-feedback')).toEqual(['invalid-data', 'invalid-data', 'not-json']);
  });
});

describe('an unknown partner (contract 10)', () => {
  it('sends its event to the dead-letter queue after retries; a redrive after the registration succeeds', async () => {
    const partner = newPartner();
    const customer = newCustomer(partner.partnerId);
    const known = await aCustomer();
    await s.publish(s.events.ingested(customer), s.events.ingested(known));
    await s.runDueWork();
    expect(await s.findCase(known)).not.toBeNull();
    expect(s.stack.peek('subscription-events')).toHaveLength(1);
    await s.stack.clock.advance('PT1H');
    for (let receives = 2; receives < 5; receives++) await s.stack.clock.advance('PT1H');
    await s.stack.idle();
    const [deadLetter] = await s.deadLetters('subscription-events');
    expect(deadLetter).toMatchObject({
      errorCode: 'unknown-partner',
      errorDetail: 'data.partnerId is not registered',
    });
    expect(await s.findCase(customer)).toBeNull();
    await s.publishAndWait(s.events.registered(partner));
    await s.send('subscription-events', deadLetter?.body ?? '');
    await s.stack.idle();
    expect((await s.caseFile(customer)).subscriptions).toHaveLength(1);
    expect(s.mails(customer.contactEmail)).toHaveLength(1);
  });

  it('that registers while its events are retried needs no redrive', async () => {
    const partner = newPartner();
    const customer = newCustomer(partner.partnerId);
    await s.publish(s.events.ingested(customer), s.events.approved(customer));
    await s.runDueWork();
    await s.publish(s.events.registered(partner));
    await s.runDueWork();
    await s.stack.clock.advance('PT10S');
    await s.stack.idle();
    expect((await s.caseFile(customer)).subscriptions.map(({ status }) => status)).toHaveLength(1);
    expect(await s.deadLetters('subscription-events')).toEqual([]);
    expect(await s.deadLetters('relationship-events')).toEqual([]);
  });
});

describe('ids', () => {
  it('tenant and subscription ids are compared without letter case', async () => {
    const customer = await aCustomer();
    const upper = { ...customer, tenantId: customer.tenantId.toUpperCase() };
    const id = randomUUID();
    await s.publishAndWait(s.events.ingested(customer, { id, name: 'One' }));
    await s.publishAndWait(s.events.ingested(upper, { id: id.toUpperCase(), name: 'Two' }));
    await s.publishAndWait(s.events.ended(upper, id.toUpperCase()));
    const file = await s.caseFile(customer);
    expect(file.subscriptions.map((one) => [one.id, one.name, one.status])).toEqual([[id, 'Two', 'ended']]);
    expect(await s.caseFile(upper)).toEqual(file);
    expect(s.mails(customer.contactEmail)).toHaveLength(1);
  });

  it('names of JavaScript object keys are refused or kept apart as ids', async () => {
    const customer = await aCustomer();
    for (const id of ['constructor', 'toString', 'hasOwnProperty'])
      await s.publish(s.events.ingested(customer, { id }));
    await s.publish(s.events.ingested(customer, { id: '__proto__' }));
    await s.publishAndWait(s.events.ingested({ ...customer, partnerId: '__proto__' }));
    expect((await s.caseFile(customer)).subscriptions.map(({ id }) => id).sort()).toEqual([
      'constructor',
      'hasownproperty',
      'tostring',
    ]);
    const codes = (await s.deadLetters('subscription-events')).map(({ errorCode }) => errorCode);
    expect(codes).toEqual(['invalid-data', 'invalid-data']);
  });
});
