/** What a partner is called in mails, and where its customers reach it. */
export interface PartnerView {
  readonly name: string;
  readonly supportEmail: string;
}

export interface SubscriptionView {
  readonly name: string;
  readonly billing: 'license-based' | 'usage-based';
}

export type Scope = 'reseller-only' | 'delegated-admin';

/** What an invitation says. All strings but `link` may hold anything; times in epoch milliseconds. */
export interface InvitationView {
  readonly partner: PartnerView;
  readonly customer: { readonly name: string; readonly contactName?: string | undefined };
  readonly scope: Scope;
  /** At most ten; `more` counts the rest. */
  readonly subscriptions: readonly SubscriptionView[];
  readonly more: number;
  readonly expiresAt: number;
  /** The approval page, absolute, http(s). */
  readonly link: string;
  readonly invitationId: string;
}

/** An invitation again; `reminder` counts from 1. */
export interface ReminderView extends InvitationView {
  readonly reminder: number;
}

/** What a customer gets after its own decision. */
export interface ReceiptView {
  readonly partner: PartnerView;
  readonly customer: { readonly name: string };
  readonly decision: 'approved' | 'declined';
  readonly scope: Scope;
  readonly decidedAt: number;
  readonly invitationId: string;
  /** Where the customer accepts at Microsoft, when its consent here is not all (relationship `consented`). */
  readonly microsoftLink?: string | undefined;
}

/** What a partner is told about one customer. */
export interface NoticeView {
  readonly partner: PartnerView;
  readonly customer: { readonly name: string; readonly tenantId: string };
  readonly what: 'approved' | 'consented' | 'declined' | 'expired' | 'undeliverable' | 'removed';
  /** The permission it is about. */
  readonly scope?: Scope | undefined;
  /** The customer's own words with a decline. */
  readonly comment?: string | undefined;
  readonly at: number;
}
