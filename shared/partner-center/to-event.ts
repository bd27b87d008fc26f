import { createHash } from 'node:crypto';
import type { InputOf } from '../events/catalogue.ts';
import { eventKey } from '../events/event-key.ts';
import type { Instant } from '../events/instant.ts';
import type { Outcome } from '../process/effects.ts';
import { customerTenantIn, gdapRelationshipIn, type Notification, readAuditUri } from './notification.ts';

type MappedType =
  | 'relationship.approved'
  | 'relationship.removed'
  | 'azure-onboarding.step-completed'
  | 'azure-onboarding.failed';

/** An event of Partner Center as an event of this product, before its case is known. */
export type Meaning = {
  [Type in MappedType]: {
    readonly type: Type;
    readonly data: Omit<InputOf<Type>, 'partnerId' | 'customer' | 'subscriptionId'>;
    readonly extensions?: Readonly<Record<string, string>>;
  };
}[MappedType];

/** The case an event belongs to, and when it happened. */
export interface EventSubject {
  readonly partnerId: string;
  readonly tenantId: string;
  /** For events about one subscription. */
  readonly subscriptionId: string | null;
  readonly time: Instant;
}

const accepted: Meaning = { type: 'relationship.approved', data: { via: 'partner-center' } };
/** Delegated administration was given by DAP or GDAP. */
const administrationGiven = (grant: 'dap' | 'gdap'): Meaning => ({
  type: 'relationship.approved',
  data: { via: 'partner-center', scope: 'delegated-admin', grant },
});
/** Only the delegated administration ended; reselling is another permission (docs/references.md, relationships). */
const administrationEnded = (by: 'customer' | 'microsoft', grant: 'dap' | 'gdap'): Meaning => ({
  type: 'relationship.removed',
  data: { by, scope: 'delegated-admin', grant },
});

/** The events of Partner Center's catalogue (docs/references.md, webhook) that this product uses (contract §9). */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ['reseller-relationship-accepted-by-customer', accepted],
  ['indirect-reseller-relationship-accepted-by-customer', accepted],
  ['dap-admin-relationship-approved', administrationGiven('dap')],
  ['dap-admin-relationship-terminated', administrationEnded('customer', 'dap')],
  ['dap-admin-relationship-terminated-by-microsoft', administrationEnded('microsoft', 'dap')],
  // Approved and then activated, minutes later: whichever arrives first gives it, the other one is a repeat.
  ['granular-admin-relationship-approved', administrationGiven('gdap')],
  ['granular-admin-relationship-activated', administrationGiven('gdap')],
  ['granular-admin-relationship-terminated', administrationEnded('customer', 'gdap')],
  ['granular-admin-relationship-expired', administrationEnded('customer', 'gdap')],
  [
    'complete-transfer',
    {
      type: 'azure-onboarding.step-completed',
      data: { step: 'confirm-transfer' },
      // A transfer completes only after the current partner accepted it, so this proves that step, too.
      extensions: { transferstatus: 'complete' },
    },
  ],
  ['fail-transfer', { type: 'azure-onboarding.failed', data: { reason: 'other', detail: 'fail-transfer' } }],
]);

/** Longest id of an event (contract §2, in the schema of the envelope). */
const LONGEST_ID = 256;

/** A delivery that this product uses, with everything it says about its case. */
export interface Delivery {
  readonly meaning: Meaning;
  /** Equal for every repeat. */
  readonly identity: { readonly source: string; readonly id: string };
  readonly partnerTenantId: string | null;
  readonly tenantId: string | null;
  readonly time: Instant | null;
}

/** Reads a notification; `null` for one that this product does not use. */
export function readDelivery(notification: Notification): Delivery | null {
  const meaning = MEANINGS.get(notification.name);
  if (!meaning) return null;
  const audit = readAuditUri(notification.auditUri);
  const partnerTenantId = audit?.partnerTenantId ?? null;
  return {
    meaning: withGdapId(meaning, gdapRelationshipIn(notification.resourceUri) ?? audit?.resourceId ?? null),
    identity: { source: `/partner-center/${partnerTenantId ?? 'unknown'}`, id: idOf(notification) },
    partnerTenantId,
    tenantId: audit?.customerTenantId ?? customerTenantIn(notification.resourceUri),
    time: notification.at ?? audit?.at ?? null,
  };
}

/** Names the GDAP relationship that a meaning is about: a customer may have several. Without an ID it is one without a name. */
function withGdapId(meaning: Meaning, id: string | null): Meaning {
  if (id === null || !/^[A-Za-z0-9-]{1,80}$/.test(id)) return meaning;
  const grant = `gdap:${id.toLowerCase()}`;
  if (meaning.type === 'relationship.approved' && meaning.data.grant === 'gdap')
    return { ...meaning, data: { ...meaning.data, grant } };
  if (meaning.type === 'relationship.removed' && meaning.data.grant === 'gdap')
    return { ...meaning, data: { ...meaning.data, grant } };
  return meaning;
}

/** The queue of a meaning's event. All events on `azure-events` are about one subscription. */
export function queueOf({ type }: Meaning): 'relationship-events' | 'azure-events' {
  return type.startsWith('relationship.') ? 'relationship-events' : 'azure-events';
}

/** Builds the event for the queue. */
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

/** The AuditUri (contract §9). If it is missing or cannot be an id: a hash of name, resource and date. */
function idOf({ auditUri, name, resourceUri, resourceName, changedAt }: Notification): string {
  if (auditUri !== null && auditUri.length <= LONGEST_ID && /^[!-~]+$/.test(auditUri)) return auditUri;
  const parts = [name, resourceUri, resourceName, changedAt, auditUri];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** Why a delivery that this product uses cannot become an event. */
export type RefusalReason =
  | 'unknown-customer'
  | 'unknown-partner'
  | 'partner-mismatch'
  | 'unknown-time'
  | 'no-transfer-under-way'
  | 'several-transfers-under-way';

/**
 * Builds the outcome `event.refused` for a delivery (contract §7, §9), equal for every repeat. It has ids of companies and no
 * personal data.
 * @param refusal.partnerId `null` when the partner is unknown
 * @param now the outcome's time, for a delivery without one
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
