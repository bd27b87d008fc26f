import type { Instant } from '../events/instant.ts';
import type { Acceptance, Cloud, MailKind, PartnerKind, Scope } from '../events/vocabulary.ts';
import type { Invitation, Relationship } from './relationship.ts';
import type { Subscription, SubscriptionStatus } from './subscription.ts';
import type { TimelineEntry } from './timeline.ts';

/** The company that supports; kept beside the cases, the newest `partner.registered` wins. */
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
  readonly microsoft?: { readonly tenantId: string; readonly mpnId?: string | undefined } | undefined;
  readonly muted: readonly MailKind[];
  readonly registeredAt: Instant;
}

/** Which case: one partner and one customer (contract §1). */
export interface CaseKey {
  readonly partnerId: string;
  readonly tenantId: string;
}

/** What is known of the customer; each newer `subscription.ingested` replaces it. */
export interface Customer {
  readonly name: string;
  readonly contactEmail: string;
  readonly contactName?: string | undefined;
  readonly country: string;
  readonly locale?: string | undefined;
  readonly isCspPartner: boolean;
  /** When the event that told it happened. */
  readonly reportedAt: Instant;
}

/** A request that could not be carried out yet, because no customer is known to write to. */
export interface WaitingRequest {
  readonly at: Instant;
  readonly scope?: Scope | undefined;
  readonly contactEmail?: string | undefined;
}

/** Everything one partner knows about one customer. The unit of consistency. */
export interface Case extends CaseKey {
  readonly customer: Customer | null;
  /** When the customer was erased last, by the event’s time, but never later than we heard of it: what happened until then does not come back. */
  readonly erasedAt: Instant | null;
  /** How often the customer was erased: tells what is of now from what is of before, whatever clocks say. */
  readonly generation: number;
  readonly relationship: Relationship;
  /** The newest invitation, open or not. */
  readonly invitation: Invitation | null;
  /** The invitation before it: its link still tells what became of it, and an answer that was under way when it was replaced counts. */
  readonly previous: Invitation | null;
  readonly request: WaitingRequest | null;
  /** Addresses that bounced for good or complained: not mailed again. */
  readonly suppressed: readonly string[];
  readonly subscriptions: ReadonlyMap<string, Subscription>;
  /** The facts that all subscriptions share, as of the last decision on all of them; `''` before the first. */
  readonly decidedWith: string;
  /**
   * When time brings about something for a subscription next, in epoch milliseconds, or earlier: subscriptions that are
   * left in their pages are not looked at.
   */
  readonly subscriptionsDueAt: number | null;
  /** How many subscriptions have each status, for lists. */
  readonly counts: Readonly<Partial<Record<SubscriptionStatus, number>>>;
  /** What events did, oldest first: the part that is not sealed in pages. */
  readonly recent: readonly TimelineEntry[];
}

/** A case about which nothing is known yet. */
export function emptyCase({ partnerId, tenantId }: CaseKey): Case {
  return {
    partnerId,
    tenantId,
    customer: null,
    erasedAt: null,
    generation: 0,
    relationship: { status: 'none', scope: null, changedAt: null, factAt: null, askedAt: null, block: null },
    invitation: null,
    previous: null,
    request: null,
    suppressed: [],
    subscriptions: new Map(),
    decidedWith: '',
    subscriptionsDueAt: null,
    counts: {},
    recent: [],
  };
}

/** Whether an address is not to be mailed again. Letter case does not tell mailboxes apart in practice (RFC 5321 §2.4). */
export function isSuppressed({ suppressed }: Pick<Case, 'suppressed'>, address: string): boolean {
  const lower = address.toLowerCase();
  return suppressed.some((one) => one.toLowerCase() === lower);
}
