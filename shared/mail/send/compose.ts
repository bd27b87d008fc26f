import { type Case, isSuppressed, type Partner } from '../../case/case.ts';
import { isOfEarlierGeneration } from '../../case/erasure.ts';
import type { Invitation } from '../../case/relationship.ts';
import { isOnboardingChain, transferLimit } from '../../chains/onboarding-chains.ts';
import { toMillis } from '../../events/instant.ts';
import type { Scope } from '../../events/vocabulary.ts';
import { subscriptionsAwaitingApproval } from '../../invitations/awaiting-approval.ts';
import { type KeyRing, signToken } from '../../invitations/link-token.ts';
import { microsoftLink } from '../../invitations/microsoft-link.ts';
import type { MailCommand } from '../../process/effects.ts';
import { chooseLocale } from '../../texts/choose-locale.ts';
import { renderInformCurrentPartner } from '../render/inform-current-partner.ts';
import { renderInvitation, renderReminder } from '../render/invitation.ts';
import type { RenderedMail } from '../render/layout.ts';
import { renderNotice } from '../render/notice.ts';
import { renderReceipt } from '../render/receipt.ts';
import type { NoticeView } from '../render/views.ts';
import { renderWorkOrder } from '../render/work-order.ts';

/** A mail ready for SES. */
export interface ComposedMail extends RenderedMail {
  readonly to: string;
}

/** Why a mail is not sent after all. */
export type NotSent =
  | 'muted'
  | 'customer-erased'
  | 'link-is-dead'
  | 'no-longer-due'
  | 'nobody-to-write-to'
  | 'suppressed';

/** What composing needs beside the case. */
export interface ComposeDependencies {
  readonly ring: KeyRing;
  /** The public address of the HTTP API, without a slash at its end; never taken from a request. */
  readonly baseUrl: string;
}

/** Composes the mail an order asks for from the case as it is now. Names and addresses come from the case, not the queue. */
export function composeMail(
  order: MailCommand,
  of: Case,
  partner: Partner,
  world: ComposeDependencies,
): ComposedMail | NotSent {
  if (partner.muted.includes(order.kind)) return 'muted';
  // Ordered before the customer was erased: there is nothing to tell of any more, and nobody to tell it.
  if (isOfEarlierGeneration(of, order)) return 'customer-erased';
  const mail = composeByKind(order, of, partner, world);
  // Not again to an address that bounced or complained, until somebody gives another.
  return typeof mail !== 'string' && isSuppressed(of, mail.to) ? 'suppressed' : mail;
}

function composeByKind(
  order: MailCommand,
  of: Case,
  partner: Partner,
  world: ComposeDependencies,
): ComposedMail | NotSent {
  switch (order.kind) {
    case 'invitation':
    case 'reminder':
      return composeInvitation(order, of, partner, world);
    case 'receipt':
      return composeReceipt(order, of, partner);
    case 'notice':
      return composeNotice(order, of, partner);
    case 'inform-current-partner':
      return composeLetter(order, of, partner);
    case 'work-order':
      return composeWorkOrder(order, of, partner);
  }
}

/** Invitations whose link shows nothing any more. */
const DEAD: ReadonlySet<Invitation['status']> = new Set(['replaced', 'expired', 'undeliverable']);

/** The invitation, or a reminder of it: to the address it was opened for, with the same link each time. */
export function composeInvitation(
  order: MailCommand,
  of: Case,
  partner: Partner,
  { ring, baseUrl }: ComposeDependencies,
): ComposedMail | NotSent {
  const invitation = invitationOf(of, order.invitationId);
  const { customer, partnerId, tenantId } = of;
  if (!invitation || !customer) return 'nobody-to-write-to';
  // A dead link is of no use to anybody; one that was answered meanwhile shows the answer (contract §5).
  if (DEAD.has(invitation.status)) return 'link-is-dead';
  const { reminder } = order.about;
  // Who has answered is not reminded.
  if (reminder !== undefined && invitation.status !== 'open') return 'no-longer-due';
  const expiresAt = toMillis(invitation.expiresAt);
  const token = signToken({ partnerId, tenantId, invitationId: invitation.id, expiresAt }, ring);
  const view = {
    partner,
    customer,
    scope: invitation.scope,
    ...subscriptionsAwaitingApproval(of),
    expiresAt,
    link: `${baseUrl}/invitations/${token}`,
    invitationId: invitation.id,
  };
  const locale = chooseLocale([customer.locale, partner.defaultLocale]);
  const mail =
    reminder === undefined ? renderInvitation(view, locale) : renderReminder({ ...view, reminder }, locale);
  return { ...mail, to: invitation.contactEmail };
}

/** The receipt of the customer's own decision. */
export function composeReceipt(order: MailCommand, of: Case, partner: Partner): ComposedMail | NotSent {
  const invitation = invitationOf(of, order.invitationId);
  if (!invitation || !of.customer) return 'nobody-to-write-to';
  const scope = scopeOf(order) ?? invitation.scope;
  const link = order.about.answer === 'consented' ? microsoftLink({ ...partner, scope }) : null;
  const view = {
    partner,
    customer: of.customer,
    decision: order.about.answer === 'declined' ? 'declined' : 'approved',
    scope,
    decidedAt: toMillis(order.about.at),
    invitationId: invitation.id,
    ...(link !== null && { microsoftLink: link }),
  } as const;
  const locale = chooseLocale([of.customer.locale, partner.defaultLocale]);
  return { ...renderReceipt(view, locale), to: invitation.contactEmail };
}

/** The invitation of a case by its id: the newest, or the one before. */
export function invitationOf(of: Case, id: string | null): Invitation | null {
  if (id === null) return null;
  return [of.invitation, of.previous].find((invitation) => invitation?.id === id) ?? null;
}

/** The scope an order is about. */
export function scopeOf({ about }: MailCommand): Scope | undefined {
  return about.scope === 'reseller-only' || about.scope === 'delegated-admin' ? about.scope : undefined;
}

const ABOUT = ['approved', 'declined', 'removed', 'expired', 'undeliverable'] as const;

/** The notice to the partner of what became of its request. */
export function composeNotice(order: MailCommand, of: Case, partner: Partner): ComposedMail {
  const invitation = invitationOf(of, order.invitationId);
  const comment = invitation?.status === 'declined' ? invitation.comment : undefined;
  const scope = scopeOf(order);
  const view: NoticeView = {
    partner,
    customer: { name: of.customer?.name ?? of.tenantId, tenantId: of.tenantId },
    outcome: ABOUT.find((about) => about === order.about.answer) ?? 'approved',
    at: toMillis(order.about.at),
    ...(scope && { scope }),
    ...(comment && { comment }),
  };
  return { ...renderNotice(view, chooseLocale([partner.defaultLocale])), to: partner.notificationsEmail };
}

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
