import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { openPage, postForm, submitDecision, textOf } from './approval-page.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
let customer: TestCustomer;
let link: string;

beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());
beforeEach(async () => {
  ({ customer, link } = await invite());
});

async function invite(overrides: Partial<TestCustomer> = {}) {
  const { partnerId } = await s.registerPartner();
  const invited = newCustomer(partnerId, overrides);
  await s.publishAndWait(s.events.ingested(invited));
  await s.receiveOutcomes();
  return { customer: invited, link: s.invitationLink(invited.contactEmail) };
}

/** Checks that nothing was decided: the relationship is unchanged, and there is no mail or outcome. */
async function expectUndecided() {
  await s.stack.idle();
  const { relationship, timeline } = await s.caseFile(customer);
  expect(relationship).toMatchObject({ status: 'invited', invitation: { status: 'open' } });
  expect(timeline).toHaveLength(1);
  expect(await s.receiveOutcomes(customer.tenantId)).toEqual([]);
}

describe('the form (contract 5)', () => {
  it('approving twice in two tabs shows the same page and gives one relationship.changed and one receipt', async () => {
    const [one, two] = [await openPage(link), await openPage(link)];
    const first = await postForm(link, { ...one.hidden, decision: 'approve' });
    const second = await postForm(link, { ...two.hidden, decision: 'approve' });
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(textOf(second.html)).toBe(textOf(first.html));
    await s.stack.idle();
    await postForm(link, { ...two.hidden, decision: 'approve' });
    await s.stack.idle();
    const types = (await s.receiveOutcomes(customer.tenantId)).map(({ type }) => type);
    expect(types.filter((type) => type === 'relationship.changed')).toHaveLength(1);
    expect(s.mails(customer.contactEmail).filter(({ kind }) => kind === 'receipt')).toHaveLength(1);
  });

  it('without its nonce, or with another link’s nonce, it decides nothing and is shown again', async () => {
    const other = await invite();
    const foreign = (await openPage(other.link)).hidden;
    const { hidden } = await openPage(link);
    const nonce = hidden.nonce ?? '';
    const bad = [
      {},
      foreign,
      { nonce: 'k1.abc.def' },
      { nonce: `${nonce}x` },
      { nonce: nonce.toUpperCase() },
    ];
    for (const fields of bad) {
      const page = await postForm(link, { ...fields, decision: 'approve' });
      expect(page.status).toBe(200);
      expect(textOf(page.html)).toContain('Please choose again');
      expect(page.decisions).toEqual(['approve', 'decline']);
    }
    await expectUndecided();
    const page = await postForm(link, { nonce: '', decision: 'approve' });
    expect((await postForm(link, { ...page.hidden, decision: 'approve' })).decisions).toEqual([]);
  });

  it('shown again, it keeps the comment as text', async () => {
    const comment = 'Not now.\n</textarea><script>alert(1)</script> 😀';
    const { html } = await postForm(link, { nonce: '', decision: 'decline', comment });
    const [, kept = ''] = /<textarea[^>]*>([\s\S]*?)<\/textarea>/.exec(html) ?? [];
    expect(textOf(kept)).toBe(comment.replace('\n', ' '));
    expect(html).not.toContain('<script');
    await expectUndecided();
  });

  it('a page left open overnight is shown again, and the second decision counts', async () => {
    const { hidden } = await openPage(link);
    await s.stack.clock.advance('PT13H');
    const again = await postForm(link, { ...hidden, decision: 'decline' });
    expect(textOf(again.html)).toContain('Please choose again');
    await expectUndecided();
    const done = await postForm(link, { ...again.hidden, decision: 'decline' });
    expect(textOf(done.html)).toContain('You declined');
  });

  it('without a decision it is refused with 400 and nothing is recorded', async () => {
    const { hidden } = await openPage(link);
    const bodies = [hidden, { ...hidden, decision: '' }, { ...hidden, decision: 'APPROVE' }, {}];
    for (const fields of bodies) expect((await postForm(link, fields)).status).toBe(400);
    const json = { 'content-type': 'application/json' };
    const body = JSON.stringify({ ...hidden, decision: 'approve' });
    expect((await openPage(link, { method: 'POST', headers: json, body })).status).toBe(400);
    expect((await openPage(link, { method: 'POST' })).status).toBe(400);
    await expectUndecided();
  });

  it('while SQS is down it is answered with 503, and the same form works afterwards', async () => {
    const { hidden } = await openPage(link);
    s.stack.faults.sqs({ operation: 'SendMessageBatch', errorType: 'ServiceUnavailable', times: 1000 });
    const down = await postForm(link, { ...hidden, decision: 'approve' });
    s.stack.faults.clear();
    expect([down.status, down.headers.get('retry-after')]).toEqual([503, '30']);
    expect(textOf(down.html)).toContain('Please try again in a moment');
    expect(down.html).not.toMatch(/Thank you|recorded for|approved/);
    await expectUndecided();
    expect((await postForm(link, { ...hidden, decision: 'approve' })).status).toBe(200);
    await s.stack.idle();
    expect((await s.caseFile(customer)).relationship.status).toBe('active');
  });

  it('while DynamoDB is down it is answered with 503, and the link works afterwards', async () => {
    s.stack.faults.dynamodb({ errorType: 'ServiceUnavailable', times: 1000 });
    const down = await openPage(link);
    s.stack.faults.clear();
    expect(down.status).toBe(503);
    expect(down.headers.get('content-type')).toContain('text/html');
    expect((await openPage(link)).status).toBe(200);
  });
});

describe('untrusted text', () => {
  const hostile = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '__proto__', 'constructor'];

  it('names with HTML or object keys stay text in page, mail and case file', async () => {
    for (const name of hostile) {
      const one = await invite({ name, contactName: name });
      const page = await openPage(one.link);
      expect([name, page.status]).toEqual([name, 200]);
      const [mail] = s.mails(one.customer.contactEmail);
      for (const html of [page.html, mail?.html ?? '']) {
        expect(html).not.toMatch(/<script|<img src=x/i);
        expect(textOf(html)).toContain(name);
      }
      expect((await s.caseFile(one.customer)).customer.name).toBe(name);
    }
  });

  it('line breaks, control characters and direction marks are removed or refused', async () => {
    const { partnerId } = await s.registerPartner();
    const bad = ['a\r\nBcc: all@example.com', 'a\u0000b', 'gpj\u202egnp', '\ud800', 'x'.repeat(10_000)];
    for (const name of bad) await s.publish(s.events.ingested(newCustomer(partnerId, { name })));
    await s.stack.idle();
    const deadLetters = await s.deadLetters('subscription-events');
    expect(deadLetters.map(({ errorCode }) => errorCode)).toEqual(bad.map(() => 'invalid-data'));
    expect(deadLetters.every(({ errorDetail }) => errorDetail?.startsWith('data.customer.name '))).toBe(true);
  });

  it('a comment is cleaned and not refused', async () => {
    const comment = `<b>no</b>\u202e\u0007${'x'.repeat(5000)}`;
    expect((await submitDecision(link, 'decline', comment)).status).toBe(200);
    await s.stack.idle();
    const { relationship } = await s.caseFile(customer);
    expect(relationship.status).toBe('declined');
    expect(relationship.invitation?.comment).toBe(`<b>no</b>${'x'.repeat(991)}`);
  });
});
