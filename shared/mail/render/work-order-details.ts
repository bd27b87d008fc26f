import type { OnboardingStep } from '../../events/azure-onboarding.ts';
import { type Locale, onboardingTexts, sharedTexts } from '../../texts/compiled.generated.ts';
import { countryName, languageName } from '../../texts/names.ts';
import type { Phrase } from '../../texts/phrase.ts';
import { translate } from '../../texts/translate.ts';
import type { Fact } from './blocks.ts';
import type { WorkOrderView } from './views.ts';

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
    { label: translate(locale, sharedTexts)('label.customer'), value: outside(of.name) },
    { label: say('fact.customerId'), value: outside(of.tenantId) },
    ...(of.contactName ? [{ label: say('fact.contact'), value: outside(of.contactName) }] : []),
    { label: say('fact.email'), value: [{ address: of.contactEmail }] },
  ];
};

const customer: Group = (view, locale) => {
  const say = translate(locale, onboardingTexts);
  const { country, locale: language } = view.customer;
  return [
    ...contact(view, locale),
    { label: say('fact.country'), value: outside(countryName(country, locale)) },
    ...(language ? [{ label: say('fact.language'), value: outside(languageName(language, locale)) }] : []),
  ];
};

const subscription: Group = ({ subscription: of }, locale) => {
  const say = translate(locale, onboardingTexts);
  return [
    { label: say('fact.subscription'), value: outside(of.name) },
    { label: say('fact.subscriptionId'), value: outside(of.id) },
    { label: say('fact.channel'), value: say(`channel.${of.channel}`) },
    ...(of.quantity === undefined
      ? []
      : [{ label: say('fact.quantity'), value: outside(String(of.quantity)) }]),
  ];
};

const offer: Group = ({ request }, locale) => {
  const say = translate(locale, onboardingTexts);
  return [{ label: say('fact.offer'), value: say(`offer.${request.offer}`) }];
};

const newSubscription: Group = ({ newSubscriptionId }, locale) => {
  const say = translate(locale, onboardingTexts);
  return newSubscriptionId
    ? [{ label: say('fact.newSubscriptionId'), value: outside(newSubscriptionId) }]
    : [];
};

const retire: Group = ({ request: { retire: of } }, locale) => {
  const say = translate(locale, onboardingTexts);
  const label = say('fact.retire');
  if (of.scope !== 'services') return [{ label, value: say(`retire.${of.scope}`) }];
  const services = of.services ?? [];
  const value: Phrase = services.flatMap((name, index) => [...(index > 0 ? [' · '] : []), { outside: name }]);
  return [{ label, value: services.length > 0 ? value : say('fact.unknown') }];
};

/** The transfer request needs the name and one of ID and domain: what is missing is to be asked for. */
const currentPartner: Group = ({ request: { currentPartner: of } }, locale) => {
  const say = translate(locale, onboardingTexts);
  const known = (value: string | undefined): Phrase => (value ? outside(value) : say('fact.unknown'));
  return [
    { label: say('fact.currentPartner'), value: known(of?.name) },
    ...(of?.microsoftId || !of?.domain
      ? [{ label: say('fact.currentPartnerMicrosoftId'), value: known(of?.microsoftId) }]
      : []),
    ...(of?.domain ? [{ label: say('fact.currentPartnerDomain'), value: outside(of.domain) }] : []),
  ];
};

const newPartner: Group = ({ partner: of }, locale) => {
  const say = translate(locale, onboardingTexts);
  return [
    { label: say('fact.partner'), value: outside(of.name) },
    ...(of.microsoftTenantId
      ? [{ label: say('fact.partnerMicrosoftId'), value: outside(of.microsoftTenantId) }]
      : []),
    ...(of.mpnId ? [{ label: say('fact.partnerId'), value: outside(of.mpnId) }] : []),
    { label: say('fact.partnerEmail'), value: [{ address: of.supportEmail }] },
  ];
};

const requestedBy: Group = ({ request: { requestedBy: of } }, locale) => {
  const say = translate(locale, onboardingTexts);
  const value: Phrase = [
    ...(of.name ? [{ outside: of.name }, ' · '] : []),
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

function outside(text: string): Phrase {
  return [{ outside: text }];
}
