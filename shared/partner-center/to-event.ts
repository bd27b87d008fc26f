import { createHash } from 'node:crypto';
import type { InputOf } from '../events/catalogue.ts';
import { eventKey } from '../events/event-key.ts';
import type { Instant } from '../events/instant.ts';
import type { Outcome } from '../process/effects.ts';
import { customerIn, type Notification, readAuditUri } from './notification.ts';

type MappedType =
  | 'relationship.approved'
  | 'relationship.removed'
  | 'azure-onboarding.step-completed'
  | 'azure-onboarding.failed';

/** What one of Partner Center's events means in our words, before it is known whose case it belongs to. */
export type Meaning = {
  [Type in MappedType]: {
    readonly type: Type;
    readonly data: Omit<InputOf<Type>, 'partnerId' | 'customer' | 'subscriptionId'>;
    readonly extensions?: Readonly<Record<string, string>>;
  };
}[MappedType];

/** Whom an event is about, and when it happened. */
export interface EventSubject {
  readonly partnerId: string;
  readonly tenantId: string;
  /** For what happens to one subscription. */
  readonly subscriptionId: string | null;
  readonly time: Instant;
}

const accepted: Meaning = { type: 'relationship.approved', data: { via: 'partner-center' } };
/** Only the delegated administration is gone; reselling is another permission (domain §2.6, §2.8). */
const administrationEnded = (by: 'customer' | 'microsoft'): Meaning => ({
  type: 'relationship.removed',
  data: { by, scope: 'delegated-admin' },
});

/** Every event of Partner Center's catalogue (domain §4.3) that means something here (contract §9). */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ['reseller-relationship-accepted-by-customer', accepted],
  ['indirect-reseller-relationship-accepted-by-customer', accepted],
  [
    'dap-admin-relationship-approved',
    { type: 'relationship.approved', data: { via: 'partner-center', scope: 'delegated-admin' } },
  ],
  ['dap-admin-relationship-terminated', administrationEnded('customer')],
  ['dap-admin-relationship-terminated-by-microsoft', administrationEnded('microsoft')],
  ['granular-admin-relationship-terminated', administrationEnded('customer')],
  ['granular-admin-relationship-expired', administrationEnded('customer')],
  [
    'complete-transfer',
    {
      type: 'azure-onboarding.step-completed',
      data: { step: 'confirm-transfer' },
      // A transfer completes only after the current partner accepted it: proof of that step, too.
      extensions: { transferstatus: 'complete' },
    },
  ],
  ['fail-transfer', { type: 'azure-onboarding.failed', data: { reason: 'other', detail: 'fail-transfer' } }],
]);

/** Longest id of an event (contract §2 by way of the envelope's schema). */
const LONGEST_ID = 256;

/** A delivery that means something here, with all it tells of whom it is about. */
export interface Delivery {
  readonly meaning: Meaning;
  /** The same for every repeat. */
  readonly identity: { readonly source: string; readonly id: string };
  readonly partnerTenantId: string | null;
  readonly tenantId: string | null;
  readonly time: Instant | null;
}

/** Reads what a notification means; `null` for one that means nothing here. */
export function readDelivery(notification: Notification): Delivery | null {
  const meaning = MEANINGS.get(notification.name);
  if (!meaning) return null;
  const audit = readAuditUri(notification.auditUri);
  const partnerTenantId = audit?.partnerTenantId ?? null;
  return {
    meaning,
    identity: { source: `/partner-center/${partnerTenantId ?? 'unknown'}`, id: idOf(notification) },
    partnerTenantId,
    tenantId: audit?.customerTenantId ?? customerIn(notification.resourceUri),
    time: notification.at ?? audit?.at ?? null,
  };
}

/** The queue a meaning's event goes to; on `azure-events` all are about one subscription. */
export function queueOf({ type }: Meaning): 'relationship-events' | 'azure-events' {
  return type.startsWith('relationship.') ? 'relationship-events' : 'azure-events';
}

/** The event for one of our queues. */
export function toEvent(
  { meaning, identity }: Delivery,
  { partnerId, tenantId, subscriptionId, time }: EventSubject,
) {
  const { type, data, extensions } = meaning;
  return {
    ...extensions,
    specversion: '1.0',
    ...identity,
    type,
    time,
    datacontenttype: 'application/json',
    data: {
      partnerId,
      customer: { tenantId },
      ...(subscriptionId !== null && { subscriptionId }),
      ...data,
    },
  };
}

/** The AuditUri (contract §9); for lack of one, or for one that is no id, a hash of name, resource and date. */
function idOf({ auditUri, name, resourceUri, resourceName, changedAt }: Notification): string {
  if (auditUri !== null && auditUri.length <= LONGEST_ID && /^[!-~]+$/.test(auditUri)) return auditUri;
  const parts = [name, resourceUri, resourceName, changedAt, auditUri];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** Why a delivery that means something here cannot become an event. */
export type RefusalReason =
  | 'unknown-customer'
  | 'unknown-partner'
  | 'partner-mismatch'
  | 'unknown-time'
  | 'no-transfer-under-way'
  | 'several-transfers-under-way';

/**
 * The outcome `event.refused` for a delivery (contract §7, §9), the same for every repeat. It names companies by their ids and
 * nobody else.
 * @param refusal the partner, as far as it is known
 * @param now for a delivery that does not tell when it happened
 */
export function createRefusalOutcome(
  { identity, meaning, partnerTenantId, tenantId, time }: Delivery,
  { reason, partnerId }: { readonly reason: RefusalReason; readonly partnerId: string | null },
  now: Instant,
): Outcome {
  return {
    specversion: '1.0',
    id: `${eventKey(identity)}.event.refused.${reason}`,
    source: `/multichannel-support/${partnerId ?? 'unknown'}`,
    type: 'event.refused',
    time: time ?? now,
    datacontenttype: 'application/json',
    causationid: identity.id,
    data: {
      partnerId,
      partnerTenantId,
      customer: tenantId === null ? null : { tenantId },
      type: meaning.type,
      subscriptionId: null,
      reason,
    },
  };
}
