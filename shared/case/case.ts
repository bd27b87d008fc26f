import type { Instant } from '../events/instant.ts';
import type { Acceptance, Cloud, Confirmation, MailKind, PartnerKind, Scope } from '../events/vocabulary.ts';
import type { Invitation, Relationship } from './relationship.ts';
import type { Subscription, SubscriptionStatus } from './subscription.ts';
import type { TimelineEntry } from './timeline.ts';

/** A partner, as its newest `partner.registered` describes it. It is stored beside the cases. */
export interface Partner {
  readonly partnerId: string;
  readonly name: string;
  readonly country: string;
  readonly cloud: Cloud;
  readonly kind: PartnerKind;
  readonly supportEmail: string;
  readonly notificationsEmail: string;
  readonly defaultLocale?: string | undefined;
  readonly acceptance: Acceptance;
  /** What an approval on the page needs besides the button; partners of before have `none`. */
  readonly confirmation?: Confirmation | undefined;
  readonly microsoft?: { readonly tenantId: string; readonly mpnId?: string | undefined } | undefined;
  readonly muted: readonly MailKind[];
  readonly registeredAt: Instant;
}

/** Identifies a case: one partner and one customer (contract §1). */
export interface CaseKey {
  readonly partnerId: string;
  readonly tenantId: string;
}

/** The customer, as the newest `subscription.ingested` describes it. */
export interface Customer {
  readonly name: string;
  readonly contactEmail: string;
  readonly contactName?: string | undefined;
  readonly country: string;
  readonly locale?: string | undefined;
  readonly isCspPartner: boolean;
  /** Time of the event that reported it. */
  readonly reportedAt: Instant;
}

/** A `relationship.requested` that is parked until a customer is known. */
export interface WaitingRequest {
  readonly at: Instant;
  readonly scope?: Scope | undefined;
  readonly contactEmail?: string | undefined;
}

/** Everything one partner knows about one customer: the unit of consistency (contract §1). */
export interface Case extends CaseKey {
  readonly customer: Customer | null;
  /** Time of the last erasure, but not later than we processed it. Events up to then stay without effect. */
  readonly erasedAt: Instant | null;
  /** Number of erasures so far. It separates data of before and after an erasure, whatever the publishers' clocks say. */
  readonly generation: number;
  readonly relationship: Relationship;
  /** The newest invitation, open or not. */
  readonly invitation: Invitation | null;
  /** The invitation before it. Its link still works, and an answer given before it was replaced still counts. */
  readonly previous: Invitation | null;
  readonly request: WaitingRequest | null;
  /** Addresses with a permanent bounce or a complaint. They get no more mail. */
  readonly suppressed: readonly string[];
  readonly subscriptions: ReadonlyMap<string, Subscription>;
  /** The shared facts at the last decision on all subscriptions; `''` before the first decision. */
  readonly decidedWith: string;
  /**
   * When a subscription becomes due next, in epoch milliseconds. It may be too early, because subscriptions that stay in
   * their pages are not looked at.
   */
  readonly subscriptionsDueAt: number | null;
  /** Number of subscriptions in each status, for lists. */
  readonly counts: Readonly<Partial<Record<SubscriptionStatus, number>>>;
  /** When the newest entry of the timeline was recorded. The case's time does not go back behind it. */
  readonly recordedAt: Instant | null;
  /** The newest part of the timeline, oldest entry first. The older part is sealed in pages. */
  readonly recent: readonly TimelineEntry[];
}

/** A new case. */
export function emptyCase({ partnerId, tenantId }: CaseKey): Case {
  return {
    partnerId,
    tenantId,
    customer: null,
    erasedAt: null,
    generation: 0,
    relationship: {
      status: 'none',
      scope: null,
      changedAt: null,
      grants: [],
      clearedAt: null,
      factAt: null,
      askedAt: null,
      block: null,
    },
    invitation: null,
    previous: null,
    request: null,
    suppressed: [],
    subscriptions: new Map(),
    decidedWith: '',
    subscriptionsDueAt: null,
    counts: {},
    recordedAt: null,
    recent: [],
  };
}

/** Whether an address gets no more mail. Letter case is ignored: no mailboxes differ by it in practice (RFC 5321 §2.4). */
export function isSuppressed({ suppressed }: Pick<Case, 'suppressed'>, address: string): boolean {
  const lower = address.toLowerCase();
  return suppressed.some((one) => one.toLowerCase() === lower);
}
