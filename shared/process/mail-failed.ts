import { change } from '../case/draft.ts';
import { closeInvitation, moveRelationship } from '../case/permission.ts';
import { isSuppressed } from '../case/suppression.ts';
import type { ChainContext } from '../chains/step.ts';
import { type Applied, applied, unapplied } from './applied.ts';
import type { MailFailed } from './noticed.ts';

/** `mail.failed`: the address is not mailed again, and an invitation that went there reached nobody (contract §3.3). */
export function applyMailFailed({ draft, cause }: ChainContext, { data }: MailFailed): Applied {
  const { invitation, previous, relationship, suppressed } = draft.case;
  const about = [invitation, previous].find((one) => one?.id === data.invitationId);
  if (!about) return unapplied('ignored', 'unknown-invitation');
  if (!isSuppressed(draft.case, about.contactEmail))
    change(draft, { suppressed: [...suppressed, about.contactEmail] });
  if (about !== invitation || invitation.status !== 'open')
    return unapplied('ignored', 'invitation-not-open');
  closeInvitation(draft, 'undeliverable', cause.at);
  if (relationship.status !== 'active') {
    moveRelationship(draft, { status: 'undeliverable', scope: null, at: cause.at });
  }
  change(draft, {
    relationship: { ...draft.case.relationship, block: { reason: 'undeliverable', since: cause.at } },
  });
  draft.changes.push({
    kind: 'invitation-ended',
    invitationId: invitation.id,
    end: 'undeliverable',
    scope: invitation.scope,
  });
  return { ...applied(), reason: data.why };
}
