import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { openPage } from './approval-page.ts';
import { type BrowserScenario, startBrowserScenario } from './browser-scenario.ts';
import type { Scenario } from './scenario.ts';

/** Each text calls `hacked`, loads something or leaves the page if it is not escaped. */
const PAYLOADS = [
  '<script>hacked()</script>',
  '<img src=//a.example/image onerror=hacked()>',
  '"><svg onload=hacked()>',
  "'><img src=x onerror=hacked()><a b='",
  '</title></style></textarea></script><script src=//a.example/s></script>',
  '<style>@import "//a.example/style"; h1{display:none}</style>',
  '<meta http-equiv=refresh content="0;url=//a.example/refresh">',
  '<iframe srcdoc="<script>parent.hacked()</script>"></iframe>',
  '<form action=//a.example/form><button autofocus>Approve</button></form>',
  '&lt;script&gt;hacked()&lt;/script&gt; &#60;img src=x onerror=hacked()&#62;',
  "javascript:hacked()//'+hacked()+'`+hacked()+`",
  '<details open ontoggle=hacked()>{{constructor.constructor("hacked()")()}}',
] as const;

/** The page cuts longer names. In characters. */
const LONGEST = 100;

/** The payloads, joined up to the longest name. */
const TEXTS: string[] = [];
for (const payload of PAYLOADS) {
  const longer = `${TEXTS.at(-1) ?? ''}${payload}`;
  if (longer.length <= LONGEST) TEXTS.splice(-1, 1, longer);
  else TEXTS.push(payload);
}

/** A valid address that breaks out of an attribute if it is not escaped. */
const SUPPORT_EMAIL = "a'onfocus='hacked`1`'autofocus='?bcc=b&subject=c{}@contoso.example";

let started: BrowserScenario;
let s: Scenario;
let browser: Browser;
let attacker: Server;
let attackerHtml = '';
let attackerOrigin: string;

beforeAll(async () => {
  started = await startBrowserScenario();
  ({ s, browser } = started);
  attacker = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(attackerHtml),
  );
  await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve));
  // The stack uses 127.0.0.1, so `localhost` is another site.
  attackerOrigin = `http://localhost:${(attacker.address() as AddressInfo).port}`;
}, 600_000);
afterAll(async () => {
  await new Promise((resolve) => attacker.close(resolve));
  await started?.close();
});

/** Opens a page and records every script, request, dialog and error that must not happen in it. */
async function watchedPage(): Promise<{ context: BrowserContext; page: Page; signs: string[] }> {
  const context = await browser.newContext();
  const signs: string[] = [];
  await context.exposeFunction('hacked', () => void signs.push('a script ran'));
  await context.route(
    ({ hostname }) => hostname !== '127.0.0.1',
    async (route) => {
      signs.push(`a request to ${route.request().url()}`);
      await route.abort();
    },
  );
  const page = await context.newPage();
  page.on('dialog', async (dialog) => {
    signs.push(`a dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on('pageerror', (error) => signs.push(`an error: ${error.message}`));
  page.on('console', (message) => {
    if (/Content.Security.Policy|Refused to/i.test(message.text())) signs.push(message.text());
  });
  return { context, page, signs };
}

/** A partner and a customer with this text in every field that takes it: an open invitation, and an onboarding that waits for it. */
async function attackWith(text: string): Promise<TestCustomer> {
  const { partnerId } = await s.registerPartner({
    name: text,
    supportEmail: SUPPORT_EMAIL,
    microsoft: { tenantId: crypto.randomUUID(), mpnId: '4847383' },
  });
  const customer = newCustomer(partnerId, { name: text, contactName: text });
  const requestedBy = { role: 'sales-agent', name: text } as const;
  const attributes = { id: `${text} ${crypto.randomUUID()}`, source: "/crm?'onload=hacked()" };
  const subscription = { name: text, seller: { name: text } };
  const licence = s.events.ingested(customer, subscription, attributes);
  const azure = s.events.ingested(customer, { ...subscription, billing: 'usage-based', channel: 'csp' });
  const { id } = azure.data.subscription;
  const traced = { correlationid: text, subject: text };
  await s.publishAndWait({ ...licence, ...traced, data: { ...licence.data, requestedBy } }, azure);
  await s.publishAndWait(
    s.events.onboarding(customer, id, {
      requestedBy,
      currentPartner: { name: text, domain: 'h.example' },
    }),
  );
  return customer;
}

/** Fires the events that usually run injected handlers, on every element. */
async function provoke(page: Page): Promise<void> {
  await page.evaluate(`
    for (const node of document.querySelectorAll('*'))
      for (const event of ['focus', 'mouseover', 'pointerenter', 'load', 'error', 'toggle'])
        node.dispatchEvent(new Event(event));
  `);
}

describe('texts with markup in every field', () => {
  it('would do harm where nothing escapes them: the watch finds each', async () => {
    // Entities and templates do nothing until a program decodes them, so they are listed here in decoded form.
    const decoded = ['<script>hacked()</script> ', "<script>''+hacked()</script>"];
    const open = [...PAYLOADS.filter((text) => !/^(?:&lt;|javascript:)/.test(text)), ...decoded];
    for (const text of open) {
      // A page for each: what one text loads or leaves behind must not reach the next.
      const { context, page, signs } = await watchedPage();
      await page.goto(`${s.stack.api}/_local/nothing`);
      await page.setContent(`<title>Raw</title><p title="${text}">${text}</p>`).catch(() => {});
      await provoke(page).catch(() => {});
      for (const button of await page.getByRole('button').all()) await button.click().catch(() => {});
      await expect.poll(() => signs.length, { message: text, interval: 10 }).toBeGreaterThan(0);
      await context.close();
    }
  });

  it('run and load nothing in pages, mails and console, and are shown as text', async () => {
    const customers = new Map<string, TestCustomer>();
    for (const text of TEXTS) customers.set(text, await attackWith(text));
    await s.stack.clock.advance('P3DT1M');
    const { context, page, signs } = await watchedPage();
    for (const [text, customer] of customers) {
      await page.goto(s.invitationLink(customer.contactEmail));
      await provoke(page);
      expect(await page.getByRole('button').allTextContents()).toEqual(['Approve', 'Decline']);
      // The page puts word joiners into anything that looks like an address, so that it is not linked.
      expect((await page.locator('main').textContent())?.replaceAll('\u2060', '')).toContain(text);
      await page.getByRole('textbox').fill(text);
      await page.getByRole('button', { name: 'Decline' }).click();
      await page.getByRole('heading', { name: 'Your answer is recorded' }).waitFor();
      await provoke(page);
      await s.send('subscription-events', text, JSON.stringify({ [text]: text }));
      await s.stack.idle();
      expect((await s.caseFile(customer)).relationship.invitation).toMatchObject({ comment: text });
    }

    const mails = s.mails();
    for (const kind of ['invitation', 'reminder', 'receipt', 'notice'])
      expect(mails.filter((mail) => mail.kind === kind)).toHaveLength(TEXTS.length);
    for (const { html } of mails) {
      // Some mail programs have no content security policy.
      await page.goto(`${s.stack.api}/_local/nothing`);
      await page.setContent(html);
      await provoke(page);
    }

    const views = ['events', 'cases', 'mails', 'queues', 'outcomes', 'logs', 'send'];
    const cases = [...customers.values()].map((one) => `cases/${one.partnerId}/${one.tenantId}`);
    for (const view of [...views, ...cases, ...mails.slice(-4).map(({ id }) => `mails/${id}`)]) {
      await page.goto(`${s.stack.console}#/${view}`);
      await page.locator('#activity.good').waitFor();
      await page.getByRole('heading').first().waitFor();
      if (view === 'events') await page.locator('.row').first().click();
      await provoke(page);
    }
    await context.close();
    expect(signs).toEqual([]);
  });
});

