import { createHash } from 'node:crypto';
import type { InputOf } from '../events/catalogue.ts';
import type { Instant } from '../events/instant.ts';
import type { Notification } from './notification.ts';

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

/** Whom an event is about. */
export interface About {
  readonly partnerId: string;
  readonly tenantId: string;
  /** For what happens to one subscription. */
  readonly subscriptionId: string | null;
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

/** What an event means; `null` for one that means nothing here. */
export function meaningOf({ name }: Notification): Meaning | null {
  return MEANINGS.get(name) ?? null;
}

/** Whether what happened, happened to one subscription, which Partner Center does not name. */
export function isOfSubscription({ type }: Meaning): boolean {
  return type === 'azure-onboarding.step-completed' || type === 'azure-onboarding.failed';
}

/**
 * The identity of a delivery as an event, the same for every repeat (contract §9): the AuditUri, and for lack of one, or for
 * one too long, a hash of name, resource and date.
 * @param partnerTenantId `null` when the delivery names none
 */
export function identityOf(notification: Notification, partnerTenantId: string | null) {
  const { auditUri, name, resourceUri, resourceName, changedAt } = notification;
  const source = `/partner-center/${partnerTenantId ?? 'unknown'}`;
  if (auditUri !== null && auditUri.length <= LONGEST_ID && /^[!-~]+$/.test(auditUri))
    return { source, id: auditUri };
  const parts = [name, resourceUri, resourceName, changedAt, auditUri];
  const id = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  return { source, id };
}

/** The event for one of our queues. */
export function toEvent(
  identity: { readonly source: string; readonly id: string },
  { type, data, extensions }: Meaning,
  time: Instant,
  { partnerId, tenantId, subscriptionId }: About,
) {
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
