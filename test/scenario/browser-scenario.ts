import { rm } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../browser/chromium.ts';
import { buildTemplates } from './global-setup.ts';
import { type Scenario, startScenario } from './scenario.ts';

/** A local stack and a browser. */
export interface BrowserScenario {
  readonly s: Scenario;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Starts a local stack and Chromium. The project `browser` synthesizes no templates in advance, so this does. */
export async function startBrowserScenario(): Promise<BrowserScenario> {
  const { folder, templates } = await buildTemplates();
  const s = await startScenario({ templates });
  const browser = await launchChromium();
  return {
    s,
    browser,
    async close() {
      await browser.close();
      try {
        await s.stack.close();
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}
