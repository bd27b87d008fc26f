import type {
  Acceptance,
  Billing,
  Channel,
  Cloud,
  PartnerKind,
  Role,
  Scope,
} from '../../shared/events/vocabulary.ts';

/** The partner's properties that the rules depend on. All times in the model are epoch milliseconds. */
export interface ModelPartner {
  readonly cloud: Cloud;
  readonly kind: PartnerKind;
  readonly acceptance: Acceptance;
}

export interface ModelInvitation {
  /** Counts the case's invitations from 1; the model does not know the core's ids. */
  number: number;
  scope: Scope;
  status: 'open' | 'consented' | 'approved' | 'declined' | 'expired' | 'replaced' | 'undeliverable';
  openedAt: number;
  expiresAt: number;
  to: string;
  reminders: number;
  endedAt: number | null;
}

export interface ModelOnboarding {
  role: Role;
  offer: 'azure-plan' | 'legacy';
  retire: 'subscription' | 'services' | 'none';
  status: 'parked' | 'under-way' | 'done' | 'failed';
  steps: { name: string; status: 'done' | 'due' | 'waiting' | 'failed' }[];
  changedAt: number;
  dueSince: number;
  lastFailure: { reason: string; detail: string | null } | null;
}

export interface ModelSubscription {
  id: string;
  reported: {
    at: number;
    billing: Billing;
    channel: Channel;
    sellerId: string | null;
    termEndsAt: number | null;
    role: Role;
  } | null;
  endedAt: number | null;
  rule: string | null;
  status: string | null;
  reason: string | null;
  path: string | null;
  earliestMoveDate: number | null;
  onboarding: ModelOnboarding | null;
}

/** The effects of one event, or of the time that passed between events. */
export interface ModelEntry {
  type: string;
  result: string;
  mails: string[];
  outcomes: string[];
}

/** The state of a case, and the timeline entry that is being written. */
export interface Model {
  readonly partner: ModelPartner;
  clock: number;
  /** The time of the event or due work being processed. */
  at: number;
  customer: { at: number; country: string; email: string; isCspPartner: boolean } | null;
  status: string;
  scope: Scope | null;
  /** The time of the newest approval, refusal or removal that counted. */
  factAt: number;
  askedAt: number;
  block: { reason: 'declined' | 'removed' | 'undeliverable'; since: number } | null;
  invitation: ModelInvitation | null;
  previous: ModelInvitation | null;
  opened: number;
  waitingRequest: { at: number; scope: Scope | null; to: string | null } | null;
  suppressed: Set<string>;
  subscriptions: Map<string, ModelSubscription>;
  /** The facts of the case at the last decision of all subscriptions. */
  decidedWith: string;
  seen: Set<string>;
  /** The time of the newest erasure. */
  erasedAt: number;
  entry: ModelEntry;
}

export const DAY = 86_400_000;
const NEVER = Number.NEGATIVE_INFINITY;

/** Creates an empty case. */
export function emptyModel(partner: ModelPartner): Model {
  return {
    partner,
    clock: NEVER,
    at: NEVER,
    customer: null,
    status: 'none',
    scope: null,
    factAt: NEVER,
    askedAt: NEVER,
    block: null,
    invitation: null,
    previous: null,
    opened: 0,
    waitingRequest: null,
    suppressed: new Set(),
    subscriptions: new Map(),
    decidedWith: '',
    seen: new Set(),
    erasedAt: NEVER,
    entry: { type: 'none', result: 'applied', mails: [], outcomes: [] },
  };
}

/** `customer.erased`: clears the case, but keeps the ids of processed events and the time of the erasure. */
export function resetModel(m: Model, erasedAt: number): void {
  const { partner, clock, at, seen, opened, entry } = m;
  Object.assign(m, emptyModel(partner), { clock, at, seen, opened, entry, erasedAt });
}

/** Returns the open invitation; a consented one still counts as open (contract §3). */
export function openInvitation(m: Model): ModelInvitation | null {
  const status = m.invitation?.status;
  return status === 'open' || status === 'consented' ? m.invitation : null;
}

/** Returns the subscription with that id, and creates it when it is missing. */
export function subscriptionOf(m: Model, id: string): ModelSubscription {
  const known = m.subscriptions.get(id);
  if (known) return known;
  const made: ModelSubscription = {
    id,
    reported: null,
    endedAt: null,
    rule: null,
    status: null,
    reason: null,
    path: null,
    earliestMoveDate: null,
    onboarding: null,
  };
  m.subscriptions.set(id, made);
  return made;
}
