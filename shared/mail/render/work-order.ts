import type { OnboardingStep } from '../../events/azure-onboarding.ts';
import { type Locale, mailTexts, onboardingTexts, sharedTexts } from '../../texts/compiled.generated.ts';
import { countryName, formatMoment, languageName } from '../../texts/formats.ts';
import type { Phrase } from '../../texts/phrase.ts';
import { translate } from '../../texts/translate.ts';
import { type Block, block, type Fact, type RenderedMail, renderMail } from './layout.ts';
import type { WorkOrderView } from './views.ts';

/** What a partner gets whenever a step of an onboarding becomes due: what to do, and with which details. */
export function renderWorkOrder(view: WorkOrderView, locale: Locale): RenderedMail {
  const t = translate(locale, onboardingTexts);
  const { partner, customer, subscription } = view;
  const step = t(`step.${view.step}`);
  const count = { number: stepNumber(view), total: view.steps.length };
  return renderMail(
    {
      subject: t('work.subject', { customer: customer.name, step }),
      preheader: t('work.preheader', { ...count, subscription: subscription.name }),
      sender: [{ untrusted: partner.name }],
      blocks: [
        block('heading', step),
        block(
          'paragraph',
          t('work.lead', {
            ...count,
            subscription: subscription.name,
            customer: customer.name,
            chain: t(`chain.${view.chain}`),
          }),
        ),
        block('subheading', t('work.do')),
        { kind: 'steps', items: instructions(view, locale) },
        ...dueBlocks(view, locale),
        block('subheading', t(hasForm(view.step) ? 'work.details' : 'work.facts')),
        { kind: 'facts', facts: details(view, locale) },
        ...askBlocks(view, locale),
        ...reportBlocks(view, locale),
        block('subheading', t('work.progress')),
        { kind: 'steps', items: view.steps.map((each) => progress(each, locale)) },
      ],
      footer: translate(locale, mailTexts)('notice.footer', { partner: partner.name }),
    },
    locale,
  );
}

function stepNumber({ steps, step }: WorkOrderView): number {
  return steps.findIndex(({ name }) => name === step) + 1;
}

function dueBlocks({ dueBy }: WorkOrderView, locale: Locale): Block[] {
  if (dueBy === undefined) return [];
  return [
    block(
      'paragraph',
      translate(locale, onboardingTexts)('work.due', { date: [formatMoment(dueBy, locale)] }),
    ),
  ];
}

/** What no event tells and the forms of a new subscription ask for (domain 3.6). */
function askBlocks({ step }: WorkOrderView, locale: Locale): Block[] {
  if (step !== 'enter-details') return [];
  const t = translate(locale, onboardingTexts);
  const items = (['domain', 'address', 'offer', 'owner', 'segment'] as const).map((what) => t(`ask.${what}`));
  return [block('subheading', t('work.ask')), { kind: 'list', items }];
}

/** Steps whose completion may tell the new subscription's ID (contract §2). */
const TELLS_NEW_ID: readonly OnboardingStep[] = ['create-subscription', 'confirm-transfer'];

function reportBlocks(view: WorkOrderView, locale: Locale): Block[] {
  const t = translate(locale, onboardingTexts);
  const last = stepNumber(view) === view.steps.length;
  const newId: Phrase = view.newSubscriptionId
    ? [{ untrusted: view.newSubscriptionId }]
    : t('work.report.newId');
  const facts: Fact[] = [
    ...(view.partner.partnerId
      ? [{ label: ['partnerId'], value: [{ untrusted: view.partner.partnerId }] }]
      : []),
    { label: ['customer.tenantId'], value: [{ untrusted: view.customer.tenantId }] },
    { label: ['subscriptionId'], value: [{ untrusted: view.subscription.id }] },
    { label: ['step'], value: [view.step] },
    ...(TELLS_NEW_ID.includes(view.step) ? [{ label: ['newSubscriptionId'], value: newId }] : []),
  ];
  return [
    block('subheading', t('work.report')),
    block('paragraph', t(last ? 'work.report.last' : 'work.report.next')),
    { kind: 'facts', facts },
    block('small', t('work.report.failed')),
  ];
}

