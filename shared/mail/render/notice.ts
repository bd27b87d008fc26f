import { type Locale, mailTexts, sharedTexts } from '../../texts/compiled.generated.ts';
import { formatMoment } from '../../texts/dates.ts';
import { translate } from '../../texts/translate.ts';
import { lines } from '../../texts/untrusted.ts';
import { type Block, block, type Fact } from './blocks.ts';
import { type RenderedMail, rendered } from './rendered.ts';
import type { NoticeView } from './views.ts';

/** What a partner is told: what became of its request, or of its relationship with a customer. */
export function renderNotice(view: NoticeView, locale: Locale): RenderedMail {
  const say = translate(locale, mailTexts);
  const names = { partner: view.partner.name, customer: view.customer.name };
  const subject = say(`notice.${view.what}.subject`, names);
  const lead = say(`notice.${view.what}.lead`, names);
  return rendered(
    {
      subject,
      preheader: lead,
      sender: [{ outside: view.partner.name }],
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
  const comment = lines(view.comment ?? '');
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
    { label: both('label.customer'), value: [{ outside: view.customer.name }] },
    { label: say('notice.tenant'), value: [{ outside: view.customer.tenantId }] },
    ...(view.scope ? [{ label: both('label.scope'), value: both(`scope.${view.scope}`) }] : []),
    { label: say('notice.at'), value: [formatMoment(view.at, locale)] },
  ];
}
