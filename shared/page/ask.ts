import { type Locale, pageTexts, sharedTexts } from '../texts/compiled.generated.ts';
import { formatDay, formatMoment } from '../texts/dates.ts';
import { html, type Markup, toHtml } from '../texts/markup.ts';
import { type Phrase, toText } from '../texts/phrase.ts';
import { translate } from '../texts/translate.ts';
import type { Page } from './document.ts';
import type { AskView } from './views.ts';

/** Longest comment the form takes, in UTF-16 code units as browsers count `maxlength`. */
export const COMMENT_LIMIT = 1000;

/** The page that asks: who, for what, until when, how to withdraw; then the two buttons. */
export function askPage(view: AskView, locale: Locale): Page {
  const say = translate(locale, pageTexts);
  const both = translate(locale, sharedTexts);
  const names = { partner: view.partner.name, customer: view.customerName };
  const email: Phrase = [{ address: view.partner.supportEmail }];
  return {
    title: say('ask.title', names),
    body: [
      ...(view.again ? [again(locale)] : []),
      paragraph(say('ask.lead', names)),
      section(say('ask.allow'), [
        html`<p><strong>${toHtml(both(`scope.${view.scope}`))}</strong></p>`,
        paragraph(both(`allows.${view.scope}`, names)),
        paragraph(both('unchanged')),
      ]),
      ...subscriptions(view, locale),
      section(say('ask.withdraw'), [paragraph(both(`withdraw.${view.scope}`, { ...names, email }))]),
      section(say('ask.decide'), [
        paragraph(say('ask.who', names)),
        paragraph(say('ask.ignored', { date: [formatDay(view.expiresAt, locale)] })),
        form(view, locale),
      ]),
      section(say('ask.facts'), [
        html`<dl>${[
          fact(both('label.partner'), [{ outside: view.partner.name }]),
          fact(both('label.role'), both('role', names)),
          fact(both('label.until'), [formatMoment(view.expiresAt, locale)]),
          fact(both('label.reference'), [{ outside: view.invitationId }]),
        ]}</dl>`,
      ]),
    ],
    footer: say('questions', { email }),
  };
}

function again(locale: Locale): Markup {
  const say = translate(locale, pageTexts);
  return html`<div class="note" role="status"><p><strong>${toHtml(say('ask.again.title'))}</strong></p><p>${toHtml(say('ask.again'))}</p></div>`;
}

function subscriptions(view: AskView, locale: Locale): Markup[] {
  const both = translate(locale, sharedTexts);
  if (view.subscriptions.length === 0) return [];
  const items = view.subscriptions.map(
    ({ name, billing }) =>
      html`<li><span>${toHtml([{ outside: name }])}</span> <small>${toHtml(both(`billing.${billing}`))}</small></li>`,
  );
  const more = view.more > 0 ? html`<li>${toHtml(both('more', { count: view.more }))}</li>` : undefined;
  return [
    section(translate(locale, pageTexts)('ask.subscriptions'), [html`<ul role="list">${items}${more}</ul>`]),
  ];
}

/** No `action`: the form goes to the page's own address, so that the token stays in one place. */
function form(view: AskView, locale: Locale): Markup {
  const say = translate(locale, pageTexts);
  return html`<form method="post">
<input type="hidden" name="nonce" value="${view.nonce}">
<button name="decision" value="approve">${toText(say('ask.approve'))}</button>
<div class="decline">
<label for="comment">${toText(say('ask.comment'))}</label>
<small id="comment-hint">${toHtml(say('ask.comment.hint', { partner: view.partner.name }))}</small>
<textarea id="comment" name="comment" rows="3" maxlength="${COMMENT_LIMIT}" aria-describedby="comment-hint"></textarea>
<button class="quiet" name="decision" value="decline">${toText(say('ask.decline'))}</button>
</div>
</form>`;
}

/** A section under its own heading. */
export function section(heading: Phrase, body: readonly Markup[]): Markup {
  return html`<section><h2>${toHtml(heading)}</h2>${body}</section>`;
}

/** A paragraph. */
export function paragraph(text: Phrase): Markup {
  return html`<p>${toHtml(text)}</p>`;
}

/** A row of a `dl`. */
export function fact(label: Phrase, value: Phrase): Markup {
  return html`<dt>${toHtml(label)}</dt><dd>${toHtml(value)}</dd>`;
}
