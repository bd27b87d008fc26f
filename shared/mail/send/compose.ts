import { type Case, isSuppressed, type Partner } from '../../case/case.ts';
import { isOfEarlierGeneration } from '../../case/erasure.ts';
import type { Invitation } from '../../case/relationship.ts';
import { transferLimit } from '../../chains/onboarding-chains.ts';
import { toMillis } from '../../events/instant.ts';
import type { Scope } from '../../events/vocabulary.ts';
import { subscriptionsAwaitingApproval } from '../../invitations/awaiting-approval.ts';
import { type KeyRing, linkReference, signToken } from '../../invitations/link-token.ts';
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

/** A mail that is ready for SES. */
export interface ComposedMail extends RenderedMail {
  readonly to: string;
}

/** Why a mail is not sent. */
export type NotSent =
  | 'muted'
  | 'customer-erased'
  | 'link-is-dead'
  | 'no-longer-due'
  | 'nobody-to-write-to'
  | 'suppressed';

/** What composing needs besides the case. */
export interface ComposeDependencies {
  readonly ring: KeyRing;
  /** The public address of the HTTP API, without a trailing slash. Never taken from a request. */
  readonly baseUrl: string;
}

/** Composes the mail of a command from the case as it is now. Names and addresses come from the case, not the queue. */
export function composeMail(
  command: MailCommand,
  theCase: Case,
  partner: Partner,
  dependencies: ComposeDependencies,
): ComposedMail | NotSent {
  if (partner.muted.includes(command.kind)) return 'muted';
  // The customer was erased after the command was sent: its data and its address are gone.
  if (isOfEarlierGeneration(theCase, command)) return 'customer-erased';
  const mail = composeByKind(command, theCase, partner, dependencies);
  // No mail to an address that bounced or complained, until a new address is reported.
  return typeof mail !== 'string' && isSuppressed(theCase, mail.to) ? 'suppressed' : mail;
}

function composeByKind(
  command: MailCommand,
  theCase: Case,
  partner: Partner,
  dependencies: ComposeDependencies,
): ComposedMail | NotSent {
  switch (command.kind) {
    case 'invitation':
    case 'reminder':
      return composeInvitation(command, theCase, partner, dependencies);
    case 'receipt':
      return composeReceipt(command, theCase, partner);
    case 'notice':
      return composeNotice(command, theCase, partner);
    case 'inform-current-partner':
      return composeLetter(command, theCase, partner);
    case 'work-order':
      return composeWorkOrder(command, theCase, partner);
  }
}

/** Invitations whose link no longer shows the request or its answer. */
const DEAD_LINK: ReadonlySet<Invitation['status']> = new Set(['replaced', 'expired', 'undeliverable']);

/** Composes an invitation or a reminder of it, to the address of the invitation. The link is the same each time. */
function composeInvitation(
  command: MailCommand,
  theCase: Case,
  partner: Partner,
  { ring, baseUrl }: ComposeDependencies,
): ComposedMail | NotSent {
  const invitation = invitationOf(theCase, command.invitationId);
  const { customer, partnerId, tenantId } = theCase;
  if (!invitation || !customer) return 'nobody-to-write-to';
  // The link of an answered invitation still shows the answer (contract §5).
  if (DEAD_LINK.has(invitation.status)) return 'link-is-dead';
  const { reminder } = command.about;
  // An answered invitation needs no reminder.
  if (reminder !== undefined && invitation.status !== 'open') return 'no-longer-due';
  const expiresAt = toMillis(invitation.expiresAt);
  const token = signToken({ partnerId, tenantId, invitationId: invitation.id, expiresAt }, ring);
  const view = {
    partner,
    customer,
    scope: invitation.scope,
    ...subscriptionsAwaitingApproval(theCase),
    openedAt: toMillis(invitation.openedAt),
    expiresAt,
    link: `${baseUrl}/invitations/${token}`,
    invitationId: invitation.id,
    ...(partner.confirmation === 'reference' && { reference: linkReference(token, ring) }),
  };
  const locale = chooseLocale([customer.locale, partner.defaultLocale]);
  const mail =
    reminder === undefined ? renderInvitation(view, locale) : renderReminder({ ...view, reminder }, locale);
  return { ...mail, to: invitation.contactEmail };
}

