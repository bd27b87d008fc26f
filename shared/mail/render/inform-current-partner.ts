import { type Locale, mailTexts, onboardingTexts } from '../../texts/compiled.generated.ts';
import type { Phrase } from '../../texts/phrase.ts';
import { translate } from '../../texts/translate.ts';
import { type Block, block, type RenderedMail, renderMail } from './layout.ts';
import type { InformCurrentPartnerView } from './views.ts';

/** Renders the mail that a customer gets when a switch starts: a letter to its current partner, ready to copy (docs/references.md, Azure). */
export function renderInformCurrentPartner(view: InformCurrentPartnerView, locale: Locale): RenderedMail {
  const t = translate(locale, onboardingTexts);
  const tMail = translate(locale, mailTexts);
  const names = { partner: view.partner.name, customer: view.customer.name };
  const { contactName } = view.customer;
  const lead = t('letter.lead', { ...names, subscription: view.subscription.name });
  return renderMail(
    {
      subject: t('letter.subject', names),
      preheader: lead,
      sender: tMail('sender', names),
      blocks: [
        block('heading', t('letter.heading')),
        block('paragraph', contactName ? tMail('greeting.named', { name: contactName }) : tMail('greeting')),
        block('paragraph', lead),
        block('subheading', t('letter.do')),
        { kind: 'steps', items: steps(view, locale) },
        block('subheading', t('letter.ready')),
        letter(view, locale),
        block('subheading', t('letter.after')),
        { kind: 'list', items: consequences(view, locale) },
      ],
      footer: t('letter.footer', names),
    },
    locale,
  );
}

function steps({ partner, currentPartner, offer }: InformCurrentPartnerView, locale: Locale) {
  const t = translate(locale, onboardingTexts);
  const isIdentified = currentPartner?.microsoftId !== undefined || currentPartner?.domain !== undefined;
  return [
    currentPartner ? t('letter.do.send.named', { current: currentPartner.name }) : t('letter.do.send'),
    ...(offer === 'legacy' ? [t('letter.do.microsoft')] : []),
    ...(offer === 'azure-plan' && !isIdentified ? [t('letter.do.identify', { partner: partner.name })] : []),
    t('letter.do.tell', { partner: partner.name, email: [{ address: partner.supportEmail }] }),
  ];
}

function letter(view: InformCurrentPartnerView, locale: Locale): Block {
  const t = translate(locale, onboardingTexts);
  const { partner, customer, currentPartner, offer } = view;
  const names = { partner: partner.name, customer: customer.name };
  const email: Phrase = [{ address: partner.supportEmail }];
  return {
    kind: 'letter',
    paragraphs: [
      [t('letter.title', names)],
      [currentPartner ? t('letter.greeting.named', { name: currentPartner.name }) : t('letter.greeting')],
      [t('letter.intent', names)],
      [t(`letter.${offer}`, names)],
      facts(view, locale),
      [t('letter.thanks', { email })],
      [
        t('letter.closing'),
        ...(customer.contactName ? [[{ untrusted: customer.contactName }]] : []),
        [{ untrusted: customer.name }],
      ],
    ],
  };
}

/** The facts that Microsoft's form and request ask for, without those that are unknown. */
function facts({ partner, customer, subscription }: InformCurrentPartnerView, locale: Locale): Phrase[] {
  const t = translate(locale, onboardingTexts);
  const line = (label: Phrase, value: string | undefined): Phrase[] =>
    value === undefined ? [] : [translate(locale, mailTexts)('fact', { label, value })];
  const exact = (label: Phrase, value: string | undefined): Phrase[] =>
    value === undefined ? [] : [translate(locale, mailTexts)('fact', { label, value: [{ exact: value }] })];
  return [
    ...line(t('fact.subscription'), subscription.name),
    ...exact(t('fact.subscriptionId'), subscription.id),
    ...exact(t('letter.customerId'), customer.tenantId),
    ...line(t('fact.partner'), partner.name),
    ...exact(t('fact.partnerMicrosoftId'), partner.microsoftTenantId),
    ...exact(t('fact.partnerId'), partner.mpnId),
    ...exact(t('fact.partnerEmail'), partner.supportEmail),
  ];
}

function consequences({ partner, offer }: InformCurrentPartnerView, locale: Locale): Phrase[] {
  const t = translate(locale, onboardingTexts);
  return [
    t(`letter.after.${offer}`, { partner: partner.name }),
    ...(offer === 'azure-plan' ? [t('letter.after.prices', { partner: partner.name })] : []),
    t('letter.after.access'),
  ];
}
