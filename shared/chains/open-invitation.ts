import { createHash } from 'node:crypto';
import { change } from '../case/draft.ts';
import { isOpen } from '../case/invitation.ts';
import { moveRelationship } from '../case/permission.ts';
import { fromMillis, latest } from '../events/instant.ts';
import type { Scope } from '../events/kinds.ts';
import { DAY } from './context.ts';
import type { ChainContext } from './step.ts';

/**
 * Opens an invitation for a scope. An open one is replaced; its link stops working. Its id follows from the event that
 * caused it, so that a fold that is repeated after a lost race opens the same one.
 */
export function openInvitation(
  context: ChainContext,
  asked: { readonly scope: Scope; readonly contactEmail: string },
): void {
  const { draft, now, settings, cause } = context;
  const { partnerId, tenantId, invitation: before, relationship } = draft.case;
  const openedAt = fromMillis(now);
  const id = createHash('sha256')
    .update(JSON.stringify(['invitation', partnerId, tenantId, cause.key, asked.scope]))
    .digest()
    .subarray(0, 16)
    .toString('base64url');
  change(draft, {
    previous: isOpen(before) ? { ...before, status: 'replaced', closedAt: openedAt } : before,
    invitation: {
      id,
      scope: asked.scope,
      status: 'open',
      openedAt,
      expiresAt: fromMillis(now + settings.invitationDays * DAY),
      contactEmail: asked.contactEmail,
      reminders: 0,
      closedAt: null,
    },
    relationship: { ...relationship, block: null },
  });
  draft.changes.push({ kind: 'invitation-opened', invitationId: id, scope: asked.scope });
  // An invitation for more may be open beside an active relationship, which stays as it is (contract §3.3).
  if (relationship.status !== 'active') {
    moveRelationship(draft, {
      status: 'invited',
      scope: asked.scope,
      at: latest(relationship.changedAt, cause.at),
    });
  }
}
