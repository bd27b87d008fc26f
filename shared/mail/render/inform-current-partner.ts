import { type Locale, mailTexts, onboardingTexts } from '../../texts/compiled.generated.ts';
import type { Phrase } from '../../texts/phrase.ts';
import { translate } from '../../texts/translate.ts';
import { type Block, block, type RenderedMail, renderMail } from './layout.ts';
import type { InformCurrentPartnerView } from './views.ts';

/** What a customer gets when a switch starts: the letter to its current partner, ready to be copied (domain 3.3, 3.4). */
export function renderInformCurrentPartner(view: InformCurrentPartnerView, locale: Locale): RenderedMail {
  const say = translate(locale, onboardingTexts);
  const mail = translate(locale, mailTexts);
  const names = { partner: view.partner.name, customer: view.customer.name };
  const { contactName } = view.customer;
  const lead = say('letter.lead', { ...names, subscription: view.subscription.name });
  return renderMail(
    {
      subject: say('letter.subject', names),
      preheader: lead,
      sender: mail('sender', names),
      blocks: [
        block('heading', say('letter.heading')),
        block('paragraph', contactName ? mail('greeting.named', { name: contactName }) : mail('greeting')),
        block('paragraph', lead),
        block('subheading', say('letter.do')),
        { kind: 'steps', items: steps(view, locale) },
        block('subheading', say('letter.ready')),
        letter(view, locale),
        block('subheading', say('letter.after')),
        { kind: 'list', items: afterwards(view, locale) },
      ],
      footer: say('letter.footer', names),
    },
    locale,
  );
}

function steps({ partner, currentPartner: current, offer }: InformCurrentPartnerView, locale: Locale) {
  const say = translate(locale, onboardingTexts);
  const identified = current?.microsoftId !== undefined || current?.domain !== undefined;
  return [
    current ? say('letter.do.send.named', { current: current.name }) : say('letter.do.send'),
    ...(offer === 'legacy' ? [say('letter.do.microsoft')] : []),
    ...(offer === 'azure-plan' && !identified ? [say('letter.do.identify', { partner: partner.name })] : []),
    say('letter.do.tell', { partner: partner.name, email: [{ address: partner.supportEmail }] }),
  ];
}

function letter(view: InformCurrentPartnerView, locale: Locale): Block {
  const say = translate(locale, onboardingTexts);
  const { partner, customer, currentPartner, offer } = view;
  const names = { partner: partner.name, customer: customer.name };
  const email: Phrase = [{ address: partner.supportEmail }];
  return {
    kind: 'letter',
    paragraphs: [
      [say('letter.title', names)],
      [currentPartner ? say('letter.greeting.named', { name: currentPartner.name }) : say('letter.greeting')],
      [say('letter.intent', names)],
      [say(`letter.${offer}`, names)],
      facts(view, locale),
      [say('letter.thanks', { email })],
      [
        say('letter.closing'),
        ...(customer.contactName ? [[{ untrusted: customer.contactName }]] : []),
        [{ untrusted: customer.name }],
      ],
    ],
  };
}

/** What the form and the request of Microsoft ask for; what is not known is left out. */
function facts({ partner, customer, subscription }: InformCurrentPartnerView, locale: Locale): Phrase[] {
  const say = translate(locale, onboardingTexts);
  const line = (label: Phrase, value: string | undefined): Phrase[] =>
    value === undefined ? [] : [translate(locale, mailTexts)('fact', { label, value })];
  return [
    ...line(say('fact.subscription'), subscription.name),
    ...line(say('fact.subscriptionId'), subscription.id),
    ...line(say('letter.customerId'), customer.tenantId),
    ...line(say('fact.partner'), partner.name),
    ...line(say('fact.partnerMicrosoftId'), partner.microsoftTenantId),
    ...line(say('fact.partnerId'), partner.mpnId),
    ...line(say('fact.partnerEmail'), partner.supportEmail),
  ];
}

function afterwards({ partner, offer }: InformCurrentPartnerView, locale: Locale): Phrase[] {
  const say = translate(locale, onboardingTexts);
  return [
    say(`letter.after.${offer}`, { partner: partner.name }),
    ...(offer === 'azure-plan' ? [say('letter.after.prices', { partner: partner.name })] : []),
    say('letter.after.access'),
  ];
}
