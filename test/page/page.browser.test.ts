import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Browser, ConsoleMessage, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderPage } from '../../shared/page/render.ts';
import { chooseLocale, isLocale } from '../../shared/texts/choose-locale.ts';
import { traits } from '../../shared/texts/compiled.generated.ts';
import { launchChromium } from '../browser/chromium.ts';
import { violationsOf } from '../browser/violations.ts';
import { states } from './page-states.ts';

const LONG = 'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(3);

let browser: Browser;
let server: Server;
let origin: string;
const posts: URLSearchParams[] = [];

/** `/{locale}/{state}` shows a state; a POST is kept and answered with the page after it. */
beforeAll(async () => {
  browser = await launchChromium();
  server = createServer(async (request, response) => {
    const [, locale, name] = (request.url ?? '').split('/');
    if (request.method === 'POST') posts.push(new URLSearchParams(await text(request)));
    const wanted = request.method === 'POST' ? 'approved' : name;
    const view = states.find((state) => state.name === wanted)?.view ?? { kind: 'unknown' as const };
    const page = renderPage(view, chooseLocale([locale]));
    response.writeHead(page.status, page.headers).end(page.html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => server.close(resolve));
});

interface Settings {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly javaScript?: boolean;
}

/** A page for each kind of settings, used again: a new one takes as long as what is looked at in it. */
const pages = new Map<string, Promise<Page>>();

function pageWith({ width = 1200, scheme = 'light', javaScript = true }: Settings): Promise<Page> {
  const key = `${width} ${scheme} ${javaScript}`;
  const known = pages.get(key);
  if (known) return known;
  const viewport = { width, height: 800 };
  const made = browser.newPage({ viewport, colorScheme: scheme, javaScriptEnabled: javaScript });
  pages.set(key, made);
  return made;
}

/** Opens a state and runs `look` on it; fails if the browser complains about anything, such as a CSP violation. */
async function openPage(
  path: string,
  settings: Settings,
  look: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await pageWith(settings);
  const complaints: string[] = [];
  const onConsole = (message: ConsoleMessage) => complaints.push(message.text());
  const onError = (error: Error) => complaints.push(error.message);
  page.on('console', onConsole).on('pageerror', onError);
  try {
    await page.goto(`${origin}${path}`);
    await look(page);
  } finally {
    page.off('console', onConsole).off('pageerror', onError);
  }
  expect(complaints.filter((text) => !/the server responded with a status of|favicon/.test(text))).toEqual(
    [],
  );
}

describe('the approval page in a browser', { timeout: 60_000 }, () => {
  const wide = states.map(({ name }) => ({ name, width: 1200, scheme: 'light' as const }));
  const narrow = ['ask-again', 'approved', 'expired'].map((name) => ({
    name,
    width: 390,
    scheme: 'dark' as const,
  }));

  it.each([...wide, ...narrow])(
    '$name breaks no accessibility rule at $width pixels, $scheme',
    async (shown) => {
      await openPage(`/${shown.scheme === 'dark' ? 'zh-Hant' : 'en'}/${shown.name}`, shown, async (page) => {
        expect(await violationsOf(page)).toEqual([]);
      });
    },
  );

  it('sends the decision without JavaScript', async () => {
    posts.length = 0;
    await openPage('/en/ask', { javaScript: false, width: 390 }, async (page) => {
      await page.getByLabel('Reason for declining (optional)').fill('Not now\nthank you');
      await page.getByRole('button', { name: 'Decline' }).click();
      expect(await page.title()).toBe('Thank you, your approval is recorded');
    });
    expect(posts.map((post) => Object.fromEntries(post))).toEqual([
      { nonce: 'nonce', comment: 'Not now\r\nthank you', decision: 'decline' },
    ]);
  });

  it('works by keyboard, with approve first and a visible focus', async () => {
    posts.length = 0;
    await openPage('/en/ask', {}, async (page) => {
      const order: string[] = [];
      for (let step = 0; step < 4; step += 1) {
        await page.keyboard.press('Tab');
        const focused = page.locator(':focus');
        order.push(
          (await focused.getAttribute('value')) ?? (await focused.evaluate((node) => node.nodeName)),
        );
        expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
      }
      expect(order).toEqual(['A', 'approve', 'TEXTAREA', 'decline']);
      await page.locator('button[value=approve]').focus();
      await page.keyboard.press('Enter');
      await page.waitForSelector('svg');
    });
    expect(posts[0]?.get('decision')).toBe('approve');
  });

  it('has targets of at least 44 pixels and does not scroll sideways, from 320 pixels up', async () => {
    await openPage('/en/ask', { width: 320 }, async (page) => {
      await page
        .locator('bdi')
        .first()
        .evaluate((node, long) => node.append(long), LONG);
      for (const target of await page.locator('button, textarea').all()) {
        expect((await target.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      }
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    });
  });

  it.each(Object.keys(traits).filter(isLocale))('fits the smallest phone in %s', async (locale) => {
    await openPage(`/${locale}/ask`, { width: 320 }, async (page) => {
      for (const { name } of states) {
        await page.goto(`${origin}/${locale}/${name}`);
        expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(320);
      }
    });
  });

  it('prints the request without its form', async () => {
    await openPage('/en/ask', {}, async (page) => {
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByRole('button').count()).toBe(0);
      expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
      await page.emulateMedia({ media: null });
    });
  });
});
