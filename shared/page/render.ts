import { createHash } from 'node:crypto';
import { type Locale, pageTexts, sharedTexts, traits } from '../texts/compiled.generated.ts';
import { formatMoment } from '../texts/formats.ts';
import { html, Markup, toHtml } from '../texts/markup.ts';
import { type Phrase, toText } from '../texts/phrase.ts';
import { translate } from '../texts/translate.ts';
import { dashIcon, style, tickIcon } from './style.ts';
import type { AskView, DoneView, PageView } from './views.ts';

/** An HTTP response; header names in lower case. */
export interface RenderedPage {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
}

/** Contract §5: a garbled or forged link is 404, an expired or replaced one 410, a used one 200. */
const STATUS: Readonly<Record<PageView['kind'], number>> = {
  ask: 200,
  done: 200,
  expired: 410,
  replaced: 410,
  unknown: 404,
  unavailable: 503,
  invalid: 400,
};

/** Renders a state of the approval page as an HTTP response. */
export function renderPage(view: PageView, locale: Locale): RenderedPage {
  return {
    status: STATUS[view.kind],
    headers: {
      ...pageHeaders,
      'content-language': locale,
      ...(view.kind === 'unavailable' ? { 'retry-after': '30' } : {}),
    },
    html: pageDocument(pageOf(view, locale), locale),
  };
}

function pageOf(view: PageView, locale: Locale): Page {
  if (view.kind === 'ask') return askPage(view, locale);
  if (view.kind === 'done') return donePage(view, locale);
  return refusalPage(view, locale);
}

const styleHash = createHash('sha256').update(style).digest('base64');

/**
 * The headers of every page. They allow no script, font, image, frame or request: only one inline style, by its hash, and
 * one form, to ourselves. `no-referrer` keeps the link's token from other sites. It makes browsers send `Origin: null` with
 * the form, so the origin cannot be checked; the form's nonce is checked instead.
 */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
};

/** The content of a page. */
interface Page {
  /** Title and h1. */
  readonly title: Phrase;
  /** Shown above the title. */
  readonly icon?: Markup | undefined;
  readonly body: readonly Markup[];
  readonly footer?: Phrase | undefined;
}

