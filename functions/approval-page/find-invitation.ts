import type { Case, Partner } from '../../shared/case/case.ts';
import type { Invitation } from '../../shared/case/relationship.ts';
import { eventKey } from '../../shared/events/event-key.ts';
import { type KeyRing, type LinkClaims, verifyToken } from '../../shared/invitations/link-token.ts';
import type { LinkKeys } from '../../shared/runtime/link-keys.ts';
import type { Answer } from '../../shared/store/answer-store.ts';
import { caseId, readCases, readWholeCase, type StoredCase } from '../../shared/store/case-store.ts';
import type { Table } from '../../shared/store/table.ts';

/** The invitation of a link, with its case and partner. */
export interface FoundInvitation {
  readonly case: Case;
  readonly partner: Partner;
  readonly invitation: Invitation;
  /** An answer that is in the queue and not yet in the case. It holds, however long the queue takes. */
  readonly pendingAnswer: Answer | null;
}

/** What finding an invitation needs. */
export interface FindDependencies {
  readonly table: Table;
  readonly keys: LinkKeys;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
}

/** Finds the invitation of a token. An invalid token finds nothing and costs no read of the table. */
export async function findInvitation(
  token: string,
  { table, keys, now }: FindDependencies,
): Promise<{ readonly found: FoundInvitation | null; readonly ring: KeyRing }> {
  let ring = await keys.ring(now());
  let claims = verifyToken(token, ring);
  if (claims === 'unknown-key') {
    ring = await keys.ring(now(), true);
    claims = verifyToken(token, ring);
  }
  if (typeof claims === 'string') return { found: null, ring };
  return { found: await loadInvitation(claims, table), ring };
}

async function loadInvitation(claims: LinkClaims, table: Table): Promise<FoundInvitation | null> {
  const { invitationId } = claims;
  const eventKeys = [decisionKey(claims, 'approve'), decisionKey(claims, 'decline')];
  const query = { ...claims, subscriptionIds: [], eventKeys };
  const { partners, cases } = await readCases(table, [query]);
  const stored = cases.get(caseId(claims));
  const partner = partners.get(claims.partnerId);
  if (!stored || !partner) return null;
  const { invitation: current, previous } = stored.case;
  const kept = [current, previous].find((invitation) => invitation?.id === invitationId);
  // A case keeps its last two invitations: an older one was replaced. With none kept, the customer was erased.
  const invitation = kept ?? unknownInvitation(claims, current ? 'replaced' : 'expired');
  const needsWholeCase = stored.loaded.otherSubscriptions > 0 && invitation.status === 'open';
  const loaded = needsWholeCase ? await readWholeCase(table, query) : stored;
  const pendingAnswer = kept ? pendingAnswerOf(claims, loaded) : null;
  return { case: loaded.case, partner, invitation, pendingAnswer };
}

function pendingAnswerOf(
  claims: LinkClaims,
  { answer, case: { recent }, loaded }: StoredCase,
): Answer | null {
  if (!answer?.isQueued) return null;
  const key = decisionKey(claims, answer.decision);
  return loaded.sealed.has(key) || recent.some((entry) => entry.key === key) ? null : answer;
}

/** The identity of the event of a decision. It follows from invitation and decision, so a second click is a repeat. */
export function decisionIdentity(
  { partnerId, invitationId }: Pick<LinkClaims, 'partnerId' | 'invitationId'>,
  decision: Answer['decision'],
) {
  return {
    source: `/multichannel-support/${partnerId}/invitations`,
    id: `${invitationId}-${decision}`,
  };
}

function decisionKey(claims: LinkClaims, decision: Answer['decision']): string {
  return eventKey(decisionIdentity(claims, decision));
}

function unknownInvitation(
  { invitationId, expiresAt }: LinkClaims,
  status: 'replaced' | 'expired',
): Invitation {
  const at = new Date(expiresAt).toISOString();
  return {
    id: invitationId,
    scope: 'reseller-only',
    status,
    openedAt: at,
    expiresAt: at,
    contactEmail: '',
    reminders: 0,
    closedAt: at,
  };
}
