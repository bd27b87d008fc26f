import { type Locale, pageTexts } from '../texts/compiled.generated.ts';
import { translate } from '../texts/translate.ts';
import { paragraph } from './ask.ts';
import type { Page } from './document.ts';
import { dash } from './icons.ts';
import type { AskView, DoneView, PageView } from './views.ts';

/** A page for a link or an answer that cannot be taken. Calm, and silent about whether a customer exists. */
export function refusalPage(view: Exclude<PageView, AskView | DoneView>, locale: Locale): Page {
  const say = translate(locale, pageTexts);
  const text =
    view.kind === 'expired' && view.partner
      ? say('expired.by', { partner: view.partner.name, email: [{ address: view.partner.supportEmail }] })
      : say(view.kind);
  return { title: say(`${view.kind}.title`), sign: dash, body: [paragraph(text)] };
}