describe('a page of somebody else', () => {
  async function invited(acceptance: 'link' | 'partner-center' = 'link') {
    const microsoft = { tenantId: crypto.randomUUID(), mpnId: '4847383' };
    const { partnerId } = await s.registerPartner({ acceptance, microsoft });
    const customer = newCustomer(partnerId);
    await s.publishAndWait(s.events.ingested(customer));
    return { customer, link: s.invitationLink(customer.contactEmail) };
  }

  it('cannot show the approval page in a frame', async () => {
    const { link } = await invited();
    attackerHtml = `<iframe src="${link}" width=800 height=800></iframe>`;
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(attackerOrigin);
    await expect.poll(() => page.frames()[1]?.url()).toBe('chrome-error://chromewebdata/');
    expect(complaints.join('\n')).toContain('frame-ancestors');
    await page.close();
  });

  it('cannot send the form: without its nonce, or with that of another link, the form is shown again', async () => {
    const { customer, link } = await invited();
    const other = await openPage((await invited()).link);
    const page = await browser.newPage();
    // The customer opened the page before, so the browser has its cookie.
    await page.goto(link);
    for (const nonce of ['', other.hidden.nonce ?? '']) {
      attackerHtml = `<form method=post action="${link}"><input name=decision value=approve>
        <input name=nonce value="${nonce}"></form><script>document.forms[0].submit()</script>`;
      await page.goto(attackerOrigin);
      await page.waitForURL(link);
      expect(await page.getByRole('button').allTextContents()).toEqual(['Approve', 'Decline']);
    }
    await s.stack.idle();
    expect((await s.caseFile(customer)).relationship.status).toBe('invited');
    await page.close();
  });

  it('does not learn the link: what the page leads to gets no referrer', async () => {
    const { link } = await invited('partner-center');
    const context = await browser.newContext();
    const referrers: unknown[] = [];
    await context.route(
      ({ hostname }) => hostname !== '127.0.0.1',
      async (route) => {
        referrers.push((await route.request().allHeaders()).referer);
        await route.fulfill({ contentType: 'text/html', body: '<script>document.title = opener</script>' });
      },
    );
    const page = await context.newPage();
    await page.goto(link);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('link', { name: /Microsoft/ }).click();
    await page.waitForURL(/microsoft/);
    expect(referrers).toEqual([undefined]);
    expect(await page.evaluate('document.referrer')).toBe('');
    await context.close();
  });

  it('back and forward show no form that was answered', async () => {
    const { link } = await invited();
    const page = await browser.newPage();
    await page.goto(link);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('heading', { name: 'Thank you, your approval is recorded' }).waitFor();
    await page.goBack();
    expect(await page.getByRole('button').count()).toBe(0);
    await page.close();
  });
});
