import type { Scope } from '../events/vocabulary.ts';
import type { PartnerView, SubscriptionView } from '../mail/render/views.ts';

/** The request, waiting for a decision. All strings are untrusted; times in epoch milliseconds. */
export interface AskView {
  readonly kind: 'ask';
  readonly partner: PartnerView;
  readonly customerName: string;
  readonly scope: Scope;
  /** At most ten; `more` counts the rest. */
  readonly subscriptions: readonly SubscriptionView[];
  readonly more: number;
  readonly expiresAt: number;
  readonly invitationId: string;
  /** The form's hidden field. It proves that the page was loaded before the form was sent. */
  readonly nonce: string;
  /** Whether an approval needs the reference that stands in the mail. */
  readonly needsReference?: boolean | undefined;
  /** Why the page asks again. The answer in the form was not recorded. */
  readonly again?: AskAgain | undefined;
  /** What the customer wrote in that form. */
  readonly comment?: string | undefined;
}

/**
 * Why the page asks again: the form had expired; the reference was not that of the mail; or an unknown browser approved within
 * seconds of the mail's delivery, as a program may.
 */
export type AskAgain = 'expired' | 'reference' | 'fast';

/** A recorded decision. The page is the same for the first and for later visits. */
export interface DoneView {
  readonly kind: 'done';
  readonly decision: 'approved' | 'declined';
  readonly partner: PartnerView;
  /** When the customer decided, if known; epoch milliseconds. */
  readonly at?: number | undefined;
  readonly invitationId: string;
  readonly scope: Scope;
  /** The form that was sent just now decided otherwise. It came second and does not count. */
  readonly isSecondAnswer?: boolean | undefined;
  /** Where the customer accepts at Microsoft, if its consent alone is not enough (relationship `consented`). */
  readonly microsoftLink?: string | undefined;
}

/** Every state of the approval page. Only `ask` and `done` reveal anything about the customer or the request. */
export type PageView =
  | AskView
  | DoneView
  | { readonly kind: 'expired'; readonly partner?: PartnerView | undefined }
  | { readonly kind: 'replaced' | 'unknown' | 'unavailable' | 'invalid' };
