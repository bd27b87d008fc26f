import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLocale } from '../../shared/texts/choose-locale.ts';
import { traits } from '../../shared/texts/compiled.generated.ts';
import { launchChromium } from '../browser/chromium.ts';
import { violationsOf } from '../browser/violations.ts';
import { workOrders } from '../screenshots/views.ts';
import { everyMail } from './every-mail.ts';

const outside = {
  partner: '<img src=x onerror="document.title=1">',
  supportEmail: 'support@contoso.example',
  customer: '"><script>document.title=2</script>',
  contactName: '\u202Eאבג</td></table>',
  subscription: 'x'.repeat(10_000),
  comment: '</blockquote><style>*{display:none}</style>',
  id: "' style='display:none",
};

/** Names as they are, and an ID as long as they get. */
const named = {
  partner: 'Contoso Cloud Services',
  customer: 'Fabrikam Bakeries Ltd',
  contactName: 'Dana Whitfield',
  subscription: 'Azure production (web shop)',
  id: '6f1d2c3b-4a59-4e68-9d77-0c8b7a695847',
};

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
}, 600_000);
afterAll(async () => browser?.close());

/** The one with every kind of block: axe takes a third of a second a mail. */
const oneOrder = workOrders.filter(({ step }) => step === 'enter-details');

/** A mail stands inside a client's page, which has the landmarks. */
const CLIENTS_OWN = ['landmark-one-main', 'region'];

describe('a mail in a browser', { timeout: 60_000 }, () => {
  it.each(['light', 'dark'] as const)(
    'shows hostile names as text, accessibly, %s, on a phone',
    async (scheme) => {
      const context = await browser.newContext({
        viewport: { width: 390, height: 800 },
        colorScheme: scheme,
      });
      const page = await context.newPage();
      for (const { html, subject } of everyMail(outside, 'en', oneOrder)) {
        await page.setContent(html);
        expect(await page.title()).toBe(subject);
        expect(await page.locator('script, img, style:not(head style)').count()).toBe(0);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
        expect(await violationsOf(page, CLIENTS_OWN)).toEqual([]);
      }
      await context.close();
    },
  );

  it.each(Object.keys(traits).filter(isLocale))('fits a phone in %s', async (locale) => {
    const page = await browser.newPage({ viewport: { width: 320, height: 800 } });
    for (const { html } of everyMail({ ...outside, ...named }, locale)) {
      await page.setContent(html);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    }
    await page.close();
  });

  it('that breaks a rule is found, by its structure and by its colours', async () => {
    const page = await browser.newPage();
    await page.setContent('<p style="color: #777; background: #888">Dear customer <img src="data:,"></p>');
    const found = await violationsOf(page, CLIENTS_OWN);
    expect(found.map(([id]) => id)).toEqual(expect.arrayContaining(['color-contrast', 'image-alt']));
    await page.close();
  });
});
