import type { Case, Partner } from '../../case/case.ts';
import type { Invitation } from '../../case/relationship.ts';
import { toMillis } from '../../events/instant.ts';
import type { Scope } from '../../events/vocabulary.ts';
import { awaitingApproval } from '../../invitations/awaiting.ts';
import { signToken } from '../../invitations/link-token.ts';
import { microsoftLink } from '../../invitations/microsoft-link.ts';
import type { MailCommand } from '../../process/effects.ts';
import { chooseLocale } from '../../texts/choose-locale.ts';
import { renderInvitation, renderReminder } from '../render/invitation.ts';
import { renderReceipt } from '../render/receipt.ts';
import type { ComposeDependencies, ComposedMail, NotSent } from './composed.ts';

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
    ...awaitingApproval(of),
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
