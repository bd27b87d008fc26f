import type { CaseEvent } from './catalogue.ts';
import type { Event } from './envelope.ts';

/** SES reported a permanent bounce or a complaint for a mail to a customer. */
export type MailFailed = Event<
  'mail.failed',
  {
    readonly partnerId: string;
    readonly customer: { readonly tenantId: string };
    /** The invitation that the mail was about; `null` for an `inform-current-partner` letter, which is matched by address. */
    readonly invitationId: string | null;
    /** Recipient of the letter. It is compared with the customer's address and not stored. */
    readonly address?: string;
    readonly why: 'bounced' | 'complained';
  }
>;

/** Something in a case became due. The event has nothing to apply but the time. */
export type TimePassed = Event<
  'time.passed',
  { readonly partnerId: string; readonly customer: { readonly tenantId: string }; readonly dueAt: string }
>;

/** Every event that can be folded into a case: those that are published to us, and those the product raises itself. */
export type CaseFoldEvent = CaseEvent | MailFailed;
