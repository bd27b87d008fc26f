import type { MailCommand } from '../../process/effects.ts';
import type { MailRecord } from '../../store/mail-store.ts';

/** How long a sender may be at work on one mail, in milliseconds: longer than its function may run. */
export const LEASE = 60_000;
/** How long SES's own notice of a mail is waited for before an unclear attempt is made again, in milliseconds. */
export const SETTLE = 10 * 60_000;

/** What to do with an order to send, given what is known of the mail. */
export type Claim =
  /** Write this record; if it holds, send. */
  | { readonly kind: 'take'; readonly record: MailRecord }
  /** It has left, or is not to leave: acknowledge. */
  | { readonly kind: 'done'; readonly record: MailRecord }
  /** Another message holds the lease and will see to it: acknowledge this repeat. */
  | { readonly kind: 'others' }
  /** SES may have it or not; ask again in so many milliseconds. */
  | { readonly kind: 'unclear'; readonly waitFor: number };

/**
 * One mail per mail id (contract §4). SES has no idempotency token, so an attempt whose end nobody recorded is unclear:
 * SES's notice of it is waited for, and only when none came within {@link SETTLE} the mail is sent again.
 * @param now epoch milliseconds
 */
export function claimMail(
  order: Pick<MailCommand, 'mailId' | 'kind' | 'partnerId' | 'tenantId' | 'invitationId'>,
  known: MailRecord | null,
  holder: string,
  now: number,
): Claim {
  const { mailId, partnerId, tenantId } = order;
  // A notice goes to the partner: what becomes of it says nothing of the customer's address.
  const invitationId = order.kind === 'notice' ? null : order.invitationId;
  const record: MailRecord = {
    mailId,
    status: 'sending',
    attempt: (known?.attempt ?? 0) + 1,
    holder,
    leaseUntil: now + LEASE,
    sesMessageId: null,
    at: known?.at ?? now,
    about: { partnerId, tenantId, invitationId },
  };
  if (!known || known.status === 'released') return { kind: 'take', record };
  if (known.status !== 'sending') return { kind: 'done', record: known };
  if (known.holder !== holder && now < known.leaseUntil) return { kind: 'others' };
  const settled = known.leaseUntil + SETTLE;
  return now >= settled ? { kind: 'take', record } : { kind: 'unclear', waitFor: settled - now };
}
