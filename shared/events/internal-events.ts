import type { CaseEvent } from './catalogue.ts';
import type { Event } from './envelope.ts';
import type { MailKind } from './vocabulary.ts';

/** Why a mail failed for good. */
export type MailFailure = 'bounced' | 'complained' | 'rejected';

/** A mail that failed, and to whom it was addressed. */
export interface FailedMail {
  readonly id: string;
  readonly kind: MailKind;
  readonly recipient: 'customer' | 'partner';
}

/** SES reported that a mail failed for good: a permanent bounce, a complaint, or a virus that SES found. */
export type MailFailed = Event<
  'mail.failed',
  {
    readonly partnerId: string;
    readonly customer: { readonly tenantId: string };
    /** The invitation that the mail was about; `null` for an `inform-current-partner` letter, which is matched by address. */
    readonly invitationId: string | null;
    /** Recipient of the letter. It is compared with the customer's address and not stored. */
    readonly address?: string;
    readonly why: MailFailure;
    /** A mail whose failure says nothing about the customer's address: one to the partner, or one that SES rejected. */
    readonly mail?: FailedMail;
  }
>;

/** Something in a case became due. The event has nothing to apply but the time. */
export type TimePassed = Event<
  'time.passed',
  { readonly partnerId: string; readonly customer: { readonly tenantId: string }; readonly dueAt: string }
>;

/** Every event that can be folded into a case: those that are published to us, and those the product raises itself. */
export type CaseFoldEvent = CaseEvent | MailFailed;
