import { emptyCase, isSuppressed } from '../case/case.ts';
import { type Draft, updateCase } from '../case/draft.ts';
import { hasPersonalData, withoutPersonalData } from '../case/erasure.ts';
import { applyTransition } from '../case/relationship-transitions.ts';
import type { ChainContext } from '../chains/chain-context.ts';
import { compareInstants, earliest, fromMillis, latest } from '../events/instant.ts';
import type { MailFailed } from '../events/internal-events.ts';
import { type ApplyEvent, applied, type EventResult, unapplied } from './event-result.ts';
import { endInvitation } from './relationship-events.ts';

/**
 * `customer.erased`: removes everything the case knows about the customer when the erasure is processed, whatever its age.
 * The timeline stays, without personal data.
 *
 * An erasure from the future takes effect now. With its own time it would shut out every event until then.
 */
export const applyErased: ApplyEvent<'customer.erased'> = ({ draft, now }, { time }) => {
  const { erasedAt: before, generation, recent, relationship, subscriptions } = draft.case;
  const at = earliest(time, fromMillis(now));
  if (before !== null && compareInstants(at, before) <= 0 && !hasPersonalData(draft.case)) {
    return at === before ? unapplied('ignored', 'already-erased') : unapplied('stale', 'customer-erased');
  }
  const erasedAt = latest(before, at);
  applyTransition(draft, 'erased', { at, changedAt: latest(relationship.changedAt, at) });
  draft.changes.push({ kind: 'erased', erasedAt });
  for (const id of subscriptions.keys()) draft.written.add(id);
  draft.subscriptions.clear();
  const { subscriptions: _, relationship: blankRelationship, ...blank } = emptyCase(draft.case);
  const { changedAt } = draft.case.relationship;
  updateCase(draft, {
    ...blank,
    relationship: { ...blankRelationship, changedAt },
    recent: recent.map(withoutPersonalData),
    erasedAt,
    generation: generation + 1,
  });
  return applied();
};

/**
 * `mail.failed`: a mail failed for good. The customer's address gets no more mail, and an open invitation that went there
 * becomes undeliverable (contract §3.3). A mail to the partner, or one that SES rejected, is only reported.
 */
export function applyMailFailed(context: ChainContext, { data }: MailFailed): EventResult {
  const { draft } = context;
  const { mail, why } = data;
  if (mail) {
    draft.changes.push({ kind: 'mail-failed', mail, why });
    return { ...applied(), reason: `${mail.recipient}-mail-${why}` };
  }
  if (data.invitationId === null) return applyLetterFailed(draft, data);
  const { invitation, previous } = draft.case;
  const failed = [invitation, previous].find((known) => known?.id === data.invitationId);
  if (!failed) return unapplied('ignored', 'unknown-invitation');
  suppressAddress(draft, failed.contactEmail);
  if (failed !== invitation || invitation.status !== 'open')
    return unapplied('ignored', 'invitation-not-open');
  return { ...endInvitation(context, invitation, 'undeliverable'), reason: data.why };
}

/** The `inform-current-partner` letter failed. Its address is suppressed if it still is the customer's. */
function applyLetterFailed(draft: Draft, { address = '', why }: MailFailed['data']): EventResult {
  const { customer } = draft.case;
  if (customer?.contactEmail.toLowerCase() !== address.toLowerCase())
    return unapplied('ignored', 'another-address');
  suppressAddress(draft, customer.contactEmail);
  return { ...applied(), reason: why };
}

function suppressAddress(draft: Draft, address: string): void {
  if (isSuppressed(draft.case, address)) return;
  updateCase(draft, { suppressed: [...draft.case.suppressed, address] });
}