/** Composes the receipt of the customer's own decision. */
function composeReceipt(command: MailCommand, theCase: Case, partner: Partner): ComposedMail | NotSent {
  const invitation = invitationOf(theCase, command.invitationId);
  const { customer } = theCase;
  if (!invitation || !customer) return 'nobody-to-write-to';
  const { answer, at } = command.about;
  const scope = scopeOf(command) ?? invitation.scope;
  const link = answer === 'consented' ? microsoftLink({ ...partner, scope }) : null;
  const view = {
    partner,
    customer,
    decision: answer === 'declined' ? 'declined' : 'approved',
    scope,
    decidedAt: toMillis(at),
    invitationId: invitation.id,
    ...(link !== null && { microsoftLink: link }),
  } as const;
  const locale = chooseLocale([customer.locale, partner.defaultLocale]);
  return { ...renderReceipt(view, locale), to: invitation.contactEmail };
}

const NOTICE_OUTCOMES = ['approved', 'declined', 'removed', 'expired', 'undeliverable'] as const;

/** Composes the notice that tells the partner the result of its request. */
function composeNotice(command: MailCommand, theCase: Case, partner: Partner): ComposedMail {
  const invitation = invitationOf(theCase, command.invitationId);
  const comment = invitation?.status === 'declined' ? invitation.comment : undefined;
  const scope = scopeOf(command);
  const view: NoticeView = {
    partner,
    customer: { name: theCase.customer?.name ?? theCase.tenantId, tenantId: theCase.tenantId },
    outcome: NOTICE_OUTCOMES.find((outcome) => outcome === command.about.answer) ?? 'approved',
    at: toMillis(command.about.at),
    ...(scope && { scope }),
    ...(comment && { comment }),
  };
  return { ...renderNotice(view, chooseLocale([partner.defaultLocale])), to: partner.notificationsEmail };
}

/** Composes the mail with the letter that the customer sends to its current partner (contract §4). */
function composeLetter(command: MailCommand, theCase: Case, partner: Partner): ComposedMail | NotSent {
  const { customer, tenantId } = theCase;
  const subscription = theCase.subscriptions.get(command.about.subscriptionId ?? '');
  if (!customer || !subscription?.reported || !subscription.onboarding) return 'nobody-to-write-to';
  const { id, reported, onboarding } = subscription;
  if (onboarding.status !== 'under-way') return 'no-longer-due';
  const { offer, currentPartner } = onboarding.request;
  const view = {
    partner: partnerDetails(partner),
    customer: { name: customer.name, tenantId, contactName: customer.contactName },
    currentPartner: currentPartner ?? (reported.seller && { name: reported.seller.name }),
    subscription: { id, name: reported.name },
    offer,
  };
  const locale = chooseLocale([customer.locale, partner.defaultLocale]);
  return { ...renderInformCurrentPartner(view, locale), to: customer.contactEmail };
}

/** Composes the work order for the step that is due (contract §4). */
function composeWorkOrder(command: MailCommand, theCase: Case, partner: Partner): ComposedMail | NotSent {
  const { customer, tenantId } = theCase;
  const subscription = theCase.subscriptions.get(command.about.subscriptionId ?? '');
  if (!customer || !subscription?.reported || !subscription.onboarding) return 'nobody-to-write-to';
  const { id, reported, onboarding } = subscription;
  const step = onboarding.steps.find(({ name, status }) => name === command.about.step && status === 'due');
  if (!step || onboarding.status !== 'under-way') return 'no-longer-due';
  const { chain } = onboarding;
  const view = {
    partner: { ...partnerDetails(partner), partnerId: partner.partnerId, kind: partner.kind },
    customer: { ...customer, tenantId },
    subscription: { id, name: reported.name, channel: reported.channel, quantity: reported.quantity },
    chain,
    step: step.name,
    steps: onboarding.steps,
    request: onboarding.request,
    dueBy: transferLimit(onboarding) ?? undefined,
    newSubscriptionId: onboarding.newSubscriptionId ?? undefined,
  };
  const locale = chooseLocale([partner.defaultLocale]);
  return { ...renderWorkOrder(view, locale), to: partner.notificationsEmail };
}

/** Finds an invitation of the case by its ID: the current one or the one before. */
function invitationOf(theCase: Case, id: string | null): Invitation | null {
  if (id === null) return null;
  return [theCase.invitation, theCase.previous].find((invitation) => invitation?.id === id) ?? null;
}

function scopeOf({ about }: MailCommand): Scope | undefined {
  return about.scope === 'reseller-only' || about.scope === 'delegated-admin' ? about.scope : undefined;
}

function partnerDetails({ name, supportEmail, microsoft }: Partner) {
  return { name, supportEmail, microsoftTenantId: microsoft?.tenantId, mpnId: microsoft?.mpnId };
}
