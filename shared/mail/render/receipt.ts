import { type Locale, mailTexts, sharedTexts } from '../../texts/compiled.generated.ts';
import { formatMoment } from '../../texts/formats.ts';
import type { Phrase } from '../../texts/phrase.ts';
import { translate } from '../../texts/translate.ts';
import { type Block, block, buttonBlocks, type RenderedMail, renderMail } from './layout.ts';
import type { ReceiptView } from './views.ts';

/** Renders the receipt of a customer's own decision: what it agreed to, and how to withdraw. */
export function renderReceipt(view: ReceiptView, locale: Locale): RenderedMail {
  const t = translate(locale, mailTexts);
  const tShared = translate(locale, sharedTexts);
  const names = { partner: view.partner.name, customer: view.customer.name };
  const email: Phrase = [{ address: view.partner.supportEmail }];
  const isConsented = view.decision === 'approved' && view.microsoftLink !== undefined;
  const lead = t(`receipt.${isConsented ? 'consented' : view.decision}.lead`, names);
  return renderMail(
    {
      subject: t(`receipt.${view.decision}.subject`, names),
      preheader: lead,
      sender: t('sender', names),
      blocks: [
        block('heading', t(`receipt.${view.decision}.heading`)),
        block('paragraph', lead),
        ...(view.decision === 'approved' ? approvalBlocks(view, locale) : []),
        ...(view.decision === 'declined'
          ? [block('paragraph', tShared('withdraw.declined', { ...names, email }))]
          : []),
        {
          kind: 'facts',
          facts: [
            { label: tShared('label.partner'), value: [{ untrusted: view.partner.name }] },
            { label: tShared('label.customer'), value: [{ untrusted: view.customer.name }] },
            { label: tShared('label.scope'), value: tShared(`scope.${view.scope}`) },
            { label: t('receipt.at'), value: [formatMoment(view.decidedAt, locale)] },
            { label: tShared('label.questions'), value: email },
            { label: tShared('label.reference'), value: [{ exact: view.invitationId }] },
          ],
        },
        block('small', t('receipt.notYou', { email })),
      ],
      footer: t('receipt.footer', names),
    },
    locale,
  );
}

function approvalBlocks(view: ReceiptView, locale: Locale): Block[] {
  const t = translate(locale, mailTexts);
  const tShared = translate(locale, sharedTexts);
  const names = { partner: view.partner.name, customer: view.customer.name };
  const email: Phrase = [{ address: view.partner.supportEmail }];
  const { microsoftLink } = view;
  return [
    ...(microsoftLink
      ? [
          block('paragraph', tShared('microsoft')),
          ...buttonBlocks(tShared('microsoft.button'), t('invitation.address'), microsoftLink),
        ]
      : []),
    block('subheading', t('receipt.agreed')),
    block('paragraph', tShared(`allows.${view.scope}`, names)),
    block('paragraph', tShared('unchanged')),
    block('subheading', t('receipt.withdraw')),
    block('paragraph', tShared(`withdraw.${view.scope}`, { ...names, email })),
  ];
}
