import { type Locale, traits } from '../texts/compiled.generated.ts';
import { html, Markup, toHtml } from '../texts/markup.ts';
import { type Phrase, toText } from '../texts/phrase.ts';
import { style } from './style.ts';

/** What every state of the page has. */
export interface Page {
  /** The page's h1 and title. */
  readonly title: Phrase;
  /** Shown above the title: a drawn sign. */
  readonly sign?: Markup | undefined;
  readonly body: readonly Markup[];
  readonly footer?: Phrase | undefined;
}

/** A page as an HTML document: no script, no request to anywhere. */
export function pageDocument(page: Page, locale: Locale): string {
  const title = toText(page.title);
  return html`<!doctype html>
<html lang="${locale}" dir="${traits[locale].dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<meta name="format-detection" content="telephone=no">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<article>
${page.sign}<h1>${toHtml(page.title)}</h1>
${page.body}
</article>
</main>
${page.footer ? html`<footer><p>${toHtml(page.footer)}</p></footer>` : ''}
</body>
</html>
`.toString();
}
