import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { openPage, postForm } from './approval-page.ts';
import { type Scenario, startScenario } from './scenario.ts';

let s: Scenario;
let customer: TestCustomer;
let link: string;

beforeAll(async () => {
  // With one environment per function, the test knows when a new secret is read.
  s = await startScenario({ concurrency: 1 });
});
afterAll(() => s?.stack.close());
beforeEach(async () => {
  customer = await invited();
  link = s.invitationLink(customer.contactEmail);
});

async function invited(): Promise<TestCustomer> {
  const { partnerId } = await s.registerPartner();
  const one = newCustomer(partnerId);
  await s.publishAndWait(s.events.ingested(one));
  return one;
}

const tokenOf = (of: string) => of.slice(of.lastIndexOf('/') + 1);
const withToken = (token: string) => link.replace(tokenOf(link), token);
const relationshipOf = async (of = customer) => (await s.caseFile(of)).relationship.status;
const partsOf = (of: string) => {
  const [keyId = '', payload = '', signature = ''] = tokenOf(of).split('.');
  return { keyId, payload, signature };
};

/** Opens a link and posts an approval to it. @returns both statuses and the number of queued decisions */
async function attack(of: string, fields: Readonly<Record<string, string>> = {}) {
  const page = await openPage(of);
  const sent = await postForm(of, { decision: 'approve', ...fields });
  return [page.status, sent.status, s.stack.peek('relationship-events').length];
}

describe('a changed token', () => {
  it('is refused at every length but its own, and costs no read', async () => {
    const token = tokenOf(link);
    s.stack.counters.reset();
    const statuses = new Set<number>();
    for (let length = 1; length < token.length; length++)
      statuses.add((await fetch(withToken(token.slice(0, length)))).status);
    for (let start = 1; start < token.length; start += 7)
      statuses.add((await fetch(withToken(token.slice(start)))).status);
    for (const more of ['A', '=', '.', '.x', '-', token]) statuses.add((await fetch(link + more)).status);
    expect([...statuses]).toEqual([404]);
    expect(s.stack.counters.snapshot().dynamodb).toEqual({});
  });

  it('is refused when the same claims are written another way', async () => {
    const { keyId, payload, signature } = partsOf(link);
    const claims = Buffer.from(payload, 'base64url').toString();
    const encoded = (text: string) => Buffer.from(text).toString('base64url');
    const bytes = Buffer.from(signature, 'base64url');
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    // 43 letters hold 258 bits and the HMAC has 256, so three other last letters decode to the same bytes.
    const last = alphabet.indexOf(signature.at(-1) ?? '');
    const twins = [1, 2, 3].map((bits) => signature.slice(0, -1) + alphabet[last ^ bits]);
    expect(twins.every((twin) => Buffer.from(twin, 'base64url').equals(bytes))).toBe(true);
    const rewritten = [
      ...twins.map((twin) => `${keyId}.${payload}.${twin}`),
      `${keyId}.${encoded(claims.replaceAll(',', ', '))}.${signature}`,
      `${keyId}.${encoded(` ${claims}`)}.${signature}`,
      `${keyId}.${encoded(claims.replace(']', ',0]'))}.${signature}`,
      `${keyId}.${encoded(claims.replace(']', 'e0]'))}.${signature}`,
      `${keyId}.${Buffer.from(claims).toString('hex')}.${signature}`,
      `${keyId}.${payload}.${bytes.toString('hex')}`,
      `${keyId}.${payload}%3D.${signature}`,
      `${keyId}.${payload}.${signature}%3D`,
      `${keyId}.${payload}.${bytes.toString('base64').replaceAll('/', '%2F')}`,
      `${keyId}..${signature}`,
      `.${payload}.${signature}`,
      `${keyId}.${payload}.`,
      `${keyId}%00.${payload}.${signature}`,
      `${tokenOf(link)}%0A`,
      `${tokenOf(link)}%20`,
      `%EF%BB%BF${tokenOf(link)}`,
    ];
    for (const token of rewritten)
      expect([token, ...(await attack(withToken(token)))]).toEqual([token, 404, 404, 0]);
    expect(await relationshipOf()).toBe('invited');
  });

  it('is refused when its parts come from two links', async () => {
    const other = await invited();
    const [mine, theirs] = [partsOf(link), partsOf(s.invitationLink(other.contactEmail))];
    const mixed = [
      `${mine.keyId}.${mine.payload}.${theirs.signature}`,
      `${mine.keyId}.${theirs.payload}.${mine.signature}`,
    ];
    for (const token of mixed) expect(await attack(withToken(token))).toEqual([404, 404, 0]);
    expect([await relationshipOf(), await relationshipOf(other)]).toEqual(['invited', 'invited']);
  });

  it('is refused when it names another partner’s case, with whatever it was signed', async () => {
    const other = await invited();
    const { keyId, payload, signature } = partsOf(link);
    const [, tenantId, invitationId, expiresAt] = JSON.parse(Buffer.from(payload, 'base64url').toString());
    for (const claims of [
      [other.partnerId, tenantId, invitationId, expiresAt],
      [other.partnerId, other.tenantId, invitationId, expiresAt],
      [customer.partnerId, other.tenantId, invitationId, expiresAt],
      [customer.partnerId, tenantId, invitationId, expiresAt + 86_400_000],
      { partnerId: other.partnerId, tenantId, invitationId, expiresAt },
      null,
    ]) {
      const text = Buffer.from(JSON.stringify(claims)).toString('base64url').padEnd(20, 'A');
      expect(await attack(withToken(`${keyId}.${text}.${signature}`))).toEqual([404, 404, 0]);
    }
  });
});