function progress({ name, status }: WorkOrderView['steps'][number], locale: Locale): Phrase {
  const t = translate(locale, onboardingTexts);
  const line = t('work.progress.step', { step: t(`step.${name}`), status: t(`status.${status}`) });
  return status === 'due' ? [{ strong: line }] : line;
}

/** What to do in the step that is due, in order (domain 2.7, 3.1 to 3.4). */
export function instructions(view: WorkOrderView, locale: Locale): Phrase[] {
  const t = translate(locale, onboardingTexts);
  const customer = view.customer.name;
  const reseller = view.partner.kind === 'indirect-reseller';
  switch (view.step) {
    case 'accept-customer-agreement':
      return [
        t('do.agreement', { customer }),
        reseller ? t('do.agreement.reseller') : t('do.agreement.confirm'),
        t('do.agreement.first'),
      ];
    case 'create-subscription':
      return [
        reseller ? t('do.create.reseller') : t('do.create', { customer }),
        t('do.create.legacy'),
        t('do.create.visible'),
      ];
    case 'enter-details':
      return [t('do.details'), t('do.details.name'), t('do.details.move')];
    case 'cancel-existing': {
      const { scope } = view.request.retire;
      if (scope === 'none') return [t('do.cancel.none')];
      return [t('do.cancel.check', { customer }), t(`do.cancel.${scope}`), t('do.cancel.owner')];
    }
    case 'inform-current-partner':
      return [
        t('do.inform', { customer, email: [{ address: view.customer.contactEmail }] }),
        t(view.chain === 'switch-azure-legacy' ? 'do.inform.written' : 'do.inform.collect'),
      ];
    case 'request-transfer':
      return [
        t('do.request.first', { customer }),
        t('do.request', { customer }),
        t('do.request.send'),
        ...(view.partner.kind === 'indirect-provider' ? [t('do.request.reseller')] : []),
        t('do.request.cancel'),
      ];
    case 'current-partner-accepts':
      return [t('do.accept'), t('do.accept.inactive'), t('do.accept.expired')];
    case 'confirm-transfer':
      return [t('do.confirm'), t('do.confirm.id'), t('do.confirm.roles', { customer })];
    case 'open-ticket':
      return [t('do.ticket'), t('do.ticket.fields')];
    case 'sign-form':
      return [t('do.sign', { customer }), t('do.sign.you')];
    case 'submit-form':
      return [t('do.submit'), t('do.submit.answer')];
    case 'clean-up-roles':
      return [t('do.roles', { customer }), t('do.roles.remove'), t('do.roles.portal')];
  }
}

type Group = (view: WorkOrderView, locale: Locale) => Fact[];

/** Steps with a form that the partner itself fills in. */
const FORMS: readonly OnboardingStep[] = [
  'accept-customer-agreement',
  'create-subscription',
  'enter-details',
  'request-transfer',
  'sign-form',
];

/** Whether the details are there to be typed in. */
export function hasForm(step: OnboardingStep): boolean {
  return FORMS.includes(step);
}

/** What is to be typed in, where the step has a form; else what the work is about (domain 3.6). */
export function details(view: WorkOrderView, locale: Locale): Fact[] {
  return [...GROUPS[view.step], requestedBy].flatMap((group) => group(view, locale));
}

/** Whom to talk to. */
const contact: Group = ({ customer: of }, locale) => {
  const t = translate(locale, onboardingTexts);
  return [
    { label: translate(locale, sharedTexts)('label.customer'), value: untrusted(of.name) },
    { label: t('fact.customerId'), value: untrusted(of.tenantId) },
    ...(of.contactName ? [{ label: t('fact.contact'), value: untrusted(of.contactName) }] : []),
    { label: t('fact.email'), value: [{ address: of.contactEmail }] },
  ];
};

const customer: Group = (view, locale) => {
  const t = translate(locale, onboardingTexts);
  const { country, locale: language } = view.customer;
  return [
    ...contact(view, locale),
    { label: t('fact.country'), value: untrusted(countryName(country, locale)) },
    ...(language ? [{ label: t('fact.language'), value: untrusted(languageName(language, locale)) }] : []),
  ];
};

