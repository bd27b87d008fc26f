import type { Case, Partner } from '../../case/case.ts';
import { isOnboardingChain, transferLimit } from '../../chains/onboarding-chains.ts';
import type { MailCommand } from '../../process/effects.ts';
import { chooseLocale } from '../../texts/choose-locale.ts';
import { renderInformCurrentPartner } from '../render/inform-current-partner.ts';
import { renderWorkOrder } from '../render/work-order.ts';
import type { ComposedMail, NotSent } from './composed.ts';

/** The letter that the customer sends to its current partner (contract §4, domain §3.3, §3.4). */
export function composeLetter(order: MailCommand, of: Case, partner: Partner): ComposedMail | NotSent {
  const { customer, tenantId } = of;
  const subscription = of.subscriptions.get(order.about.subscriptionId ?? '');
  if (!customer || !subscription?.reported || !subscription.onboarding) return 'nobody-to-write-to';
  const { id, reported, onboarding } = subscription;
  if (onboarding.status !== 'under-way') return 'no-longer-due';
  const { offer, currentPartner } = onboarding.request;
  const view = {
    partner: detailsOf(partner),
    customer: { name: customer.name, tenantId, contactName: customer.contactName },
    currentPartner: currentPartner ?? (reported.seller && { name: reported.seller.name }),
    subscription: { id, name: reported.name },
    offer,
  };
  const locale = chooseLocale([customer.locale, partner.defaultLocale]);
  return { ...renderInformCurrentPartner(view, locale), to: customer.contactEmail };
}

/** The work order for the step that is due, with everything to type in (domain §3.6). */
export function composeWorkOrder(order: MailCommand, of: Case, partner: Partner): ComposedMail | NotSent {
  const { customer, tenantId } = of;
  const subscription = of.subscriptions.get(order.about.subscriptionId ?? '');
  if (!customer || !subscription?.reported || !subscription.onboarding) return 'nobody-to-write-to';
  const { id, reported, onboarding } = subscription;
  const step = onboarding.steps.find(({ name, status }) => name === order.about.step && status === 'due');
  const { chain } = onboarding;
  if (!step || chain === null || !isOnboardingChain(chain)) return 'no-longer-due';
  const view = {
    partner: { ...detailsOf(partner), partnerId: partner.partnerId, kind: partner.kind },
    customer: { ...customer, tenantId },
    subscription: { id, name: reported.name, channel: reported.channel, quantity: reported.quantity },
    chain,
    step: step.name,
    steps: onboarding.steps,
    request: onboarding.request,
    dueBy: transferLimit(subscription) ?? undefined,
    newSubscriptionId: onboarding.newSubscriptionId ?? undefined,
  };
  const locale = chooseLocale([partner.defaultLocale]);
  return { ...renderWorkOrder(view, locale), to: partner.notificationsEmail };
}

function detailsOf({ name, supportEmail, microsoft }: Partner) {
  return { name, supportEmail, microsoftTenantId: microsoft?.tenantId, mpnId: microsoft?.mpnId };
}
