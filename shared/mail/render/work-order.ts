import type { OnboardingStep } from '../../events/azure-onboarding.ts';
import { type Locale, mailTexts, onboardingTexts, sharedTexts } from '../../texts/compiled.generated.ts';
import { countryName, formatMoment, languageName } from '../../texts/formats.ts';
import type { Phrase } from '../../texts/phrase.ts';
import { translate } from '../../texts/translate.ts';
import { type Block, block, type Fact, type RenderedMail, renderMail } from './layout.ts';
import type { WorkOrderView } from './views.ts';

/** What a partner gets whenever a step of an onboarding becomes due: what to do, and with which details. */
export function renderWorkOrder(view: WorkOrderView, locale: Locale): RenderedMail {
  const say = translate(locale, onboardingTexts);
  const { partner, customer, subscription } = view;
  const step = say(`step.${view.step}`);
  const count = { number: stepNumber(view), total: view.steps.length };
  return renderMail(
    {
      subject: say('work.subject', { customer: customer.name, step }),
      preheader: say('work.preheader', { ...count, subscription: subscription.name }),
      sender: [{ untrusted: partner.name }],
      blocks: [
        block('heading', step),
        block(
          'paragraph',
          say('work.lead', {
            ...count,
            subscription: subscription.name,
            customer: customer.name,
            chain: say(`chain.${view.chain}`),
          }),
        ),
        block('subheading', say('work.do')),
        { kind: 'steps', items: instructions(view, locale) },
        ...dueBlocks(view, locale),
        block('subheading', say(hasForm(view.step) ? 'work.details' : 'work.facts')),
        { kind: 'facts', facts: details(view, locale) },
        ...askBlocks(view, locale),
        ...reportBlocks(view, locale),
        block('subheading', say('work.progress')),
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
  const say = translate(locale, onboardingTexts);
  const items = (['domain', 'address', 'offer', 'owner', 'segment'] as const).map((what) =>
    say(`ask.${what}`),
  );
  return [block('subheading', say('work.ask')), { kind: 'list', items }];
}

/** Steps whose completion may tell the new subscription's ID (contract §2). */
const TELLS_NEW_ID: readonly OnboardingStep[] = ['create-subscription', 'confirm-transfer'];

function reportBlocks(view: WorkOrderView, locale: Locale): Block[] {
  const say = translate(locale, onboardingTexts);
  const last = stepNumber(view) === view.steps.length;
  const newId: Phrase = view.newSubscriptionId
    ? [{ untrusted: view.newSubscriptionId }]
    : say('work.report.newId');
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
    block('subheading', say('work.report')),
    block('paragraph', say(last ? 'work.report.last' : 'work.report.next')),
    { kind: 'facts', facts },
    block('small', say('work.report.failed')),
  ];
}

function progress({ name, status }: WorkOrderView['steps'][number], locale: Locale): Phrase {
  const say = translate(locale, onboardingTexts);
  const line = say('work.progress.step', { step: say(`step.${name}`), status: say(`status.${status}`) });
  return status === 'due' ? [{ strong: line }] : line;
}

/** What to do in the step that is due, in order (domain 2.7, 3.1 to 3.4). */
export function instructions(view: WorkOrderView, locale: Locale): Phrase[] {
  const say = translate(locale, onboardingTexts);
  const customer = view.customer.name;
  const reseller = view.partner.kind === 'indirect-reseller';
  switch (view.step) {
    case 'accept-customer-agreement':
      return [
        say('do.agreement', { customer }),
        reseller ? say('do.agreement.reseller') : say('do.agreement.confirm'),
        say('do.agreement.first'),
      ];
    case 'create-subscription':
      return [
        reseller ? say('do.create.reseller') : say('do.create', { customer }),
        say('do.create.legacy'),
        say('do.create.visible'),
      ];
    case 'enter-details':
      return [say('do.details'), say('do.details.name'), say('do.details.move')];
    case 'cancel-existing': {
      const { scope } = view.request.retire;
      if (scope === 'none') return [say('do.cancel.none')];
      return [say('do.cancel.check', { customer }), say(`do.cancel.${scope}`), say('do.cancel.owner')];
    }
    case 'inform-current-partner':
      return [
        say('do.inform', { customer, email: [{ address: view.customer.contactEmail }] }),
        say(view.chain === 'switch-azure-legacy' ? 'do.inform.written' : 'do.inform.collect'),
      ];
    case 'request-transfer':
      return [
        say('do.request.first', { customer }),
        say('do.request', { customer }),
        say('do.request.send'),
        ...(view.partner.kind === 'indirect-provider' ? [say('do.request.reseller')] : []),
        say('do.request.cancel'),
      ];
    case 'current-partner-accepts':
      return [say('do.accept'), say('do.accept.inactive'), say('do.accept.expired')];
    case 'confirm-transfer':
      return [say('do.confirm'), say('do.confirm.id'), say('do.confirm.roles', { customer })];
    case 'open-ticket':
      return [say('do.ticket'), say('do.ticket.fields')];
    case 'sign-form':
      return [say('do.sign', { customer }), say('do.sign.you')];
    case 'submit-form':
      return [say('do.submit'), say('do.submit.answer')];
    case 'clean-up-roles':
      return [say('do.roles', { customer }), say('do.roles.remove'), say('do.roles.portal')];
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
  const say = translate(locale, onboardingTexts);
  return [
    { label: translate(locale, sharedTexts)('label.customer'), value: untrusted(of.name) },
    { label: say('fact.customerId'), value: untrusted(of.tenantId) },
    ...(of.contactName ? [{ label: say('fact.contact'), value: untrusted(of.contactName) }] : []),
    { label: say('fact.email'), value: [{ address: of.contactEmail }] },
  ];
};

const customer: Group = (view, locale) => {
  const say = translate(locale, onboardingTexts);
  const { country, locale: language } = view.customer;
  return [
    ...contact(view, locale),
    { label: say('fact.country'), value: untrusted(countryName(country, locale)) },
    ...(language ? [{ label: say('fact.language'), value: untrusted(languageName(language, locale)) }] : []),
  ];
};

const subscription: Group = ({ subscription: of }, locale) => {
  const say = translate(locale, onboardingTexts);
  return [
    { label: say('fact.subscription'), value: untrusted(of.name) },
    { label: say('fact.subscriptionId'), value: untrusted(of.id) },
    { label: say('fact.channel'), value: say(`channel.${of.channel}`) },
    ...(of.quantity === undefined
      ? []
      : [{ label: say('fact.quantity'), value: untrusted(String(of.quantity)) }]),
  ];
};

const offer: Group = ({ request }, locale) => {
  const say = translate(locale, onboardingTexts);
  return [{ label: say('fact.offer'), value: say(`offer.${request.offer}`) }];
};

const newSubscription: Group = ({ newSubscriptionId }, locale) => {
  const say = translate(locale, onboardingTexts);
  return newSubscriptionId
    ? [{ label: say('fact.newSubscriptionId'), value: untrusted(newSubscriptionId) }]
    : [];
};

const retire: Group = ({ request: { retire: of } }, locale) => {
  const say = translate(locale, onboardingTexts);
  const label = say('fact.retire');
  if (of.scope !== 'services') return [{ label, value: say(`retire.${of.scope}`) }];
  const services = of.services ?? [];
  const value: Phrase = services.flatMap((name, index) => [...(index > 0 ? [' · '] : []), { untrusted: name }]);
  return [{ label, value: services.length > 0 ? value : say('fact.unknown') }];
};

/** The transfer request needs the name and one of ID and domain: what is missing is to be asked for. */
const currentPartner: Group = ({ request: { currentPartner: of } }, locale) => {
  const say = translate(locale, onboardingTexts);
  const known = (value: string | undefined): Phrase => (value ? untrusted(value) : say('fact.unknown'));
  return [
    { label: say('fact.currentPartner'), value: known(of?.name) },
    ...(of?.microsoftId || !of?.domain
      ? [{ label: say('fact.currentPartnerMicrosoftId'), value: known(of?.microsoftId) }]
      : []),
    ...(of?.domain ? [{ label: say('fact.currentPartnerDomain'), value: untrusted(of.domain) }] : []),
  ];
};

const newPartner: Group = ({ partner: of }, locale) => {
  const say = translate(locale, onboardingTexts);
  return [
    { label: say('fact.partner'), value: untrusted(of.name) },
    ...(of.microsoftTenantId
      ? [{ label: say('fact.partnerMicrosoftId'), value: untrusted(of.microsoftTenantId) }]
      : []),
    ...(of.mpnId ? [{ label: say('fact.partnerId'), value: untrusted(of.mpnId) }] : []),
    { label: say('fact.partnerEmail'), value: [{ address: of.supportEmail }] },
  ];
};

const requestedBy: Group = ({ request: { requestedBy: of } }, locale) => {
  const say = translate(locale, onboardingTexts);
  const value: Phrase = [
    ...(of.name ? [{ untrusted: of.name }, ' · '] : []),
    ...say(`role.${of.role}`),
    ...(of.email ? [' · ', { address: of.email }] : []),
  ];
  return [{ label: say('fact.requestedBy'), value }];
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
