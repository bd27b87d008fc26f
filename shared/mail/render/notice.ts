import { type Locale, mailTexts, sharedTexts } from '../../texts/compiled.generated.ts';
import { formatMoment } from '../../texts/formats.ts';
import { translate } from '../../texts/translate.ts';
import { cleanLines } from '../../texts/untrusted.ts';
import { type Block, block, type Fact, type RenderedMail, renderMail } from './layout.ts';
import type { NoticeView } from './views.ts';

/** Renders the notice to a partner about the result of its request, or about the end of a relationship. */
export function renderNotice(view: NoticeView, locale: Locale): RenderedMail {
  const t = translate(locale, mailTexts);
  const names = { partner: view.partner.name, customer: view.customer.name };
  const subject = t(`notice.${view.outcome}.subject`, names);
  const lead = t(`notice.${view.outcome}.lead`, names);
  return renderMail(
    {
      subject,
      preheader: lead,
      sender: [{ untrusted: view.partner.name }],
      blocks: [
        block('heading', subject),
        block('paragraph', lead),
        ...commentBlocks(view, locale),
        { kind: 'facts', facts: facts(view, locale) },
      ],
      footer: t('notice.footer', names),
    },
    locale,
  );
}

function commentBlocks(view: NoticeView, locale: Locale): Block[] {
  const comment = cleanLines(view.comment ?? '');
  if (comment.length === 0) return [];
  return [
    block('subheading', translate(locale, mailTexts)('notice.comment')),
    { kind: 'quote', lines: comment },
  ];
}

function facts(view: NoticeView, locale: Locale): Fact[] {
  const t = translate(locale, mailTexts);
  const tShared = translate(locale, sharedTexts);
  return [
    { label: tShared('label.customer'), value: [{ untrusted: view.customer.name }] },
    { label: t('notice.tenant'), value: [{ exact: view.customer.tenantId }] },
    ...(view.scope ? [{ label: tShared('label.scope'), value: tShared(`scope.${view.scope}`) }] : []),
    { label: t('notice.at'), value: [formatMoment(view.at, locale)] },
  ];
}
