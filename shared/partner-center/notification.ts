import { type Instant, parseInstant } from '../events/instant.ts';

/** A delivery's body, as far as it is of use (domain §4.2). */
export interface Notification {
  /** EventName in lower case: Partner Center's own catalogue mixes styles. */
  readonly name: string;
  readonly resourceUri: string | null;
  readonly resourceName: string | null;
  readonly auditUri: string | null;
  /** ResourceChangeUtcDate as it came; part of the identity of an event without AuditUri. */
  readonly changedAt: string | null;
  /** The same as an instant; `null` when it is none. */
  readonly at: Instant | null;
}

/** Longer texts are none of Partner Center's; they count as missing. */
const LONGEST = 2048;

/**
 * Reads a body tolerantly: any letter case of field names, fields null or missing, `AuditUrl` for `AuditUri` as one page of
 * the documentation has it, a byte order mark.
 * @returns `null` when it is no JSON object in UTF-8 with an EventName
 */
export function readNotification(body: Uint8Array): Notification | null {
  const fields = fieldsOf(body);
  const text = (name: string) => fields?.get(name) ?? null;
  const name = text('eventname')?.toLowerCase();
  if (!name) return null;
  const changedAt = text('resourcechangeutcdate');
  return {
    name,
    resourceUri: text('resourceuri'),
    resourceName: text('resourcename'),
    auditUri: text('audituri') ?? text('auditurl'),
    changedAt,
    at: changedAt === null ? null : instantOf(changedAt),
  };
}

/** The texts among a body's fields, by their names in lower case. */
function fieldsOf(body: Uint8Array): ReadonlyMap<string, string> | null {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const texts = Object.entries(value).flatMap(([name, held]): [string, string][] => {
    const text = typeof held === 'string' ? held.trim() : '';
    return text === '' || text.length > LONGEST ? [] : [[name.toLowerCase(), text]];
  });
  return new Map(texts);
}

/** The date is UTC by its field's name, should it ever come without an offset. */
function instantOf(text: string): Instant | null {
  return parseInstant(text) ?? parseInstant(`${text}Z`);
}

/**
 * What an AuditUri's last segment tells: `{partnerTenantId}_{customerTenantId}_[{resourceId}_]{event}_{ticks}`. Derived from
 * concrete payloads, not documented (domain §4.2), so whatever is missing is `null`.
 */
export interface AuditId {
  /** Lower case. */
  readonly partnerTenantId: string;
  /** Lower case. */
  readonly customerTenantId: string | null;
  readonly resourceId: string | null;
  /** The event's name without dashes, lower case. */
  readonly eventName: string | null;
  readonly at: Instant | null;
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** .NET's ticks are 100 ns since the year 1; this many lie before 1970. */
const TICKS_BEFORE_EPOCH = 621_355_968_000_000_000n;
const TICKS_A_SECOND = 10_000_000n;

/** Reads an AuditUri of either path shape, http or https. @returns `null` when it names no partner */
export function readAuditUri(uri: string | null): AuditId | null {
  const [, id = ''] = /\/auditrecords\/([^/?#]+)/i.exec(uri ?? '') ?? [];
  const [partner, customer, ...rest] = id.toLowerCase().split('_');
  const partnerTenantId = guidIn(partner);
  if (partnerTenantId === null) return null;
  const at = instantFromTicks(rest.at(-1) ?? '');
  return {
    partnerTenantId,
    customerTenantId: guidIn(customer),
    resourceId: rest.slice(0, -2).join('_') || null,
    eventName: at === null ? null : (rest.at(-2) ?? null),
    at,
  };
}

/** The customer's tenant that a ResourceUri is under: `…/customers/{guid}…`, in lower case. */
export function customerIn(resourceUri: string | null): string | null {
  const [, id] = /\/customers\/([^/?#]+)/i.exec(resourceUri ?? '') ?? [];
  return guidIn(id?.toLowerCase());
}

/** A GUID other than the one of zeros, which names nobody. */
function guidIn(text: string | undefined): string | null {
  return text && GUID.test(text) && /[1-9a-f]/.test(text) ? text : null;
}

function instantFromTicks(ticks: string): Instant | null {
  if (!/^\d{18,19}$/.test(ticks)) return null;
  const since = BigInt(ticks) - TICKS_BEFORE_EPOCH;
  if (since < 0n) return null;
  const second = new Date(Number(since / TICKS_A_SECOND) * 1000).toISOString().slice(0, 19);
  return parseInstant(`${second}.${String(since % TICKS_A_SECOND).padStart(7, '0')}Z`);
}
