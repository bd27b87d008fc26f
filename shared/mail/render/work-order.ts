import type { OnboardingStep } from '../../events/azure-onboarding.ts';
import { type Locale, mailTexts, onboardingTexts, sharedTexts } from '../../texts/compiled.generated.ts';
import { countryName, formatMoment, languageName } from '../../texts/formats.ts';
import type { Phrase } from '../../texts/phrase.ts';
import { translate } from '../../texts/translate.ts';
import { type Block, block, type Fact, type RenderedMail, renderMail } from './layout.ts';
import type { WorkOrderView } from './views.ts';

/** Renders the work order that a partner gets when a step of an onboarding becomes due: what to do, with which details. */
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
        { kind: 'steps', items: view.steps.map((step) => progress(step, locale)) },
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

/** The details that no event contains but the forms of a new subscription ask for (docs/references.md, Azure). */
function askBlocks({ step }: WorkOrderView, locale: Locale): Block[] {
  if (step !== 'enter-details') return [];
  const t = translate(locale, onboardingTexts);
  const items = (['domain', 'address', 'offer', 'owner', 'segment'] as const).map((detail) =>
    t(`ask.${detail}`),
  );
  return [block('subheading', t('work.ask')), { kind: 'list', items }];
}

/** Steps that can be reported with the new subscription's ID (contract §2). */
const REPORTS_NEW_ID: readonly OnboardingStep[] = ['create-subscription', 'confirm-transfer'];

function reportBlocks(view: WorkOrderView, locale: Locale): Block[] {
  const t = translate(locale, onboardingTexts);
  const isLast = stepNumber(view) === view.steps.length;
  const newId: Phrase = view.newSubscriptionId ? [{ exact: view.newSubscriptionId }] : t('work.report.newId');
  const facts: Fact[] = [
    ...(view.partner.partnerId ? [{ label: ['partnerId'], value: [{ exact: view.partner.partnerId }] }] : []),
    { label: ['customer.tenantId'], value: [{ exact: view.customer.tenantId }] },
    { label: ['subscriptionId'], value: [{ exact: view.subscription.id }] },
    { label: ['step'], value: [view.step] },
    ...(REPORTS_NEW_ID.includes(view.step) ? [{ label: ['newSubscriptionId'], value: newId }] : []),
  ];
  return [
    block('subheading', t('work.report')),
    block('paragraph', t(isLast ? 'work.report.last' : 'work.report.next')),
    { kind: 'facts', facts },
    block('small', t('work.report.failed')),
  ];
}

function progress({ name, status }: WorkOrderView['steps'][number], locale: Locale): Phrase {
  const t = translate(locale, onboardingTexts);
  const line = t('work.progress.step', { step: t(`step.${name}`), status: t(`status.${status}`) });
  return status === 'due' ? [{ strong: line }] : line;
}

