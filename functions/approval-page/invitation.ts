import type { Case, Partner } from '../../shared/case/case.ts';
import type { Invitation } from '../../shared/case/invitation.ts';
import { type KeyRing, type LinkClaims, readToken } from '../../shared/invitations/link-token.ts';
import { caseName, readCases, readWholeCase } from '../../shared/store/read-cases.ts';
import type { PageWorld } from './world.ts';

/** The invitation a link is for, with its case and partner. */
export interface Found {
  readonly case: Case;
  readonly partner: Partner;
  readonly invitation: Invitation;
}

/**
 * Finds the invitation that a token is for. A forged or garbled token costs no read of the table.
 * @returns nothing found for a token that is not ours; then the page says nothing of any customer
 */
export async function findInvitation(
  token: string,
  world: Pick<PageWorld, 'table' | 'keys' | 'now'>,
): Promise<{ readonly found: Found | null; readonly ring: KeyRing }> {
  let ring = await world.keys.ring(world.now());
  let claims = readToken(token, ring);
  if (claims === 'unknown-key') {
    ring = await world.keys.ring(world.now(), true);
    claims = readToken(token, ring);
  }
  if (typeof claims === 'string') return { found: null, ring };
  return { found: await load(claims, world), ring };
}

async function load(claims: LinkClaims, { table }: Pick<PageWorld, 'table'>): Promise<Found | null> {
  const wanted = { ...claims, subscriptionIds: [], eventKeys: [] };
  const { partners, cases } = await readCases(table, [wanted]);
  const stored = cases.get(caseName(claims));
  const partner = partners.get(claims.partnerId);
  const invitation = [stored?.case.invitation, stored?.case.previous].find(
    (one) => one?.id === claims.invitationId,
  );
  if (!stored || !partner) return null;
  // One before the last but one: nothing of it is kept but that it was replaced. Without any, its customer was erased.
  const found = invitation ?? forgotten(claims, stored.case.invitation ? 'replaced' : 'expired');
  const whole =
    stored.loaded.otherSubscriptions > 0 && found.status === 'open'
      ? await readWholeCase(table, wanted)
      : stored;
  return { case: whole.case, partner, invitation: found };
}

function forgotten({ invitationId, expiresAt }: LinkClaims, status: 'replaced' | 'expired'): Invitation {
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
