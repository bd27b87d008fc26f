import type { Billing, Channel, Cloud, PartnerKind, Role, Scope } from '../events/kinds.ts';

/** What rules 3.1 look at: finite by design, so that completeness can be proven by trying every combination. */
export interface SubscriptionFacts {
  readonly ended: boolean;
  readonly cloud: Cloud;
  readonly role: Role;
  readonly customerIsCspPartner: boolean;
  readonly sameMarket: boolean;
  readonly soldByThisPartner: boolean;
  readonly billing: Billing;
  readonly channel: Channel;
  readonly termOver: boolean;
  /** The scope of the active relationship. */
  readonly held: 'none' | Scope;
  readonly block: 'none' | 'declined' | 'removed' | 'undeliverable';
  /** The scope of the open invitation. */
  readonly open: 'none' | Scope;
  readonly onboarding: 'none' | 'under-way' | 'done';
}

/** What rules 3.2 look at. */
export interface OnboardingFacts {
  readonly known: boolean;
  readonly role: Role;
  readonly billing: Billing;
  /** Why the subscription cannot be onboarded at all, as rules 3.1 decided. */
  readonly excluded: 'none' | 'rejected' | 'not-applicable' | 'ended';
  readonly onboarding: 'none' | 'under-way' | 'done';
  readonly path: 'new-subscription' | 'switch-partner';
  readonly partnerKind: PartnerKind;
  readonly relationshipActive: boolean;
  readonly offer: 'azure-plan' | 'legacy';
}

/** The path of an Azure subscription: switched from a CSP or syndication partner, else created anew (R12, R14; contract §3.1). */
export function pathOf(channel: Channel): 'new-subscription' | 'switch-partner' {
  return channel === 'csp' || channel === 'syndication' ? 'switch-partner' : 'new-subscription';
}

/** The least scope there is in a cloud: US Government has no reseller-only (domain §2.1). */
export function leastScope(cloud: Cloud): Scope {
  return cloud === 'us-government' ? 'delegated-admin' : 'reseller-only';
}
