import { toMillis } from '../../shared/events/instant.ts';
import { awaitingApproval } from '../../shared/invitations/awaiting.ts';
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
    case 'consented':
      return { ...done, decision: 'approved' };
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
