import { toMillis } from '../../shared/events/instant.ts';
import { awaitingApproval } from '../../shared/invitations/awaiting.ts';
import { microsoftLink } from '../../shared/invitations/microsoft-link.ts';
import type { PageView } from '../../shared/page/views.ts';
import type { Found } from './invitation.ts';

/** What a visitor of the link sees, by the state of the invitation (contract §5: 200, 410, 410, 200, 404). */
export function viewOf(found: Found | null, nonce: () => string, now: number): PageView {
  if (!found) return { kind: 'unknown' };
  const { partner, invitation } = found;
  const done = {
    kind: 'done',
    partner,
    invitationId: invitation.id,
    ...(invitation.closedAt && { at: toMillis(invitation.closedAt) }),
  } as const;
  switch (invitation.status) {
    case 'approved':
      return { ...done, decision: 'approved' };
    case 'consented':
      return { ...done, decision: 'approved', ...atMicrosoft(found) };
    case 'declined':
      return { ...done, decision: 'declined' };
    case 'replaced':
    case 'undeliverable':
      return { kind: 'replaced' };
    case 'expired':
      return { kind: 'expired', partner };
    case 'open':
      if (toMillis(invitation.expiresAt) <= now) return { kind: 'expired', partner };
      return {
        kind: 'ask',
        partner,
        customerName: found.case.customer?.name ?? '',
        scope: invitation.scope,
        ...awaitingApproval(found.case),
        expiresAt: toMillis(invitation.expiresAt),
        invitationId: invitation.id,
        nonce: nonce(),
      };
  }
}

/** Where the customer goes on when its yes here is not all: the partner waits for Microsoft's own acceptance. */
export function atMicrosoft({ partner, invitation }: Found): { microsoftLink?: string } {
  const link =
    partner.acceptance === 'partner-center' ? microsoftLink({ ...partner, scope: invitation.scope }) : null;
  return link === null ? {} : { microsoftLink: link };
}
