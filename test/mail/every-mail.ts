import { renderInformCurrentPartner } from '../../shared/mail/render/inform-current-partner.ts';
import { renderInvitation, renderReminder } from '../../shared/mail/render/invitation.ts';
import type { RenderedMail } from '../../shared/mail/render/layout.ts';
import { renderNotice } from '../../shared/mail/render/notice.ts';
import { renderReceipt } from '../../shared/mail/render/receipt.ts';
import type { WorkOrderView } from '../../shared/mail/render/views.ts';
import { renderWorkOrder } from '../../shared/mail/render/work-order.ts';
import type { Locale } from '../../shared/texts/compiled.generated.ts';
import { informCurrentPartner, invitation, notice, receipt, workOrders } from '../screenshots/views.ts';

/** The strings of a mail that come from outside. */
export interface Outside {
  readonly partner: string;
  readonly supportEmail: string;
  readonly customer: string;
  readonly contactName: string;
  readonly subscription: string;
  readonly comment: string;
  readonly id: string;
}

/** One mail of each kind, and the work order of each step, with these strings in every place that takes one. */
export function everyMail(
  outside: Outside,
  locale: Locale,
  orders: readonly WorkOrderView[] = workOrders,
): RenderedMail[] {
  const partner = { name: outside.partner, supportEmail: outside.supportEmail };
  const customer = { name: outside.customer, contactName: outside.contactName, tenantId: outside.id };
  const invited = {
    ...invitation,
    partner,
    customer,
    subscriptions: [{ name: outside.subscription, billing: 'usage-based' as const }],
    invitationId: outside.id,
  };
  const received = { ...receipt, partner, customer, invitationId: outside.id };
  return [
    renderInvitation(invited, locale),
    renderReminder({ ...invited, reminder: 1 }, locale),
    renderReceipt(received, locale),
    renderReceipt({ ...received, decision: 'declined' }, locale),
    renderNotice({ ...notice, partner, customer, comment: outside.comment }, locale),
    renderNotice({ ...notice, partner, customer, outcome: 'removed', comment: undefined }, locale),
    ...onboardingMails(outside, locale, orders),
  ];
}

function onboardingMails(outside: Outside, locale: Locale, orders: readonly WorkOrderView[]): RenderedMail[] {
  const { partner: name, supportEmail, comment: text, id } = outside;
  const partner = { name, supportEmail, microsoftTenantId: text, mpnId: text, partnerId: text };
  const currentPartner = { name: text, microsoftId: text, domain: text };
  const customer = { name: outside.customer, contactName: outside.contactName, tenantId: id };
  const place = { country: id, contactEmail: supportEmail, locale: text };
  const subscription = { id, name: outside.subscription };
  const letter = { ...informCurrentPartner, partner, customer, currentPartner, subscription };
  return [
    renderInformCurrentPartner(letter, locale),
    renderInformCurrentPartner({ ...letter, offer: 'legacy' }, locale),
    ...orders.map((order) =>
      renderWorkOrder(
        {
          ...order,
          partner,
          customer: { ...customer, ...place },
          subscription: { ...order.subscription, ...subscription },
          request: {
            ...order.request,
            requestedBy: { role: 'sales-agent', name: text, email: text },
            currentPartner,
            retire: { scope: 'services', services: [outside.subscription, text] },
          },
          newSubscriptionId: text,
        },
        locale,
      ),
    ),
  ];
}
