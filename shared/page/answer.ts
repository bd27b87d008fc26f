import { type Locale, pageTexts, sharedTexts } from '../texts/compiled.generated.ts';
import { formatMoment } from '../texts/dates.ts';
import { html, type Markup, toHtml } from '../texts/markup.ts';
import { translate } from '../texts/translate.ts';
import { fact, paragraph } from './ask.ts';
import type { Page } from './document.ts';
import { dash, tick } from './icons.ts';
import type { DoneView } from './views.ts';

/** The page after a decision. */
export function donePage(view: DoneView, locale: Locale): Page {
  const say = translate(locale, pageTexts);
  const both = translate(locale, sharedTexts);
  const names = { partner: view.partner.name };
  const link = view.decision === 'approved' ? view.microsoftLink : undefined;
  return {
    title: say(link ? 'done.consented.title' : `done.${view.decision}.title`),
    sign: view.decision === 'approved' ? tick : dash,
    body: [
      ...(link
        ? [paragraph(both('microsoft')), microsoftButton(link, locale)]
        : [paragraph(say(`done.${view.decision}`, names))]),
      html`<dl>${[
        fact(both('label.partner'), [{ outside: view.partner.name }]),
        ...(view.at === undefined ? [] : [fact(say('done.at'), [formatMoment(view.at, locale)])]),
        fact(both('label.reference'), [{ outside: view.invitationId }]),
      ]}</dl>`,
    ],
    footer: say('questions', { email: [{ address: view.partner.supportEmail }] }),
  };
}

/** Throws if the link is not https: it is made by us, so that is a fault. */
function microsoftButton(link: string, locale: Locale): Markup {
  if (new URL(link).protocol !== 'https:') throw new TypeError('the link to Microsoft must be https');
  return html`<p><a class="button" href="${link}">${toHtml(translate(locale, sharedTexts)('microsoft.button'))}</a></p>`;
}
