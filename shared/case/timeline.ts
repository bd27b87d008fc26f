import type { EventType } from '../events/catalogue.ts';
import type { Extensions } from '../events/envelope.ts';
import type { Instant } from '../events/instant.ts';
import type { FailedMail, MailFailure } from '../events/internal-events.ts';
import type { Scope } from '../events/vocabulary.ts';
import type { RelationshipStatus } from './relationship.ts';
import type { Decision, SubscriptionStatus } from './subscription.ts';

export type Result = 'applied' | 'refused' | 'stale' | 'parked' | 'ignored';

/** A decision that changed a subscription, as the timeline keeps it. */
export interface DecisionMade extends Decision {
  readonly subscriptionId: string;
  readonly previousStatus: SubscriptionStatus | null;
}

/** A change other than a decision. All outcomes and mails of an event follow from its changes and decisions. */
export type Change =
  | {
      readonly kind: 'relationship';
      readonly status: RelationshipStatus;
      readonly previousStatus: RelationshipStatus;
      readonly scope: Scope | null;
    }
  | { readonly kind: 'invitation-opened'; readonly invitationId: string; readonly scope: Scope }
  | {
      readonly kind: 'answered';
      readonly invitationId: string | null;
      readonly answer: 'approved' | 'consented' | 'declined' | 'removed';
      readonly scope: Scope | null;
      /** Whether the customer answered by the link. Then it gets a receipt. */
      readonly byLink: boolean;
    }
  | { readonly kind: 'refused'; readonly subscriptionId: string | null; readonly reason: string }
  | { readonly kind: 'onboarding-refused'; readonly subscriptionId: string; readonly reason: string }
  | { readonly kind: 'onboarding-started'; readonly subscriptionId: string; readonly chain: string }
  | {
      readonly kind: 'step-due';
      readonly subscriptionId: string;
      readonly chain: string;
      readonly step: string;
    }
  | {
      readonly kind: 'onboarding-completed';
      readonly subscriptionId: string;
      readonly newSubscriptionId: string | null;
    }
  | {
      readonly kind: 'onboarding-failed';
      readonly subscriptionId: string;
      readonly reason: string;
      readonly detail: string | null;
    }
  /** `erasedAt` is the case's from then on. Older entries have none; it is their own time. */
  | { readonly kind: 'erased'; readonly erasedAt?: Instant }
  | { readonly kind: 'mail-failed'; readonly mail: FailedMail; readonly why: MailFailure }
  | { readonly kind: 'reminded'; readonly invitationId: string; readonly reminder: number }
  | {
      readonly kind: 'invitation-ended';
      readonly invitationId: string;
      readonly end: 'expired' | 'undeliverable';
      readonly scope: Scope;
    };

/**
 * What one event did to a case. The entry is the event's place in the timeline and the marker that detects repeats. The event's
 * effects follow from it alone, so they can be sent again under the same ids (docs/architecture.md, principle 4).
 */
export interface TimelineEntry {
  /** {@link eventKey} of the event. */
  readonly key: string;
  readonly source: string;
  readonly id: string;
  /** The event's type; `time.passed` and `mail.failed` are events that the product raises itself. */
  readonly type: EventType | 'time.passed' | 'mail.failed';
  /** When the event happened. */
  readonly at: Instant;
  /** When it was processed, by the product's clock. */
  readonly recordedAt: Instant;
  readonly subscriptionId: string | null;
  readonly rule: string | null;
  readonly chain: string | null;
  readonly result: Result;
  readonly reason: string | null;
  /** Version of the rule table that decided (R17). */
  readonly table: string;
  readonly decisions: readonly DecisionMade[];
  readonly changes: readonly Change[];
  readonly extensions: Extensions;
  /** Number of erasures up to this entry, including it; omitted for 0. */
  readonly generation?: number;
  /** An entry with very many decisions is stored in parts. This is the position of a part after the first. */
  readonly part?: number;
}