function pageDocument(page: Page, locale: Locale): string {
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
${page.icon}<h1>${toHtml(page.title)}</h1>
${page.body}
</article>
</main>
${page.footer ? html`<footer><p>${toHtml(page.footer)}</p></footer>` : ''}
</body>
</html>
`.toString();
}

/** The page with the request: who asks, for what, until when, how to withdraw; then the two buttons. */
function askPage(view: AskView, locale: Locale): Page {
  const t = translate(locale, pageTexts);
  const tShared = translate(locale, sharedTexts);
  const names = { partner: view.partner.name, customer: view.customerName };
  const email: Phrase = [{ address: view.partner.supportEmail }];
  return {
    title: t('ask.title', names),
    body: [
      ...(view.again ? [note(t(`ask.again.${view.again}.title`), t(`ask.again.${view.again}`))] : []),
      paragraph(t('ask.lead', names)),
      section(t('ask.allow'), [
        html`<p><strong>${toHtml(tShared(`scope.${view.scope}`))}</strong></p>`,
        paragraph(tShared(`allows.${view.scope}`, names)),
        paragraph(tShared('unchanged')),
      ]),
      ...subscriptionSection(view, locale),
      section(t('ask.withdraw'), [paragraph(tShared(`withdraw.${view.scope}`, { ...names, email }))]),
      section(t('ask.decide'), [
        paragraph(t('ask.who', names)),
        paragraph(t('ask.ignored', { date: [formatMoment(view.expiresAt, locale)] })),
        decisionForm(view, locale),
      ]),
      section(t('ask.facts'), [
        html`<dl>${[
          fact(tShared('label.partner'), [{ untrusted: view.partner.name }]),
          fact(tShared('label.role'), tShared('role', names)),
          fact(tShared('label.until'), [formatMoment(view.expiresAt, locale)]),
          fact(tShared('label.reference'), [{ exact: view.invitationId }]),
        ]}</dl>`,
      ]),
    ],
    footer: t('questions', { email }),
  };
}

function note(title: Phrase, text: Phrase): Markup {
  return html`<div class="note" role="status"><p><strong>${toHtml(title)}</strong></p><p>${toHtml(text)}</p></div>`;
}

function subscriptionSection(view: AskView, locale: Locale): Markup[] {
  const tShared = translate(locale, sharedTexts);
  if (view.subscriptions.length === 0) return [];
  const items = view.subscriptions.map(
    ({ name, billing }) =>
      html`<li><span>${toHtml([{ untrusted: name }])}</span> <small>${toHtml(tShared(`billing.${billing}`))}</small></li>`,
  );
  const more = view.more > 0 ? html`<li>${toHtml(tShared('more', { count: view.more }))}</li>` : undefined;
  return [
    section(translate(locale, pageTexts)('ask.subscriptions'), [html`<ul role="list">${items}${more}</ul>`]),
  ];
}

/** Longest comment that the form accepts, in UTF-16 code units as browsers count `maxlength`. */
const COMMENT_LIMIT = 1000;

/** The form has no `action`, so it is sent to the page's own address and the token appears in no other place. */
function decisionForm(view: AskView, locale: Locale): Markup {
  const t = translate(locale, pageTexts);
  return html`<form method="post">
<input type="hidden" name="nonce" value="${view.nonce}">
${view.needsReference ? referenceField(view, locale) : ''}<button name="decision" value="approve">${toText(t('ask.approve'))}</button>
<div class="decline">
<label for="comment">${toText(t('ask.comment'))}</label>
<small id="comment-hint">${toHtml(t('ask.comment.hint', { partner: view.partner.name }))}</small>
<textarea id="comment" name="comment" rows="3" maxlength="${COMMENT_LIMIT}" aria-describedby="comment-hint">${view.comment ?? ''}</textarea>
<button class="quiet" name="decision" value="decline" formnovalidate>${toText(t('ask.decline'))}</button>
</div>
</form>`;
}

/** Only an approval needs the reference: the button to decline skips the browser's check. */
function referenceField(view: AskView, locale: Locale): Markup {
  const t = translate(locale, pageTexts);
  const isWrong = view.again === 'reference';
  return html`<div class="reference">
<label for="reference">${toText(t('ask.reference'))}</label>
<small id="reference-hint">${toHtml(t('ask.reference.hint'))}</small>
<input id="reference" name="reference" required maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="reference-hint"${isWrong ? html` aria-invalid="true"` : ''}>
</div>
`;
}

/** The page after a decision. */
function donePage(view: DoneView, locale: Locale): Page {
  const t = translate(locale, pageTexts);
  const tShared = translate(locale, sharedTexts);
  const names = { partner: view.partner.name };
  const link = view.decision === 'approved' ? view.microsoftLink : undefined;
  const email: Phrase = [{ address: view.partner.supportEmail }];
  const second = view.isSecondAnswer === true;
  const outcome = second ? t(`done.second.${view.decision}`, names) : t(`done.${view.decision}`, names);
  const title = link ? 'done.consented.title' : (`done.${view.decision}.title` as const);
  return {
    title: t(second ? 'done.second.title' : title),
    icon: view.decision === 'approved' ? tickIcon : dashIcon,
    body: [
      ...(second || !link ? [paragraph(outcome)] : []),
      ...(link ? [paragraph(tShared('microsoft')), microsoftButton(link, locale)] : []),
      html`<dl>${[
        fact(tShared('label.partner'), [{ untrusted: view.partner.name }]),
        ...(view.at === undefined ? [] : [fact(t('done.at'), [formatMoment(view.at, locale)])]),
        fact(tShared('label.reference'), [{ exact: view.invitationId }]),
      ]}</dl>`,
      section(t('ask.withdraw'), [
        paragraph(
          view.decision === 'approved'
            ? tShared(`withdraw.${view.scope}`, { ...names, email })
            : tShared('withdraw.declined', { ...names, email }),
        ),
      ]),
    ],
    footer: t('questions', { email }),
  };
}

/** Throws TypeError if the link is not https. Our own code makes it, so that is a programming error. */
function microsoftButton(link: string, locale: Locale): Markup {
  if (new URL(link).protocol !== 'https:') throw new TypeError('the link to Microsoft must be https');
  return html`<p><a class="button" href="${link}">${toHtml(translate(locale, sharedTexts)('microsoft.button'))}</a></p>`;
}

/** The page for a link or an answer that cannot be accepted. It does not reveal whether a customer exists. */
function refusalPage(view: Exclude<PageView, AskView | DoneView>, locale: Locale): Page {
  const t = translate(locale, pageTexts);
  const text =
    view.kind === 'expired' && view.partner
      ? t('expired.by', { partner: view.partner.name, email: [{ address: view.partner.supportEmail }] })
      : t(view.kind);
  return { title: t(`${view.kind}.title`), icon: dashIcon, body: [paragraph(text)] };
}

function section(heading: Phrase, body: readonly Markup[]): Markup {
  return html`<section><h2>${toHtml(heading)}</h2>${body}</section>`;
}

function paragraph(text: Phrase): Markup {
  return html`<p>${toHtml(text)}</p>`;
}

/** A row of a `dl`. */
function fact(label: Phrase, value: Phrase): Markup {
  return html`<dt>${toHtml(label)}</dt><dd>${toHtml(value)}</dd>`;
}