const subscription: Group = ({ subscription: of }, locale) => {
  const t = translate(locale, onboardingTexts);
  return [
    { label: t('fact.subscription'), value: untrusted(of.name) },
    { label: t('fact.subscriptionId'), value: untrusted(of.id) },
    { label: t('fact.channel'), value: t(`channel.${of.channel}`) },
    ...(of.quantity === undefined
      ? []
      : [{ label: t('fact.quantity'), value: untrusted(String(of.quantity)) }]),
  ];
};

const offer: Group = ({ request }, locale) => {
  const t = translate(locale, onboardingTexts);
  return [{ label: t('fact.offer'), value: t(`offer.${request.offer}`) }];
};

const newSubscription: Group = ({ newSubscriptionId }, locale) => {
  const t = translate(locale, onboardingTexts);
  return newSubscriptionId
    ? [{ label: t('fact.newSubscriptionId'), value: untrusted(newSubscriptionId) }]
    : [];
};

const retire: Group = ({ request: { retire: of } }, locale) => {
  const t = translate(locale, onboardingTexts);
  const label = t('fact.retire');
  if (of.scope !== 'services') return [{ label, value: t(`retire.${of.scope}`) }];
  const services = of.services ?? [];
  const value: Phrase = services.flatMap((name, index) => [
    ...(index > 0 ? [' · '] : []),
    { untrusted: name },
  ]);
  return [{ label, value: services.length > 0 ? value : t('fact.unknown') }];
};

/** The transfer request needs the name and one of ID and domain: what is missing is to be asked for. */
const currentPartner: Group = ({ request: { currentPartner: of } }, locale) => {
  const t = translate(locale, onboardingTexts);
  const known = (value: string | undefined): Phrase => (value ? untrusted(value) : t('fact.unknown'));
  return [
    { label: t('fact.currentPartner'), value: known(of?.name) },
    ...(of?.microsoftId || !of?.domain
      ? [{ label: t('fact.currentPartnerMicrosoftId'), value: known(of?.microsoftId) }]
      : []),
    ...(of?.domain ? [{ label: t('fact.currentPartnerDomain'), value: untrusted(of.domain) }] : []),
  ];
};

const newPartner: Group = ({ partner: of }, locale) => {
  const t = translate(locale, onboardingTexts);
  return [
    { label: t('fact.partner'), value: untrusted(of.name) },
    ...(of.microsoftTenantId
      ? [{ label: t('fact.partnerMicrosoftId'), value: untrusted(of.microsoftTenantId) }]
      : []),
    ...(of.mpnId ? [{ label: t('fact.partnerId'), value: untrusted(of.mpnId) }] : []),
    { label: t('fact.partnerEmail'), value: [{ address: of.supportEmail }] },
  ];
};

const requestedBy: Group = ({ request: { requestedBy: of } }, locale) => {
  const t = translate(locale, onboardingTexts);
  const value: Phrase = [
    ...(of.name ? [{ untrusted: of.name }, ' · '] : []),
    ...t(`role.${of.role}`),
    ...(of.email ? [' · ', { address: of.email }] : []),
  ];
  return [{ label: t('fact.requestedBy'), value }];
};

const GROUPS: Readonly<Record<OnboardingStep, readonly Group[]>> = {
  'accept-customer-agreement': [customer],
  'create-subscription': [customer, subscription, newPartner],
  'enter-details': [customer, subscription, newSubscription],
  'cancel-existing': [contact, subscription, retire, newSubscription],
  'inform-current-partner': [contact, subscription, currentPartner],
  'request-transfer': [customer, subscription, currentPartner, offer],
  'current-partner-accepts': [subscription, currentPartner],
  'confirm-transfer': [contact, subscription, currentPartner, newSubscription],
  'open-ticket': [contact, subscription, offer, currentPartner],
  'sign-form': [customer, subscription, offer, currentPartner, newPartner],
  'submit-form': [subscription, currentPartner, newPartner],
  'clean-up-roles': [contact, subscription, currentPartner],
};

function untrusted(text: string): Phrase {
  return [{ untrusted: text }];
}
