import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ONBOARDING_RULES } from '../../shared/rules/onboarding-rules.ts';
import { SUBSCRIPTION_RULES } from '../../shared/rules/subscription-rules.ts';
import { responseFaults } from '../build/interface/response-faults.ts';
import { newCustomer, newPartner, type TestCustomer, type WireEvent } from '../fixtures/events.ts';
import { azureScenario } from './azure-scenario.ts';
import { stopStackFor } from './outage.ts';
import { assertDocumented, type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
let partnerId: string;
beforeAll(async () => {
  s = await startScenario();
  ({ partnerId } = await s.registerPartner());
});
afterAll(() => s?.stack.close());

/** Asks what would be decided. */
async function ask(body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${s.stack.api}/decisions`, { method: 'POST', headers, body: text });
  const documented = assertDocumented(await response.json(), (one) =>
    responseFaults(response.ok ? 'Decision' : 'Problem', one),
  );
  const answer: Record<string, unknown> = Object(documented);
  return { status: response.status, type: response.headers.get('content-type'), answer };
}

/** Asks for a row by facts, and expects each row above it to be explained. */
async function expectRow(
  event: WireEvent,
  facts: Readonly<Record<string, unknown>>,
  [rule, chain, status, reason]: readonly [string, string, string, string | null],
  table: readonly { readonly id: string }[],
) {
  const { status: http, answer } = await ask({ event, facts });
  const { missed, because, facts: supposed, ...decided } = answer;
  expect([http, decided]).toEqual([
    200,
    expect.objectContaining({ rule, chain, status, reason, table: '1' }),
  ]);
  expect(supposed).toMatchObject(facts);
  const above = table.slice(
    0,
    table.findIndex(({ id }) => id === rule),
  );
  const explained = missed as { rule: string; because: string[] }[];
  expect(explained.map((miss) => miss.rule)).toEqual(above.map(({ id }) => id));
  for (const miss of explained)
    expect([miss.rule, miss.because]).toEqual([miss.rule, [expect.any(String), ...miss.because.slice(1)]]);
  expect(Array.isArray(because)).toBe(true);
}

const AZURE = { billing: 'usage-based' };
const ROWS_31 = [
  [{ ended: true }, ['subscription-ended', 'record', 'ended', null]],
  [{ cloud: 'china' }, ['unsupported-cloud', 'reject', 'rejected', 'unsupported-cloud']],
  [{ role: 'helpdesk-agent' }, ['role-not-permitted', 'reject', 'rejected', 'role-not-permitted']],
  [{ customerIsCspPartner: true }, ['csp-to-csp', 'reject', 'rejected', 'csp-to-csp-resale']],
  [{ sameMarket: false }, ['other-market', 'reject', 'rejected', 'other-market']],
  [{ soldByThisPartner: true }, ['own-subscription', 'ignore', 'not-applicable', 'own-subscription']],
  [{ channel: 'csp' }, ['license-locked', 'defer', 'deferred', 'locked-until-term-end']],
  [{ block: 'removed' }, ['relationship-blocked', 'hold', 'not-permitted', 'removed']],
  [{ held: 'delegated-admin' }, ['license-supported', 'support', 'supported', null]],
  [{ open: 'delegated-admin' }, ['license-awaiting', 'await', 'awaiting-approval', null]],
  [{}, ['license-request', 'request-relationship', 'awaiting-approval', null]],
  [{ ...AZURE, onboarding: 'done' }, ['azure-onboarded', 'record', 'onboarded', null]],
  [{ ...AZURE, onboarding: 'under-way' }, ['azure-onboarding', 'record', 'onboarding', null]],
  [{ ...AZURE, held: 'reseller-only' }, ['azure-ready', 'prepare', 'ready-to-onboard', null]],
  [{ ...AZURE, open: 'reseller-only' }, ['azure-awaiting', 'await', 'awaiting-approval', null]],
  [AZURE, ['azure-request', 'request-relationship', 'awaiting-approval', null]],
] as const;

const READY = { known: true, relationshipActive: true, path: 'new-subscription' };
const SWITCH = { ...READY, path: 'switch-partner' };
const ROWS_32 = [
  [{}, ['onboarding-unknown-subscription', 'park', 'parked', 'unknown-subscription']],
  [
    { ...READY, role: 'billing-admin' },
    ['onboarding-role-not-permitted', 'refuse', 'refused', 'role-not-permitted'],
  ],
  [
    { ...READY, billing: 'license-based' },
    ['onboarding-license-based', 'refuse', 'refused', 'license-based'],
  ],
  [{ ...READY, excluded: 'ended' }, ['onboarding-not-eligible', 'refuse', 'refused', 'ended']],
  [{ ...READY, onboarding: 'done' }, ['onboarding-under-way', 'ignore', 'ignored', null]],
  [
    { ...SWITCH, partnerKind: 'indirect-reseller' },
    ['onboarding-reseller-cannot-switch', 'refuse', 'refused', 'provider-must-switch'],
  ],
  [
    { ...READY, relationshipActive: false },
    ['onboarding-needs-relationship', 'park', 'parked', 'needs-relationship'],
  ],
  [SWITCH, ['azure-switch-plan', 'switch-azure-plan', 'onboarding', null]],
  [{ ...SWITCH, offer: 'legacy' }, ['azure-switch-legacy', 'switch-azure-legacy', 'onboarding', null]],
  [READY, ['azure-new', 'create-azure-subscription', 'onboarding', null]],
] as const;

describe('a decision by facts', () => {
  it('every row of 3.1 is explained with the reason why each row above it does not match; nothing changes', async () => {
    expect(ROWS_31.map(([, [rule]]) => rule)).toEqual(SUBSCRIPTION_RULES.map(({ id }) => id));
    const before = await s.tableItems();
    const event = s.events.ingested(newCustomer(partnerId));
    for (const [facts, row] of ROWS_31) await expectRow(event, facts, row, SUBSCRIPTION_RULES);
    await s.stack.idle();
    expect(await s.tableItems()).toBe(before);
  });

  it('every row of 3.2 is explained with the reason why each row above it does not match; nothing changes', async () => {
    expect(ROWS_32.map(([, [rule]]) => rule)).toEqual(ONBOARDING_RULES.map(({ id }) => id));
    const before = await s.tableItems();
    const event = s.events.onboarding(newCustomer(partnerId), randomUUID());
    for (const [facts, row] of ROWS_32) await expectRow(event, facts, row, ONBOARDING_RULES);
    await s.stack.idle();
    expect(await s.tableItems()).toBe(before);
  });
});

/** Expects that an event gets what was answered for it before, and that asking changed nothing. */
async function expectKept(customer: TestCustomer, event: WireEvent) {
  const before = await s.tableItems();
  const { answer } = await ask({ event });
  expect(await s.tableItems()).toBe(before);
  await s.publishAndWait(event);
  const { timeline } = await s.caseFile(customer);
  const entry = timeline.find(({ id }) => id === event.id);
  const { rule, chain, reason } = answer;
  expect({ rule, chain, reason }).toEqual({ rule: entry?.rule, chain: entry?.chain, reason: entry?.reason });
}

describe('a decision by a case: the event then gets the explained result', () => {
  it('subscriptions of a customer that is invited, active, declined, removed and invited again', async () => {
    const customer = newCustomer(partnerId);
    const next = (more = {}) => expectKept(customer, s.events.ingested(customer, more));
    const azure = { billing: 'usage-based' } as const;
    await next(azure);
    await next(azure);
    await next();
    await next();
    await s.publishAndWait(s.events.declined(customer));
    await next();
    await s.publishAndWait(s.events.approved(customer, { scope: 'reseller-only' }));
    await next(azure);
    await next();
    await s.publishAndWait(s.events.approved(customer, { scope: 'delegated-admin' }));
    await next({ channel: 'csp', termEndsAt: '2099-01-01T00:00:00Z' });
    await next();
    await s.publishAndWait(s.events.removed(customer));
    await next(azure);
  });

  it('onboarding requests that start, are ignored, and are refused for the subscription’s own reason', async () => {
    const azure = azureScenario(s);
    const of = await azure.ingestAzure({ subscription: { channel: 'csp' } });
    const onboard = () => s.events.onboarding(of.customer, of.subscriptionId);
    const started = await ask({ event: onboard() });
    expect(started.answer).toMatchObject({ rule: 'azure-switch-plan', status: 'onboarding' });
    await expectKept(of.customer, onboard());
    await expectKept(of.customer, onboard());
    const foreign = await azure.ingestAzure({ customer: { country: 'DE' } });
    await expectKept(foreign.customer, s.events.onboarding(foreign.customer, foreign.subscriptionId));
  });

  it('a new address after a bounce, and an expired invitation before any schedule runs', async () => {
    const customer = newCustomer(partnerId);
    await s.publishAndWait(s.events.ingested(customer));
    await s.stack.feedback(s.mails(customer.contactEmail)[0]?.id ?? '', 'bounce');
    await s.stack.idle();
    await expectKept(customer, s.events.ingested(customer));
    const moved = { ...customer, contactEmail: `cio-${customer.contactEmail}` };
    await expectKept(customer, s.events.ingested(moved));
    await s.stack.pollers.pause();
    await s.stack.clock.advance('P31D');
    s.stack.pollers.resume();
    await expectKept(customer, s.events.ingested(moved));
    await stopStackFor(s, 'PT1M');
  });
});

describe('other effects of an event', () => {
  it('a parked onboarding starts with its subscription, and the explanation says so', async () => {
    const customer = newCustomer(partnerId);
    await s.publishAndWait(s.events.approved(customer));
    const event = s.events.ingested(customer, { billing: 'usage-based' });
    await s.publishAndWait(s.events.onboarding(customer, event.data.subscription.id));
    expect((await ask({ event })).answer).toMatchObject({ rule: 'azure-onboarding', status: 'onboarding' });
    await expectKept(customer, event);
  });

  it('a relationship request from before the first subscription is applied first', async () => {
    const customer = newCustomer(partnerId);
    await s.publishAndWait(s.events.requested(customer));
    const event = s.events.ingested(customer);
    expect((await ask({ event })).answer).toMatchObject({ rule: 'license-awaiting' });
    await expectKept(customer, event);
  });

  it('a stale event, also one from before an erasure, is explained without a rule', async () => {
    const customer = newCustomer(partnerId);
    const event = s.events.ingested(customer);
    await s.stack.clock.advance('PT1M');
    const { id } = event.data.subscription;
    await s.publishAndWait(s.events.ingested(customer, { id }));
    const none = { rule: null, chain: null, because: [], missed: [], facts: null };
    expect((await ask({ event })).answer).toEqual({ ...none, status: 'stale', reason: null, table: '1' });
    await expectKept(customer, event);
    await s.publishAndWait(s.events.erased(customer));
    const late = { ...event, id: randomUUID() };
    expect((await ask({ event: late })).answer).toMatchObject({ ...none, reason: 'customer-erased' });
    await expectKept(customer, late);
  });

  it('a repeated event is explained as a new one', async () => {
    const customer = newCustomer(partnerId);
    const event = s.events.ingested(customer);
    await s.publishAndWait(event);
    expect((await ask({ event })).answer).toMatchObject({ rule: 'license-awaiting' });
  });

  it('a large case whose facts would change is evaluated as a whole and stays unchanged', async () => {
    const customer = newCustomer(partnerId);
    await s.publishAndWait(...Array.from({ length: 40 }, () => s.events.ingested(customer)));
    await expectKept(customer, s.events.ingested({ ...customer, country: 'DE' }));
  });
});

describe('requests without a decision', () => {
  const problem = 'application/problem+json';

  it('an unknown partner is answered with 404', async () => {
    const event = s.events.ingested(newCustomer(newPartner().partnerId));
    const { status, type, answer } = await ask({ event });
    expect([status, type, answer.code]).toEqual([404, problem, 'unknown-partner']);
  });

  it('unknown facts and invalid values are answered with 400 and named', async () => {
    const event = s.events.ingested(newCustomer(partnerId));
    const facts = { mood: 'good', cloud: 'mars', ended: 'true', __proto__: null };
    const { status, type, answer } = await ask({ event, facts });
    expect([status, type, answer.code]).toEqual([400, problem, 'invalid-facts']);
    const faults = answer.faults as { path: string }[];
    expect(faults.map(({ path }) => path).sort()).toEqual(['facts', 'facts.cloud', 'facts.ended']);
    for (const wrong of [[], 'ended', null, '{"__proto__":{"ended":true}}'])
      expect([wrong, (await ask({ event, facts: wrong })).status]).toEqual([wrong, 400]);
    const hidden = `{"event":${JSON.stringify(event)},"facts":{"__proto__":{"ended":true}}}`;
    expect((await ask(hidden)).status).toBe(400);
  });

  it('an event over the size limit is answered with 400', async () => {
    const event = s.events.ingested(newCustomer(partnerId));
    const over = await ask({ event: { ...event, padding: 'x'.repeat(65_536) } });
    expect([over.status, over.type, over.answer.code]).toEqual([400, problem, 'too-large']);
  });

  it('an invalid event or invalid JSON is answered with 400, an event without rules with 422', async () => {
    const event = s.events.ingested(newCustomer(partnerId));
    expect(await ask({ event: { ...event, time: 'now' } })).toMatchObject({ status: 400, type: problem });
    for (const body of ['{', '', 'null', '[]', '{}'])
      expect([body, (await ask(body)).status]).toEqual([body, 400]);
    const none = await ask({ event: s.events.approved(newCustomer(partnerId)) });
    expect([none.status, none.answer.code]).toEqual([422, 'no-rules']);
  });
});
