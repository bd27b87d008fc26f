import type { CaseEvent } from './catalogue.ts';
import type { Event } from './envelope.ts';

/** A mail to a customer could not be delivered for good, or was complained of, as SES told. */
export type MailFailed = Event<
  'mail.failed',
  {
    readonly partnerId: string;
    readonly customer: { readonly tenantId: string };
    /** The invitation that the mail was about; `null` for the letter to the current partner, which goes by its address. */
    readonly invitationId: string | null;
    /** Where the letter went; goes no further than the case it is compared with. */
    readonly address?: string;
    readonly why: 'bounced' | 'complained';
  }
>;

/** Time has brought about something for a case: nothing to fold but the time itself. */
export type TimePassed = Event<
  'time.passed',
  { readonly partnerId: string; readonly customer: { readonly tenantId: string }; readonly dueAt: string }
>;

/** All that may be folded into a case: what others publish, and what the product notices itself. */
export type CaseFoldEvent = CaseEvent | MailFailed;
