import { type Locale, mailTexts, sharedTexts } from '../../texts/compiled.generated.ts';
import { formatMoment } from '../../texts/formats.ts';
import { translate } from '../../texts/translate.ts';
import { cleanLines } from '../../texts/untrusted.ts';
import { type Block, block, type Fact, type RenderedMail, renderMail } from './layout.ts';
import type { NoticeView } from './views.ts';

/** What a partner is told: what became of its request, or of its relationship with a customer. */
export function renderNotice(view: NoticeView, locale: Locale): RenderedMail {
  const say = translate(locale, mailTexts);
  const names = { partner: view.partner.name, customer: view.customer.name };
  const subject = say(`notice.${view.outcome}.subject`, names);
  const lead = say(`notice.${view.outcome}.lead`, names);
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
      footer: say('notice.footer', names),
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
  const say = translate(locale, mailTexts);
  const both = translate(locale, sharedTexts);
  return [
    { label: both('label.customer'), value: [{ untrusted: view.customer.name }] },
    { label: say('notice.tenant'), value: [{ untrusted: view.customer.tenantId }] },
    ...(view.scope ? [{ label: both('label.scope'), value: both(`scope.${view.scope}`) }] : []),
    { label: say('notice.at'), value: [formatMoment(view.at, locale)] },
  ];
}
