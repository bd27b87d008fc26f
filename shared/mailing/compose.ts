import type { Case, Partner } from '../case/case.ts';
import type { Invitation } from '../case/invitation.ts';
import { toMillis } from '../events/instant.ts';
import type { Scope } from '../events/kinds.ts';
import { awaitingApproval } from '../invitations/awaiting.ts';
import { type KeyRing, signToken } from '../invitations/link-token.ts';
import { microsoftLink } from '../invitations/microsoft-link.ts';
import { renderInvitation } from '../mail/invitation.ts';
import { renderNotice } from '../mail/notice.ts';
import { renderReceipt } from '../mail/receipt.ts';
import type { RenderedMail } from '../mail/rendered.ts';
import type { NoticeView } from '../mail/views.ts';
import type { MailCommand } from '../process/effects.ts';
import { chooseLocale } from '../texts/choose-locale.ts';

/** A mail ready for SES. */
export interface ComposedMail extends RenderedMail {
  readonly to: string;
}

/** Why a mail is not sent after all. */
export type NotSent = 'muted' | 'link-is-dead' | 'nobody-to-write-to';

/** What composing needs beside the case. */
export interface ComposeWorld {
  readonly ring: KeyRing;
  /** The public address of the HTTP API, without a slash at its end; never taken from a request. */
  readonly baseUrl: string;
}

/** Invitations whose link shows nothing any more. */
const DEAD: ReadonlySet<Invitation['status']> = new Set(['replaced', 'expired', 'undeliverable']);

/** Composes the mail an order asks for from the case as it is now. Names and addresses come from the case, not the queue. */
export function composeMail(
  order: MailCommand,
  of: Case,
  partner: Partner,
  world: ComposeWorld,
): ComposedMail | NotSent {
  if (partner.muted.includes(order.kind)) return 'muted';
  const locale = chooseLocale([of.customer?.locale, partner.defaultLocale]);
  const invitation = invitationOf(of, order.invitationId);
  switch (order.kind) {
    case 'invitation': {
      if (!invitation || !of.customer) return 'nobody-to-write-to';
      // A dead link is of no use to anybody; one that was answered meanwhile shows the answer (contract §5).
      if (DEAD.has(invitation.status)) return 'link-is-dead';
      const mail = renderInvitation(invitationView(of, of.customer, partner, invitation, world), locale);
      return { ...mail, to: invitation.contactEmail };
    }
    case 'receipt': {
      if (!invitation || !of.customer) return 'nobody-to-write-to';
      const scope = scopeOf(order) ?? invitation.scope;
      const link = order.about.answer === 'consented' ? microsoftLink(partner, scope) : null;
      const mail = renderReceipt(
        {
          partner,
          customer: of.customer,
          decision: order.about.answer === 'declined' ? 'declined' : 'approved',
          scope,
          decidedAt: toMillis(order.about.at),
          invitationId: invitation.id,
          ...(link !== null && { microsoftLink: link }),
        },
        locale,
      );
      return { ...mail, to: invitation.contactEmail };
    }
    case 'notice': {
      const comment = invitation?.status === 'declined' ? invitation.comment : undefined;
      const scope = scopeOf(order);
      const view: NoticeView = {
        partner,
        customer: { name: of.customer?.name ?? of.tenantId, tenantId: of.tenantId },
        what: noticeAbout(order.about.answer),
        at: toMillis(order.about.at),
        ...(scope && { scope }),
        ...(comment && { comment }),
      };
      return { ...renderNotice(view, chooseLocale([partner.defaultLocale])), to: partner.notificationsEmail };
    }
  }
}

function invitationView(
  of: Case,
  customer: { readonly name: string; readonly contactName?: string | undefined },
  partner: Partner,
  { id, scope, expiresAt }: Invitation,
  { ring, baseUrl }: ComposeWorld,
) {
  const { partnerId, tenantId } = of;
  const expires = toMillis(expiresAt);
  const token = signToken({ partnerId, tenantId, invitationId: id, expiresAt: expires }, ring);
  return {
    partner,
    customer,
    scope,
    ...awaitingApproval(of),
    expiresAt: expires,
    link: `${baseUrl}/invitations/${token}`,
    invitationId: id,
  };
}

function invitationOf(of: Case, id: string | null): Invitation | null {
  if (id === null) return null;
  return [of.invitation, of.replaced].find((invitation) => invitation?.id === id) ?? null;
}

function scopeOf({ about }: MailCommand): Scope | undefined {
  return about.scope === 'reseller-only' || about.scope === 'delegated-admin' ? about.scope : undefined;
}

function noticeAbout(answer: string | undefined): NoticeView['what'] {
  return answer === 'declined' || answer === 'removed' ? answer : 'approved';
}
