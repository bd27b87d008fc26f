import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { randomFrom } from '../fixtures/random.ts';
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
  const { partnerId } = await s.registerPartner();
  customer = newCustomer(partnerId);
  await s.publishAndWait(s.events.ingested(customer));
  link = s.invitationLink(customer.contactEmail);
  await s.receiveOutcomes();
});

const relationshipOf = async () => (await s.caseFile(customer)).relationship;
const tokenOf = (of: string) => of.slice(of.lastIndexOf('/') + 1);
const withToken = (token: string) => link.replace(tokenOf(link), token);
const dynamodb = () => s.stack.counters.snapshot().dynamodb;

describe('a link that was changed on its way', () => {
  const changes: readonly (readonly [string, (of: string) => string, number])[] = [
    ['a slash behind', (of) => `${of}/`, 200],
    ['two slashes behind', (of) => `${of}//`, 200],
    ['two slashes before', (of) => of.replace('/invitations/', '//invitations/'), 200],
    ['two slashes within', (of) => of.replace('/invitations/', '/invitations//'), 200],
    ['a capital letter', (of) => of.replace('/invitations/', '/Invitations/'), 200],
    ['a query behind', (of) => `${of}?utm_source=mail`, 200],
    ['all in lower case', (of) => of.toLowerCase(), 404],
    ['the token lost', (of) => of.replace(/invitations.*/, 'invitations/'), 404],
    ['the token and its slash lost', (of) => of.replace(/.invitations.*/, '/invitations'), 404],
    ['the last letter of the path lost', (of) => of.replace(/.invitations.*/, '/invitation'), 404],
    ['a path behind', (of) => `${of}/unsubscribe`, 404],
    ['a dot behind', (of) => `${of}.`, 404],
    ['half of it lost', (of) => of.slice(0, -40), 404],
  ];

  it.each(changes)('%s: gets a calm page', async (_, change, status) => {
    const page = await openPage(change(link));
    expect([page.status, page.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
    expect(textOf(page.html)).toContain(
      status === 200 ? 'asks for your permission' : 'This link does not work',
    );
  });

  it('still takes the decision, if its token is whole', async () => {
    const changed = link.replace('/invitations/', '//Invitations/');
    await submitDecision(`${changed}/`, 'approve');
    await s.stack.idle();
    expect((await relationshipOf()).status).toBe('active');
  });

  it('no path tells more than another, and a lost token costs no read', async () => {
    s.stack.counters.reset();
    const lost = [
      `${s.stack.api}/invitations`,
      `${s.stack.api}/invitations/x`,
      `${s.stack.api}/INVITATIONS//`,
    ];
    const pages = await Promise.all(lost.map(async (of) => (await openPage(of)).html));
    expect(new Set(pages).size).toBe(1);
    expect(dynamodb()).toEqual({});
  });

  it.each([
    ['text/html,application/xhtml+xml,*/*;q=0.8', '/nowhere', 'text/html; charset=utf-8'],
    ['*/*', '/nowhere', 'application/problem+json'],
    ['application/json', '/invitations', 'application/problem+json'],
    ['*/*', '/invitations-old', 'application/problem+json'],
  ])('whoever accepts %s gets for %s: %s', async (accept, path, type) => {
    const { status, headers } = await openPage(`${s.stack.api}${path}`, { headers: { accept } });
    expect([status, headers.get('content-type')]).toEqual([404, type]);
  });
});

describe('opening the link', () => {
  it('a thousand GET and HEAD requests change nothing', async () => {
    const random = randomFrom(1);
    const before = await s.tableItems();
    s.stack.counters.reset();
    const statuses = new Set<number>();
    for (let round = 0; round < 100; round++) {
      const visits = Array.from({ length: 10 }, () =>
        fetch(link, { method: random() < 0.5 ? 'GET' : 'HEAD' }).then(async (response) => {
          await response.arrayBuffer();
          statuses.add(response.status);
        }),
      );
      await Promise.all(visits);
    }
    expect([...statuses]).toEqual([200]);
    expect(Object.keys(dynamodb())).toEqual(['BatchGetItem']);
    expect(dynamodb().BatchGetItem).toBe(1000);
    expect(s.stack.counters.snapshot().sqs).toEqual({});
    expect(await s.tableItems()).toBe(before);
    expect((await openPage(link)).decisions).toEqual(['approve', 'decline']);
  });

  it('HEAD is answered as GET without a body', async () => {
    const [get, head] = [await fetch(link), await fetch(link, { method: 'HEAD' })];
    expect(await head.text()).toBe('');
    expect([head.status, head.headers.get('content-type')]).toEqual([200, get.headers.get('content-type')]);
  });

  it('the page shows the partner, the scope, the subscriptions, the expiry and how to withdraw', async () => {
    const text = textOf((await openPage(link)).html);
    for (const word of ['Contoso Cloud Services', 'Fabrikam, Inc.', 'Microsoft 365 E3', 'withdraw'])
      expect(text).toContain(word);
    const { invitation } = await relationshipOf();
    expect(text).toContain(invitation?.id);
    expect(text).toContain(String(new Date(invitation?.expiresAt ?? '').getUTCFullYear()));
  });

  it('the headers forbid caching, framing, referrers and scripts', async () => {
    const { headers, html } = await openPage(link);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|javascript:|\son\w+=/i);
    expect(html).not.toContain(tokenOf(link));
  });

  it('the token is in no log and no table item', async () => {
    await submitDecision(link, 'approve');
    await s.stack.idle();
    const kept = [JSON.stringify(s.stack.logs()), await s.tableItems()].join('\n');
    expect(kept).not.toContain(tokenOf(link));
    expect(kept).not.toContain(tokenOf(link).split('.')[2]);
  });
});

describe('an invalid link', () => {
  it('makes no DynamoDB request and never shows whether a customer exists', async () => {
    const [keyId = '', payload = '', signature = ''] = tokenOf(link).split('.');
    const claims: unknown[] = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const forged = (changed: unknown[]) =>
      `${keyId}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}.${signature}`;
    const known = forged([claims[0], claims[1], claims[2], Number(claims[3]) + 1]);
    const unknown = forged([claims[0], '00000000-0000-4000-8000-000000000000', claims[2], claims[3]]);
    const garbled = ['x', 'x.y', `${keyId}.${payload}`, `${tokenOf(link)}x`, `k9.${payload}.${signature}`];
    const odd = [
      `__proto__.${payload}.${signature}`,
      'a'.repeat(3000),
      '%00',
      '%0d%0aset-cookie:a=b',
      '%F0%9F',
    ];
    const tokens = [
      known,
      unknown,
      tokenOf(link).slice(0, -1),
      tokenOf(link).toUpperCase(),
      ...garbled,
      ...odd,
    ];
    s.stack.counters.reset();
    const answers = new Set<string>();
    for (const token of tokens) {
      for (const method of ['GET', 'POST']) {
        const { status, html, headers } = await openPage(withToken(token), { method });
        expect([token, status]).toEqual([token, 404]);
        const kept = [...headers].filter(([name]) => name !== 'date');
        answers.add(JSON.stringify([kept, html]));
      }
    }
    expect([...answers]).toHaveLength(1);
    expect(dynamodb()).toEqual({});
    expect(s.stack.counters.snapshot().secrets.GetSecretValue ?? 0).toBeLessThanOrEqual(2);
  });

  it('unsupported methods and paths are refused before any function runs', async () => {
    s.stack.counters.reset();
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      expect((await fetch(link, { method })).status).toBe(404);
    expect((await fetch(`${s.stack.api}/invitations/`)).status).toBe(404);
    expect((await fetch(`${link}/approve`)).status).toBe(404);
    expect(dynamodb()).toEqual({});
    expect(await relationshipOf()).toMatchObject({ status: 'invited' });
  });
});

describe('a link that is no longer open', () => {
  it('an expired link is answered with 410, and a decision has no effect', async () => {
    const { hidden } = await openPage(link);
    await s.stack.clock.advance('P30D');
    const [get, post] = [await openPage(link), await postForm(link, { ...hidden, decision: 'approve' })];
    expect([get.status, post.status]).toEqual([410, 410]);
    expect(textOf(get.html)).toContain('This request has lapsed');
    await s.stack.idle();
    expect(await relationshipOf()).toMatchObject({ status: 'expired', scope: null });
  });

  it('a replaced link is answered with 410 each time, and a decision has no effect', async () => {
    const { hidden } = await openPage(link);
    await s.publishAndWait(s.events.requested(customer));
    await s.publishAndWait(s.events.requested(customer));
    const [get, post] = [await openPage(link), await postForm(link, { ...hidden, decision: 'approve' })];
    expect([get.status, post.status]).toEqual([410, 410]);
    expect(textOf(get.html)).toContain('There is a newer request');
    await s.stack.idle();
    expect(await relationshipOf()).toMatchObject({ status: 'invited' });
  });

  it('a used link is answered with 200 and the same page, and changes the case once', async () => {
    const first = await submitDecision(link, 'approve');
    const second = await openPage(link);
    await s.stack.idle();
    const third = await openPage(link);
    expect([first.status, third.status]).toEqual([200, 200]);
    expect(textOf(third.html)).toBe(textOf(first.html));
    expect(third.decisions).toEqual([]);
    expect([200]).toContain(second.status);
    const again = await postForm(link, { decision: 'decline' });
    expect(textOf(again.html)).toBe(textOf(first.html));
    await s.stack.idle();
    expect(await relationshipOf()).toMatchObject({ status: 'active' });
  });
});
