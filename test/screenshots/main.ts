import { mkdirSync } from 'node:fs';
import { launchChromium } from '../browser/chromium.ts';
import { runningStack } from './running-stack.ts';
import { shots, stackShots } from './shots.ts';

/*
 * `npm run screenshots`: takes a screenshot of every mail, every state of the approval page and the local console.
 *
 *   npm run screenshots -- [part of a name]…   all of them, or those whose name contains one of the parts
 */

const folder = new URL('../../screenshots/', import.meta.url);
const parts = process.argv.slice(2);
const stack = await runningStack();
const all = [...shots(), ...stackShots(stack.api)];
const wanted = all.filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)));

mkdirSync(folder, { recursive: true });
const browser = await launchChromium();
try {
  for (const { name, source, width, scheme } of wanted) {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: scheme });
    if ('url' in source) {
      await page.goto(source.url);
      await page.locator(source.shows).first().waitFor();
    } else await page.setContent(source.html);
    await page.screenshot({ path: new URL(`${name}.png`, folder).pathname, fullPage: !('url' in source) });
    await page.close();
  }
} finally {
  await browser.close();
  await stack.close();
}
console.log(`${wanted.length} screenshots in screenshots/`);
