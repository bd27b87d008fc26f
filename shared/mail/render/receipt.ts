import { type Locale, mailTexts, sharedTexts } from '../../texts/compiled.generated.ts';
import { formatMoment } from '../../texts/formats.ts';
import type { Phrase } from '../../texts/phrase.ts';
import { translate } from '../../texts/translate.ts';
import { type Block, block, buttonBlocks, type RenderedMail, renderMail } from './layout.ts';
import type { ReceiptView } from './views.ts';

/** What a customer gets after its own decision: what it agreed to or not, and how to withdraw. */
export function renderReceipt(view: ReceiptView, locale: Locale): RenderedMail {
  const say = translate(locale, mailTexts);
  const both = translate(locale, sharedTexts);
  const names = { partner: view.partner.name, customer: view.customer.name };
  const email: Phrase = [{ address: view.partner.supportEmail }];
  const waits = view.decision === 'approved' && view.microsoftLink !== undefined;
  const lead = say(`receipt.${waits ? 'consented' : view.decision}.lead`, names);
  return renderMail(
    {
      subject: say(`receipt.${view.decision}.subject`, names),
      preheader: lead,
      sender: say('sender', names),
      blocks: [
        block('heading', say(`receipt.${view.decision}.heading`)),
        block('paragraph', lead),
        ...(view.decision === 'approved' ? agreed(view, locale) : []),
        ...(view.decision === 'declined'
          ? [block('paragraph', say('receipt.declined.again', { ...names, email }))]
          : []),
        {
          kind: 'facts',
          facts: [
            { label: both('label.partner'), value: [{ untrusted: view.partner.name }] },
            { label: both('label.customer'), value: [{ untrusted: view.customer.name }] },
            { label: both('label.scope'), value: both(`scope.${view.scope}`) },
            { label: say('receipt.at'), value: [formatMoment(view.decidedAt, locale)] },
            { label: both('label.questions'), value: email },
            { label: both('label.reference'), value: [{ untrusted: view.invitationId }] },
          ],
        },
        block('small', say('receipt.notYou', { email })),
      ],
      footer: say('receipt.footer', names),
    },
    locale,
  );
}

function agreed(view: ReceiptView, locale: Locale): Block[] {
  const say = translate(locale, mailTexts);
  const both = translate(locale, sharedTexts);
  const names = { partner: view.partner.name, customer: view.customer.name };
  const email: Phrase = [{ address: view.partner.supportEmail }];
  const { microsoftLink } = view;
  return [
    ...(microsoftLink
      ? [
          block('paragraph', both('microsoft')),
          ...buttonBlocks(both('microsoft.button'), say('invitation.address'), microsoftLink),
        ]
      : []),
    block('subheading', say('receipt.agreed')),
    block('paragraph', both(`allows.${view.scope}`, names)),
    block('paragraph', both('unchanged')),
    block('subheading', say('receipt.withdraw')),
    block('paragraph', both(`withdraw.${view.scope}`, { ...names, email })),
  ];
}
