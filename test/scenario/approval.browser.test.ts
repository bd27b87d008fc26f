import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCustomer, type TestCustomer } from '../fixtures/events.ts';
import { type BrowserScenario, startBrowserScenario } from './browser-scenario.ts';
import type { Scenario } from './scenario.ts';

let started: BrowserScenario;
let s: Scenario;
let browser: Browser;

beforeAll(async () => {
  started = await startBrowserScenario();
  ({ s, browser } = started);
});
afterAll(async () => {
  await started?.close();
});

async function invited(): Promise<TestCustomer> {
  const { partnerId } = await s.registerPartner();
  const customer = newCustomer(partnerId);
  await s.publishAndWait(s.events.ingested(customer));
  return customer;
}

/** Opens the mail a customer got, as the console shows it, and follows its link into a new page. */
async function followMail(context: BrowserContext, customer: TestCustomer): Promise<Page> {
  const [mail] = s.mails(customer.contactEmail);
  const inbox = await context.newPage();
  await inbox.goto(`${s.stack.console}/mails/${mail?.id}.html`);
  const opened = context.waitForEvent('page');
  await inbox.getByRole('link', { name: 'Review and decide' }).click();
  const page = await opened;
  await page.waitForLoadState();
  await page.bringToFront();
  expect(page.url()).toBe(s.invitationLink(customer.contactEmail));
  return page;
}

describe('a customer decides in a browser', () => {
  it('approving by keyboard without JavaScript makes the licence supported', async () => {
    const customer = await invited();
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await followMail(context, customer);
    expect(await page.title()).toContain('Contoso Cloud Services');
    const focused = async () => page.locator(':focus').getAttribute('value');
    do await page.keyboard.press('Tab');
    while ((await focused()) === null);
    expect(await focused()).toBe('approve');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Thank you, your approval is recorded' }).waitFor();
    await s.stack.idle();
    const file = await s.caseFile(customer);
    expect(file.relationship.status).toBe('active');
    expect(file.subscriptions.map(({ status }) => status)).toEqual(['supported']);
    await page.reload();
    expect(await page.getByRole('button').count()).toBe(0);
    expect(s.mails(customer.contactEmail).map(({ kind }) => kind)).toEqual(['invitation', 'receipt']);
    await context.close();
  });

  it('declining on a phone with a comment blocks the licence, and the partner receives the comment', async () => {
    const customer = await invited();
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    const page = await followMail(context, customer);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.getByLabel('Reason for declining').fill('Wir bleiben, 謝謝.\nBest, R.');
    await page.getByRole('button', { name: 'Decline' }).tap();
    await page.getByRole('heading', { name: 'Your answer is recorded' }).waitFor();
    await s.stack.idle();
    const { relationship, subscriptions } = await s.caseFile(customer);
    expect(relationship.invitation).toMatchObject({
      status: 'declined',
      comment: 'Wir bleiben, 謝謝.\nBest, R.',
    });
    expect(subscriptions.map(({ status }) => status)).toEqual(['not-permitted']);
    const notices = s
      .mails()
      .filter(({ kind, to }) => kind === 'notice' && to[0]?.includes(customer.partnerId));
    expect(notices.map(({ text }) => text.includes('Wir bleiben, 謝謝.'))).toEqual([true]);
    await context.close();
  });
});