describe('a live token', () => {
  it('works to its last second, and not after it', async () => {
    const { invitation } = (await s.caseFile(customer)).relationship;
    const left = Date.parse(invitation?.expiresAt ?? '') - s.stack.clock.now().getTime();
    await s.stack.clock.advance(`PT${Math.floor(left / 1000) - 30}S`);
    const { status, hidden, decisions } = await openPage(link);
    expect([status, decisions]).toEqual([200, ['approve', 'decline']]);
    await s.stack.pollers.pause();
    await s.stack.clock.advance('PT31S');
    // No schedule has run yet, so the case still says `invited`. The link checks its own expiry.
    expect(await attack(link, hidden)).toEqual([410, 410, 0]);
    s.stack.pollers.resume();
    await s.stack.clock.advance('PT1M');
    expect(await relationshipOf()).toBe('expired');
  });

  it('decides nothing with the nonce of another link, of another time, or of a key that is gone', async () => {
    const other = await openPage(s.invitationLink((await invited()).contactEmail));
    const { hidden } = await openPage(link);
    const [keyId, issued = '', signature] = (hidden.nonce ?? '').split('.');
    const later = (Number.parseInt(issued, 36) + 1).toString(36);
    const nonces = [
      '',
      other.hidden.nonce ?? '',
      `${keyId}.${later}.${signature}`,
      `${keyId}.${issued}.${signature?.slice(0, -1)}`,
      `k9.${issued}.${signature}`,
      `__proto__.${issued}.${signature}`,
      tokenOf(link),
      `${hidden.nonce}.x`.repeat(50),
      `\u0000${hidden.nonce}`,
    ];
    for (const nonce of nonces) {
      const { status, decisions } = await postForm(link, { ...hidden, nonce, decision: 'approve' });
      // The customer gets the form again and can still decide.
      expect([nonce, status, decisions]).toEqual([nonce, 200, ['approve', 'decline']]);
    }
    await s.stack.clock.advance('PT12H1S');
    expect((await postForm(link, { ...hidden, decision: 'approve' })).decisions).toEqual([
      'approve',
      'decline',
    ]);
    await s.stack.idle();
    expect(await relationshipOf()).toBe('invited');
  });

  it('is not moved by anything a scanner does', async () => {
    const before = await s.tableItems();
    const requests: RequestInit[] = [
      ...['GET', 'HEAD', 'OPTIONS', 'PROPFIND', 'PUT', 'DELETE', 'PATCH'].map((method) => ({ method })),
      { headers: { purpose: 'prefetch', 'sec-purpose': 'prefetch;prerender' } },
      { headers: { 'x-http-method-override': 'POST', 'x-method-override': 'POST' } },
      { method: 'POST' },
      { method: 'POST', body: 'decision=approve' },
      { method: 'POST', body: new URLSearchParams({ decision: 'approve' }) },
      { method: 'POST', body: '{"decision":"approve"}', headers: { 'content-type': 'application/json' } },
      { method: 'POST', body: Buffer.from([0xff, 0xfe, 0, 1]) },
      {
        method: 'POST',
        body: '%%%&decision=approve&=&nonce=%',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
    ];
    for (const address of [link, `${link}?decision=approve`, `${link}/`]) {
      for (const request of requests) {
        const response = await fetch(address, request);
        await response.arrayBuffer();
        expect([request, response.status < 500]).toEqual([request, true]);
      }
    }
    await s.stack.idle();
    expect(await s.tableItems()).toBe(before);
    expect(await relationshipOf()).toBe('invited');
  });
});

it('a form of a key that is gone decides nothing: the link itself is refused', async () => {
  const { hidden } = await openPage(link);
  const [arn = ''] = s.stack.secrets.arns();
  const { k1 = '' } = JSON.parse(s.stack.secrets.value(arn) ?? '{}');
  s.stack.secrets.put(arn, JSON.stringify({ current: 'k2', k2: 'b'.repeat(64) }));
  await s.stack.clock.advance('PT6M');
  expect(await attack(link, hidden)).toEqual([404, 404, 0]);
  expect(await relationshipOf()).toBe('invited');
  // The same signature under the new key's id does not help either.
  const { payload, signature } = partsOf(link);
  expect(k1.length).toBeGreaterThan(30);
  expect(await attack(withToken(`k2.${payload}.${signature}`), hidden)).toEqual([404, 404, 0]);
});
