import type { OnboardingStep } from '../../events/azure-onboarding.ts';
import type { Channel, PartnerKind, Role } from '../../events/vocabulary.ts';

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
  readonly outcome: 'approved' | 'consented' | 'declined' | 'expired' | 'undeliverable' | 'removed';
  /** The permission it is about. */
  readonly scope?: Scope | undefined;
  /** The customer's own words with a decline. */
  readonly comment?: string | undefined;
  readonly at: number;
}

/** A partner with what Microsoft's forms ask of it. */
export interface PartnerDetails extends PartnerView {
  readonly microsoftTenantId?: string | undefined;
  readonly mpnId?: string | undefined;
}

/** Who sells the subscription until it is switched. */
export interface CurrentPartnerView {
  readonly name: string;
  readonly microsoftId?: string | undefined;
  readonly domain?: string | undefined;
}

/** What a customer sends on to its current partner when a switch starts. */
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

/** What a partner has to do in the step of an onboarding that is due. All strings may hold anything. */
export interface WorkOrderView {
  /** `partnerId` and `kind` sharpen the instructions; without them those for any partner are given. */
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
  /** When the step fails by itself, in epoch milliseconds. */
  readonly dueBy?: number | undefined;
  readonly newSubscriptionId?: string | undefined;
}
