import type { OnboardingStep } from '../../events/azure-onboarding.ts';
import type { Channel, PartnerKind, Role, Scope } from '../../events/vocabulary.ts';

/** The partner's name in mails, and the address for its customers. */
export interface PartnerView {
  readonly name: string;
  readonly supportEmail: string;
}

export interface SubscriptionView {
  readonly name: string;
  readonly billing: 'license-based' | 'usage-based';
}

/** Input of an invitation. All strings but `link` are untrusted; times in epoch milliseconds. */
export interface InvitationView {
  readonly partner: PartnerView;
  readonly customer: { readonly name: string; readonly contactName?: string | undefined };
  readonly scope: Scope;
  /** At most ten; `more` counts the rest. */
  readonly subscriptions: readonly SubscriptionView[];
  readonly more: number;
  readonly openedAt: number;
  readonly expiresAt: number;
  /** Absolute http(s) URL of the approval page. */
  readonly link: string;
  readonly invitationId: string;
  /** The reference that an approval needs; `undefined` if it needs none. */
  readonly reference?: string | undefined;
}

/** Input of a reminder; `reminder` counts from 1. */
export interface ReminderView extends InvitationView {
  readonly reminder: number;
}

/** Input of the receipt that a customer gets after its own decision. */
export interface ReceiptView {
  readonly partner: PartnerView;
  readonly customer: { readonly name: string };
  readonly decision: 'approved' | 'declined';
  readonly scope: Scope;
  readonly decidedAt: number;
  readonly invitationId: string;
  /** Where the customer accepts at Microsoft, if its consent alone is not enough (relationship `consented`). */
  readonly microsoftLink?: string | undefined;
}

/** Input of a notice to a partner about one customer. */
export interface NoticeView {
  readonly partner: PartnerView;
  readonly customer: { readonly name: string; readonly tenantId: string };
  readonly outcome: 'approved' | 'consented' | 'declined' | 'expired' | 'undeliverable' | 'removed';
  /** The permission concerned. */
  readonly scope?: Scope | undefined;
  /** The customer's comment with a decline. */
  readonly comment?: string | undefined;
  readonly at: number;
}

/** A partner with the details that Microsoft's forms ask for. */
export interface PartnerDetails extends PartnerView {
  readonly microsoftTenantId?: string | undefined;
  readonly mpnId?: string | undefined;
}

/** The partner that sells the subscription until it is switched. */
export interface CurrentPartnerView {
  readonly name: string;
  readonly microsoftId?: string | undefined;
  readonly domain?: string | undefined;
}

/** Input of the letter that a customer sends to its current partner when a switch starts. */
export interface InformCurrentPartnerView {
  readonly partner: PartnerDetails;
  readonly customer: {
    readonly name: string;
    readonly tenantId: string;
    readonly contactName?: string | undefined;
  };
  readonly currentPartner?: CurrentPartnerView | undefined;
  readonly subscription: { readonly id: string; readonly name: string };
  readonly offer: 'azure-plan' | 'legacy';
}

/** Input of the work order for the step of an onboarding that is due. All strings are untrusted. */
export interface WorkOrderView {
  /** `partnerId` and `kind` make the instructions more exact; without them, they fit any partner. */
  readonly partner: PartnerDetails & {
    readonly partnerId?: string | undefined;
    readonly kind?: PartnerKind | undefined;
  };
  readonly customer: {
    readonly name: string;
    readonly tenantId: string;
    readonly country: string;
    readonly contactEmail: string;
    readonly contactName?: string | undefined;
    readonly locale?: string | undefined;
  };
  readonly subscription: {
    readonly id: string;
    readonly name: string;
    readonly channel: Channel;
    readonly quantity?: number | undefined;
  };
  readonly chain: 'create-azure-subscription' | 'switch-azure-plan' | 'switch-azure-legacy';
  readonly step: OnboardingStep;
  /** Every step of the chain, in order. */
  readonly steps: readonly {
    readonly name: OnboardingStep;
    readonly status: 'done' | 'due' | 'waiting' | 'failed';
  }[];
  readonly request: {
    readonly requestedBy: {
      readonly role: Role;
      readonly name?: string | undefined;
      readonly email?: string | undefined;
    };
    readonly offer: 'azure-plan' | 'legacy';
    readonly currentPartner?: CurrentPartnerView | undefined;
    readonly retire: {
      readonly scope: 'subscription' | 'services' | 'none';
      readonly services?: readonly string[] | undefined;
    };
  };
  /** When the step expires, in epoch milliseconds. */
  readonly dueBy?: number | undefined;
  readonly newSubscriptionId?: string | undefined;
}
