import type { DataOf } from '../../shared/events/catalogue.ts';
import { toMillis } from '../../shared/events/instant.ts';
import type { CaseFoldEvent } from '../../shared/events/internal-events.ts';
import { changeAndDecide } from './decide.ts';
import { moveTo } from './invitations.ts';
import { completeStep, onboardingFailed, requestOnboarding } from './onboarding.ts';
import {
  approve,
  decline,
  type InvitationNumberOf,
  mailFailed,
  remove,
  requestApproval,
  requestRelationship,
} from './relationship.ts';
import { type Model, type ModelEntry, resetModel, subscriptionOf } from './state.ts';
import { passTime } from './time.ts';

/**
 * Processes a batch of events in the order of delivery, at the given time of the clock.
 * @returns one entry per event that is not a repeat, and a `time.passed` entry wherever due work ran
 */
export function processEvents(
  m: Model,
  events: readonly CaseFoldEvent[],
  clock: number,
  linkOf: InvitationNumberOf,
): ModelEntry[] {
  const entries: ModelEntry[] = [];
  const write = (type: string, what: () => void) => {
    m.entry = { type, result: 'applied', mails: [], outcomes: [] };
    what();
    if (type !== 'time.passed' || m.entry.mails.length + m.entry.outcomes.length > 0) entries.push(m.entry);
  };
  // Repeats change nothing; what is due meanwhile comes by itself.
  if (events.length > 0 && events.every(({ id }) => m.seen.has(id))) return [];
  m.clock = clock;
  for (const event of events) {
    if (m.seen.has(event.id)) continue;
    m.seen.add(event.id);
    const at = toMillis(event.time);
    write('time.passed', () => passTime(m, Math.min(at, clock)));
    m.at = at;
    write(event.type, () =>
      changeAndDecide(m, event.type !== 'mail.failed', () => apply(m, at, event, linkOf)),
    );
  }
  write('time.passed', () => passTime(m, clock));
  return entries;
}

function apply(m: Model, at: number, event: CaseFoldEvent, linkOf: InvitationNumberOf) {
  const { type, data } = event;
  if (type === 'customer.erased') return erase(m, at);
  if (at <= m.erasedAt) {
    m.entry.result = 'stale';
    return [];
  }
  if (type === 'subscription.ingested') return ingest(m, at, data);
  if (type === 'subscription.ended') return end(m, at, data);
  if (type === 'azure-onboarding.requested') return requestOnboarding(m, at, data);
  if (type === 'azure-onboarding.step-completed') return completeStep(m, at, data);
  if (type === 'azure-onboarding.failed') return onboardingFailed(m, at, data);
  m.entry.result = applyToRelationship(m, at, event, linkOf);
  return [];
}

function applyToRelationship(
  m: Model,
  at: number,
  { type, data }: CaseFoldEvent,
  linkOf: InvitationNumberOf,
): string {
  if (type === 'relationship.requested') return requestRelationship(m, at, data);
  if (type === 'relationship.approved') return approve(m, at, data, linkOf);
  if (type === 'relationship.declined') return decline(m, at, data, linkOf);
  if (type === 'relationship.removed') return remove(m, at, data);
  if (type === 'mail.failed')
    return mailFailed(m, at, data.invitationId === null ? null : linkOf(data.invitationId), data.address);
  throw new Error(`no such event: ${type}`);
}

/** `subscription.ingested` (contract §2, §3.1). */
function ingest(
  m: Model,
  at: number,
  { customer, subscription, requestedBy }: DataOf<'subscription.ingested'>,
) {
  const s = subscriptionOf(m, subscription.id);
  if (s.reported && at < s.reported.at) {
    m.entry.result = 'stale';
    return [];
  }
  s.reported = {
    at,
    billing: subscription.billing,
    channel: subscription.channel,
    sellerId: subscription.seller?.partnerId ?? null,
    termEndsAt: subscription.termEndsAt === undefined ? null : toMillis(subscription.termEndsAt),
    role: requestedBy.role,
  };
  if (!m.customer || at >= m.customer.at) {
    const { contactEmail: email, country, isCspPartner } = customer;
    m.customer = { at, country, email, isCspPartner };
    // A new address counts as a new request.
    if (m.block?.reason === 'undeliverable' && !m.suppressed.has(email)) {
      m.block = null;
      m.askedAt = at;
    }
  }
  const waiting = m.waitingRequest;
  m.waitingRequest = null;
  // A removal after the request cancels the request.
  if (waiting && !(m.block && waiting.at < m.block.since))
    requestApproval(m, waiting.at, waiting.scope, waiting.to);
  return [s];
}

/**
 * `customer.erased`: removes everything known, even when an earlier erasure was newer.
 * A time in the future counts as now.
 */
function erase(m: Model, eventTime: number) {
  const at = Math.min(eventTime, m.clock);
  const isKnown = m.customer || m.subscriptions.size > 0 || m.invitation || m.waitingRequest;
  if (at <= m.erasedAt && !isKnown && m.status === 'none') {
    m.entry.result = at === m.erasedAt ? 'ignored' : 'stale';
    return [];
  }
  moveTo(m, 'none', null);
  m.entry.outcomes.push('customer.erased');
  resetModel(m, Math.max(at, m.erasedAt));
  return [];
}

/** `subscription.ended` (contract §3.1: an end that is not older than the ingested event counts). */
function end(m: Model, at: number, { subscriptionId }: DataOf<'subscription.ended'>) {
  const s = subscriptionOf(m, subscriptionId);
  if ((s.reported && at < s.reported.at) || (s.endedAt !== null && at < s.endedAt)) {
    m.entry.result = 'stale';
    return [];
  }
  s.endedAt = at;
  if (!s.reported) m.entry.result = 'parked';
  return [s];
}
