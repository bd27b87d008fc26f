import type {
  Acceptance,
  Billing,
  Channel,
  Cloud,
  PartnerKind,
  Role,
  Scope,
} from '../../shared/events/vocabulary.ts';

/** The world of a model: its partner, and what the contract's defaults are. Times are epoch milliseconds throughout. */
export interface World {
  readonly cloud: Cloud;
  readonly kind: PartnerKind;
  readonly acceptance: Acceptance;
}

export interface ModelInvitation {
  /** 1 for the first one of the case, and so on: the model knows nothing of the core's ids. */
  serial: number;
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
  told: {
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

/** What one event, or the time that passed between events, did. */
export interface ModelEntry {
  type: string;
  result: string;
  mails: string[];
  outcomes: string[];
}

/** The case as the model keeps it, and the entry that is being written. */
export interface Model {
  readonly world: World;
  clock: number;
  /** When what is taken now happened. */
  at: number;
  customer: { at: number; country: string; email: string; isCspPartner: boolean } | null;
  status: string;
  scope: Scope | null;
  /** Time of the newest approval, refusal or removal that counted. */
  factAt: number;
  askedAt: number;
  block: { reason: 'declined' | 'removed' | 'undeliverable'; since: number } | null;
  invitation: ModelInvitation | null;
  previous: ModelInvitation | null;
  opened: number;
  waitingRequest: { at: number; scope: Scope | null; to: string | null } | null;
  suppressed: Set<string>;
  subscriptions: Map<string, ModelSubscription>;
  /** The facts of the case that all its subscriptions were decided with last. */
  decidedWith: string;
  seen: Set<string>;
  /** When the customer was erased last. */
  erasedAt: number;
  entry: ModelEntry;
}

export const DAY = 86_400_000;
const NEVER = Number.NEGATIVE_INFINITY;

/** A case of which nothing is known. */
export function emptyModel(world: World): Model {
  return {
    world,
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

/** `customer.erased`: nothing is known any more; only what was seen is remembered, and that it does not come back. */
export function forget(m: Model, erasedAt: number): void {
  const { world, clock, at, seen, opened, entry } = m;
  Object.assign(m, emptyModel(world), { clock, at, seen, opened, entry, erasedAt });
}

/** The open invitation; a consented one still counts as open (contract §3). */
export function openInvitation(m: Model): ModelInvitation | null {
  const status = m.invitation?.status;
  return status === 'open' || status === 'consented' ? m.invitation : null;
}

/** The subscription of that id, made when there is none yet. */
export function subscriptionOf(m: Model, id: string): ModelSubscription {
  const known = m.subscriptions.get(id);
  if (known) return known;
  const made: ModelSubscription = {
    id,
    told: null,
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
