import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { violationsOf } from '../../../browser/violations.ts';
import { newCustomer } from '../../../fixtures/events.ts';
import { type BrowserScenario, startBrowserScenario } from '../../../scenario/browser-scenario.ts';
import type { Scenario } from '../../../scenario/scenario.ts';

let started: BrowserScenario;
let s: Scenario;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** Errors of the browser's console, such as those of the content security policy. */
let errors: string[];

beforeAll(async () => {
  started = await startBrowserScenario();
  ({ s, browser } = started);
});
afterAll(async () => {
  await started?.close();
});

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
  errors = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
});
afterEach(async () => {
  await context.close();
  expect(errors).toEqual([]);
});

const open = (hash = '') => page.goto(`${s.stack.console}${hash}`);
const rows = () => page.locator('.row');
const row = (text: string) => rows().filter({ hasText: text });

async function invited(name = 'Fabrikam, Inc.') {
  const { partnerId } = await s.registerPartner();
  const customer = newCustomer(partnerId, { name });
  const event = s.events.ingested(customer);
  await s.publishAndWait(event);
  return { customer, event };
}

describe('events', () => {
  it('are listed, and found by text and by type', async () => {
    const { customer } = await invited('Searched Company');
    await open('#/events');
    await page.getByRole('searchbox').fill(`searched ${customer.partnerId}`);
    await row('Searched Company').waitFor();
    expect(await rows().count()).toBe(1);
    await page.getByLabel('Any type').selectOption('partner.registered');
    await page.getByText('No event matches.').waitFor();
    await page.reload();
    expect(await page.getByRole('searchbox').inputValue()).toBe(`searched ${customer.partnerId}`);
    await page.getByText('No event matches.').waitFor();
  });

  it('lead to the decision, its reasons, the mail and the case, and back', async () => {
    await invited('Linked Company');
    await open('#/events');
    await row('Linked Company').click();
    const decision = page.locator('section', { hasText: 'Decision' });
    await decision.getByText('license-request').first().waitFor();
    await page.getByRole('button', { name: 'Why this rule' }).click();
    await page.getByRole('cell', { name: 'own-subscription' }).waitFor();
    await page.getByRole('link', { name: 'invitation', exact: true }).click();
    await page.waitForURL(/#\/mails\//);
    await page.goBack();
    await page.getByRole('link', { name: 'Linked Company', exact: true }).click();
    await page.waitForURL(/#\/cases\//);
    await page.getByRole('link', { name: '✉ invitation' }).waitFor();
    await page.locator('.timeline').getByRole('link', { name: 'subscription.ingested' }).click();
    await page.getByRole('heading', { name: 'subscription.ingested' }).waitFor();
    const address = page.url();
    await page.reload();
    await page.getByRole('heading', { name: 'subscription.ingested' }).waitFor();
    expect(page.url()).toBe(address);
  });

  it('appear without a reload, and the focus stays', async () => {
    const { customer } = await invited('Live Company');
    await open('#/events?text=Live');
    await row('subscription.ingested').focus();
    await s.publish(s.events.ingested(customer, { id: 'second' }));
    await rows().nth(1).waitFor();
    expect(await page.locator(':focus').getAttribute('class')).toBe('row');
  });

  it('are moved through by keyboard', async () => {
    await invited('Keyboard Company');
    await open('#/events');
    await rows().first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('keyboard');
    await row('Keyboard Company').waitFor();
    await page.keyboard.press('Escape');
    await rows().first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2 }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Select an event.').waitFor();
    expect(page.url()).toContain('text=keyboard');
  });

  it('with HTML in their names show it as text', async () => {
    await invited('<img src=x onerror="document.title=1">');
    await open('#/cases');
    await row('<img src=x').click();
    await page.getByRole('heading', { level: 2, name: '<img src=x' }).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.title()).toContain('Local console');
  });
});

describe('the form', () => {
  it('sends an example event, which the events show; a repeat changes nothing', async () => {
    const { partnerId } = await s.registerPartner({ partnerId: 'contoso' });
    await open('#/send');
    await page.getByLabel('CloudEvent').waitFor();
    await expect.poll(() => page.getByLabel('CloudEvent').inputValue()).toContain(partnerId);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('link', { name: 'See subscription.ingested' }).click();
    await page.getByRole('heading', { name: /subscription\.ingested applied/ }).waitFor();
    await page.getByRole('link', { name: 'Edit and send again' }).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Accepted.').waitFor();
    await s.stack.idle();
    await page.getByRole('link', { name: 'See subscription.ingested' }).click();
    await page.getByText('2 × on subscription-events').waitFor();
    const file = await s.caseFile({ partnerId, tenantId: '4b2a6e33-8791-4386-bd2b-0d55baf25039' });
    expect(file.timeline).toHaveLength(1);
  });

  it('shows the faults of an event by their paths', async () => {
    await open('#/send');
    const area = page.getByLabel('CloudEvent');
    await expect.poll(() => area.inputValue()).toContain('specversion');
    const event = JSON.parse(await area.inputValue());
    await area.fill(JSON.stringify({ ...event, data: { ...event.data, requestedBy: { role: 'intern' } } }));
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('cell', { name: 'data.requestedBy.role' }).waitFor();
    // The browser logs the status 400 of the request.
    expect(errors.splice(0)).toEqual([expect.stringContaining('400')]);
  });
});

describe('a dead letter', () => {
  it('shows its reason; a redrive sends it back, and discard deletes it', async () => {
    const { customer } = await invited();
    await s.send('subscription-events', '{"broken"');
    await s.stack.idle();
    await open('#/queues');
    const card = page.locator('article');
    await card.getByText('not-json').waitFor();
    await card.getByText('event must be JSON').waitFor();
    await card.getByRole('button', { name: 'Discard' }).click();
    await card.getByRole('button', { name: 'Click again to delete it' }).click();
    await page.getByText('No dead letter.').waitFor();
    expect(s.stack.peek('subscription-events-dlq')).toEqual([]);

    const valid = s.events.ingested(customer, { id: 'redriven' });
    await s.send('subscription-events-dlq', JSON.stringify(valid));
    await card.getByRole('button', { name: 'Redrive to subscription-events' }).click();
    await page.getByText('No dead letter.').waitFor();
    await s.stack.idle();
    expect((await s.caseFile(customer)).subscriptions.map(({ id }) => id)).toContain('redriven');
  });
});

// Colours depend on the scheme, and layout on the width: two pairs show all of both.
describe.each([
  ['light', 1400],
  ['dark', 390],
] as const)('every view, %s, %d px wide', (colorScheme, width) => {
  it('is accessible and not wider than the screen', async () => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    for (const view of ['events', 'cases', 'mails', 'queues', 'outcomes', 'alarms', 'logs', 'send']) {
      await open(`#/${view}`);
      await page.locator('#activity.good').waitFor();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect([view, await violationsOf(page)]).toEqual([view, []]);
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect([view, overflow]).toEqual([view, 0]);
    }
  });
});
