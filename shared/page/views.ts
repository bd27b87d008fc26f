import type { PartnerView, Scope, SubscriptionView } from '../mail/render/views.ts';

/** The request, waiting for a decision. All strings may hold anything; times in epoch milliseconds. */
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
  /** The form's hidden field: proof that a page was loaded before the answer. */
  readonly nonce: string;
  /** The form had expired: its answer was not recorded, and is asked for again. */
  readonly again?: boolean | undefined;
}

/** A decision that is recorded: the same page for the first and the second time. */
export interface DoneView {
  readonly kind: 'done';
  readonly decision: 'approved' | 'declined';
  readonly partner: PartnerView;
  /** When it was decided, if that is known. */
  readonly at?: number | undefined;
  readonly invitationId: string;
  /** Where the customer accepts at Microsoft, when its consent here is not all (relationship `consented`). */
  readonly microsoftLink?: string | undefined;
}

/** Every state of the approval page. Only `ask` and `done` say anything about the customer or the request. */
export type PageView =
  | AskView
  | DoneView
  | { readonly kind: 'expired'; readonly partner?: PartnerView | undefined }
  | { readonly kind: 'replaced' | 'unknown' | 'unavailable' | 'invalid' };
