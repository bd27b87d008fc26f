import type { Case, Partner } from '../../case/case.ts';
import { toMillis } from '../../events/instant.ts';
import type { MailCommand } from '../../process/effects.ts';
import { chooseLocale } from '../../texts/choose-locale.ts';
import { renderNotice } from '../render/notice.ts';
import type { NoticeView } from '../render/views.ts';
import { invitationOf, scopeOf } from './compose-invitation.ts';
import type { ComposedMail } from './composed.ts';

const ABOUT = ['approved', 'declined', 'removed', 'expired', 'undeliverable'] as const;

/** The notice to the partner of what became of its request. */
export function composeNotice(order: MailCommand, of: Case, partner: Partner): ComposedMail {
  const invitation = invitationOf(of, order.invitationId);
  const comment = invitation?.status === 'declined' ? invitation.comment : undefined;
  const scope = scopeOf(order);
  const view: NoticeView = {
    partner,
    customer: { name: of.customer?.name ?? of.tenantId, tenantId: of.tenantId },
    what: ABOUT.find((about) => about === order.about.answer) ?? 'approved',
    at: toMillis(order.about.at),
    ...(scope && { scope }),
    ...(comment && { comment }),
  };
  return { ...renderNotice(view, chooseLocale([partner.defaultLocale])), to: partner.notificationsEmail };
}
