import type { Instant } from '../events/instant.ts';
import type { Scope } from '../events/kinds.ts';

export type InvitationStatus =
  | 'open'
  | 'consented'
  | 'approved'
  | 'declined'
  | 'expired'
  | 'replaced'
  | 'undeliverable';

/** One request for the customer's permission. At most one of a case is open (`open` or `consented`). */
export interface Invitation {
  readonly id: string;
  readonly scope: Scope;
  readonly status: InvitationStatus;
  readonly openedAt: Instant;
  readonly expiresAt: Instant;
  readonly contactEmail: string;
  readonly reminders: number;
  /** When it was answered, replaced or given up; `null` while open. */
  readonly closedAt: Instant | null;
  /** What the customer wrote with a refusal. */
  readonly comment?: string | undefined;
}

/** Whether it still awaits its end: until approved and active, declined, expired, replaced or undeliverable (contract §3). */
export function isOpen(invitation: Invitation | null): invitation is Invitation {
  return invitation !== null && (invitation.status === 'open' || invitation.status === 'consented');
}
