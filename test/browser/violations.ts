import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/**
 * The accessibility rules a page breaks, with the HTML that does. All rules of axe run but those named.
 * @param without rules that are none of this page's business
 * @throws Error when the page has frames: axe then runs in the page itself. The way that looks into frames opens a second
 *   page for each look and takes three times as long.
 */
export async function violationsOf(
  page: Page,
  without: readonly string[] = [],
): Promise<[string, string[]][]> {
  if (page.frames().length > 1) throw new Error('The page has frames, into which nobody would look');
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    // Rules that pass are only counted, so that their HTML need not be copied from the browser.
    .options({ resultTypes: ['violations'] })
    .disableRules([...without])
    .analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}
