import { renderInvitation, renderReminder } from '../../shared/mail/invitation.ts';
import { renderNotice } from '../../shared/mail/notice.ts';
import { renderReceipt } from '../../shared/mail/receipt.ts';
import type { RenderedMail } from '../../shared/mail/rendered.ts';
import type { Locale } from '../../shared/texts/compiled.generated.ts';
import { invitation, notice, receipt } from '../pictures/views.ts';

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

/** One mail of each kind with these strings in every place that takes one. */
export function everyMail(outside: Outside, locale: Locale): RenderedMail[] {
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
    renderNotice({ ...notice, partner, customer, what: 'removed', comment: undefined }, locale),
  ];
}
