import type { Locale } from '../texts/compiled.generated.ts';
import { donePage } from './answer.ts';
import { askPage } from './ask.ts';
import { pageDocument } from './document.ts';
import { pageHeaders } from './headers.ts';
import { refusalPage } from './refusal.ts';
import type { PageView } from './views.ts';

/** An HTTP answer, header names in lower case. */
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

/** The approval page in one of its states, ready to be sent. */
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

function pageOf(view: PageView, locale: Locale) {
  if (view.kind === 'ask') return askPage(view, locale);
  if (view.kind === 'done') return donePage(view, locale);
  return refusalPage(view, locale);
}