/** The instructions for the step that is due, in order (docs/references.md, Azure). */
function instructions(view: WorkOrderView, locale: Locale): Phrase[] {
  const t = translate(locale, onboardingTexts);
  const customer = view.customer.name;
  const isReseller = view.partner.kind === 'indirect-reseller';
  switch (view.step) {
    case 'accept-customer-agreement':
      return [
        t('do.agreement', { customer }),
        isReseller ? t('do.agreement.reseller') : t('do.agreement.confirm'),
        t('do.agreement.first'),
      ];
    case 'create-subscription':
      return [
        isReseller ? t('do.create.reseller') : t('do.create', { customer }),
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

/** Details of one subject, such as the customer. */
type DetailGroup = (view: WorkOrderView, locale: Locale) => Fact[];

/** Steps with a form that the partner fills in. */
const STEPS_WITH_FORM: readonly OnboardingStep[] = [
  'accept-customer-agreement',
  'create-subscription',
  'enter-details',
  'request-transfer',
  'sign-form',
];

function hasForm(step: OnboardingStep): boolean {
  return STEPS_WITH_FORM.includes(step);
}

/** The details to enter, if the step has a form; otherwise the facts about the work (docs/references.md, Azure). */
function details(view: WorkOrderView, locale: Locale): Fact[] {
  return [...DETAILS_BY_STEP[view.step], requestedByDetails].flatMap((group) => group(view, locale));
}

/** The customer's name and contact. */
const contactDetails: DetailGroup = ({ customer }, locale) => {
  const t = translate(locale, onboardingTexts);
  return [
    { label: translate(locale, sharedTexts)('label.customer'), value: untrusted(customer.name) },
    { label: t('fact.customerId'), value: exact(customer.tenantId) },
    ...(customer.contactName ? [{ label: t('fact.contact'), value: untrusted(customer.contactName) }] : []),
    { label: t('fact.email'), value: [{ address: customer.contactEmail }] },
  ];
};

const customerDetails: DetailGroup = (view, locale) => {
  const t = translate(locale, onboardingTexts);
  const { country, locale: language } = view.customer;
  return [
    ...contactDetails(view, locale),
    { label: t('fact.country'), value: untrusted(countryName(country, locale)) },
    ...(language ? [{ label: t('fact.language'), value: untrusted(languageName(language, locale)) }] : []),
  ];
};

const subscriptionDetails: DetailGroup = ({ subscription }, locale) => {
  const t = translate(locale, onboardingTexts);
  return [
    { label: t('fact.subscription'), value: untrusted(subscription.name) },
    { label: t('fact.subscriptionId'), value: exact(subscription.id) },
    { label: t('fact.channel'), value: t(`channel.${subscription.channel}`) },
    ...(subscription.quantity === undefined
      ? []
      : [{ label: t('fact.quantity'), value: untrusted(String(subscription.quantity)) }]),
  ];
};

const offerDetails: DetailGroup = ({ request }, locale) => {
  const t = translate(locale, onboardingTexts);
  return [{ label: t('fact.offer'), value: t(`offer.${request.offer}`) }];
};

const newSubscriptionDetails: DetailGroup = ({ newSubscriptionId }, locale) => {
  const t = translate(locale, onboardingTexts);
  return newSubscriptionId ? [{ label: t('fact.newSubscriptionId'), value: exact(newSubscriptionId) }] : [];
};

const retireDetails: DetailGroup = ({ request: { retire: retired } }, locale) => {
  const t = translate(locale, onboardingTexts);
  const label = t('fact.retire');
  if (retired.scope !== 'services') return [{ label, value: t(`retire.${retired.scope}`) }];
  const services = retired.services ?? [];
  const value: Phrase = services.flatMap((name, index) => [
    ...(index > 0 ? [' · '] : []),
    { untrusted: name },
  ]);
  return [{ label, value: services.length > 0 ? value : t('fact.unknown') }];
};

/** A transfer request needs the current partner's name, and its Microsoft ID or domain. A missing one shows as "not known". */
const currentPartnerDetails: DetailGroup = ({ request: { currentPartner: current } }, locale) => {
  const t = translate(locale, onboardingTexts);
  const known = (value: string | undefined): Phrase => (value ? untrusted(value) : t('fact.unknown'));
  return [
    { label: t('fact.currentPartner'), value: known(current?.name) },
    ...(current?.microsoftId || !current?.domain
      ? [
          {
            label: t('fact.currentPartnerMicrosoftId'),
            value: current?.microsoftId ? exact(current.microsoftId) : t('fact.unknown'),
          },
        ]
      : []),
    ...(current?.domain ? [{ label: t('fact.currentPartnerDomain'), value: exact(current.domain) }] : []),
  ];
};

const newPartnerDetails: DetailGroup = ({ partner }, locale) => {
  const t = translate(locale, onboardingTexts);
  return [
    { label: t('fact.partner'), value: untrusted(partner.name) },
    ...(partner.microsoftTenantId
      ? [{ label: t('fact.partnerMicrosoftId'), value: exact(partner.microsoftTenantId) }]
      : []),
    ...(partner.mpnId ? [{ label: t('fact.partnerId'), value: exact(partner.mpnId) }] : []),
    { label: t('fact.partnerEmail'), value: [{ address: partner.supportEmail }] },
  ];
};

const requestedByDetails: DetailGroup = ({ request: { requestedBy: requester } }, locale) => {
  const t = translate(locale, onboardingTexts);
  const value: Phrase = [
    ...(requester.name ? [{ untrusted: requester.name }, ' · '] : []),
    ...t(`role.${requester.role}`),
    ...(requester.email ? [' · ', { address: requester.email }] : []),
  ];
  return [{ label: t('fact.requestedBy'), value }];
};

const DETAILS_BY_STEP: Readonly<Record<OnboardingStep, readonly DetailGroup[]>> = {
  'accept-customer-agreement': [customerDetails],
  'create-subscription': [customerDetails, subscriptionDetails, newPartnerDetails],
  'enter-details': [customerDetails, subscriptionDetails, newSubscriptionDetails],
  'cancel-existing': [contactDetails, subscriptionDetails, retireDetails, newSubscriptionDetails],
  'inform-current-partner': [contactDetails, subscriptionDetails, currentPartnerDetails],
  'request-transfer': [customerDetails, subscriptionDetails, currentPartnerDetails, offerDetails],
  'current-partner-accepts': [subscriptionDetails, currentPartnerDetails],
  'confirm-transfer': [contactDetails, subscriptionDetails, currentPartnerDetails, newSubscriptionDetails],
  'open-ticket': [contactDetails, subscriptionDetails, offerDetails, currentPartnerDetails],
  'sign-form': [customerDetails, subscriptionDetails, offerDetails, currentPartnerDetails, newPartnerDetails],
  'submit-form': [subscriptionDetails, currentPartnerDetails, newPartnerDetails],
  'clean-up-roles': [contactDetails, subscriptionDetails, currentPartnerDetails],
};

function exact(text: string): Phrase {
  return [{ exact: text }];
}

function untrusted(text: string): Phrase {
  return [{ untrusted: text }];
}
