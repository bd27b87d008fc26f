import { isSuppressed } from '../case/case.ts';
import { closeInvitation, type Draft, moveRelationship, updateCase } from '../case/draft.ts';
import type { ChainContext } from '../chains/chain-context.ts';
import type { MailFailed } from '../events/internal-events.ts';
import { applied, type EventResult, unapplied } from './event-result.ts';

/** `mail.failed`: the address is not mailed again, and an invitation that went there reached nobody (contract §3.3). */
export function applyMailFailed({ draft, cause }: ChainContext, { data }: MailFailed): EventResult {
  if (data.invitationId === null) return letterFailed(draft, data);
  const { invitation, previous, relationship } = draft.case;
  const about = [invitation, previous].find((one) => one?.id === data.invitationId);
  if (!about) return unapplied('ignored', 'unknown-invitation');
  suppress(draft, about.contactEmail);
  if (about !== invitation || invitation.status !== 'open')
    return unapplied('ignored', 'invitation-not-open');
  closeInvitation(draft, 'undeliverable', cause.at);
  if (relationship.status !== 'active') {
    moveRelationship(draft, { status: 'undeliverable', scope: null, at: cause.at });
  }
  updateCase(draft, {
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

/** A letter went to the customer's own address: if that is still the same, it is not mailed again. */
function letterFailed(draft: Draft, { address = '', why }: MailFailed['data']): EventResult {
  const { customer } = draft.case;
  if (customer?.contactEmail.toLowerCase() !== address.toLowerCase())
    return unapplied('ignored', 'another-address');
  suppress(draft, customer.contactEmail);
  return { ...applied(), reason: why };
}

function suppress(draft: Draft, address: string): void {
  if (isSuppressed(draft.case, address)) return;
  updateCase(draft, { suppressed: [...draft.case.suppressed, address] });
}
