import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { randomFrom } from '../fixtures/random.ts';
import { type Scenario, startScenario } from './harness.ts';
import { answer, openPage, postForm, textOf } from './page.ts';

let s: Scenario;
let customer: TestCustomer;
let link: string;

beforeAll(async () => {
  s = await startScenario();
});
afterAll(() => s?.stack.close());
beforeEach(async () => {
  const { partnerId } = await s.partner();
  customer = newCustomer(partnerId);
  await s.tell(s.events.ingested(customer));
  link = s.link(customer.contactEmail);
  await s.outcomes();
});

const relationshipOf = async () => (await s.caseFile(customer)).relationship;
const tokenOf = (of: string) => of.slice(of.lastIndexOf('/') + 1);
const withToken = (token: string) => link.replace(tokenOf(link), token);
const dynamodb = () => s.stack.counters.snapshot().dynamodb;

describe('opening the link', () => {
  it('a thousand GET and HEAD, in any order and number, change nothing', async () => {
    const random = randomFrom(1);
    const before = await s.items();
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
    expect(await s.items()).toBe(before);
    expect((await openPage(link)).decisions).toEqual(['approve', 'decline']);
  });

  it('a HEAD is answered as its GET, without a body', async () => {
    const [get, head] = [await fetch(link), await fetch(link, { method: 'HEAD' })];
    expect(await head.text()).toBe('');
    expect([head.status, head.headers.get('content-type')]).toEqual([200, get.headers.get('content-type')]);
  });

  it('shows who asks, for what, for which subscriptions, until when, and how to withdraw', async () => {
    const text = textOf((await openPage(link)).html);
    for (const word of ['Contoso Cloud Services', 'Fabrikam, Inc.', 'Microsoft 365 E3', 'withdraw'])
      expect(text).toContain(word);
    const { invitation } = await relationshipOf();
    expect(text).toContain(invitation?.id);
    expect(text).toContain(String(new Date(invitation?.expiresAt ?? '').getUTCFullYear()));
  });

  it('is neither stored, framed, sent on nor allowed to run anything', async () => {
    const { headers, html } = await openPage(link);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|javascript:|\son\w+=/i);
    expect(html).not.toContain(tokenOf(link));
  });

  it('appears in no log and no item of the table', async () => {
    await answer(link, 'approve');
    await s.stack.idle();
    const kept = [JSON.stringify(s.stack.logs()), await s.items()].join('\n');
    expect(kept).not.toContain(tokenOf(link));
    expect(kept).not.toContain(tokenOf(link).split('.')[2]);
  });
});

describe('a link that is not ours', () => {
  it('costs no DynamoDB request and never says whether a customer exists', async () => {
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
        const told = [...headers].filter(([name]) => name !== 'date');
        answers.add(JSON.stringify([told, html]));
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

describe('a link after its time', () => {
  it('expired: 410, and an answer decides nothing', async () => {
    const { hidden } = await openPage(link);
    await s.stack.clock.advance('P30D');
    const [get, post] = [await openPage(link), await postForm(link, { ...hidden, decision: 'approve' })];
    expect([get.status, post.status]).toEqual([410, 410]);
    expect(textOf(get.html)).toContain('This request has lapsed');
    await s.stack.idle();
    expect(await relationshipOf()).toMatchObject({ status: 'expired', scope: null });
  });

  it('replaced: 410, however often, and an answer decides nothing', async () => {
    const { hidden } = await openPage(link);
    await s.tell(s.events.requested(customer));
    await s.tell(s.events.requested(customer));
    const [get, post] = [await openPage(link), await postForm(link, { ...hidden, decision: 'approve' })];
    expect([get.status, post.status]).toEqual([410, 410]);
    expect(textOf(get.html)).toContain('There is a newer request');
    await s.stack.idle();
    expect(await relationshipOf()).toMatchObject({ status: 'invited' });
  });

  it('used: 200, the same page again, and one change', async () => {
    const first = await answer(link, 'approve');
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
