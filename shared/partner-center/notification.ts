import { EMPTY_GUIDS } from '../events/guids.ts';
import { type Instant, meansNoTime, parseInstant } from '../events/instant.ts';

/** The fields of a delivery's body that are used here (docs/references.md, webhook). */
export interface Notification {
  /** EventName in lower case: Partner Center's catalogue mixes styles. */
  readonly name: string;
  readonly resourceUri: string | null;
  readonly resourceName: string | null;
  readonly auditUri: string | null;
  /** ResourceChangeUtcDate as received; part of the id of an event without AuditUri. */
  readonly changedAt: string | null;
  /** ResourceChangeUtcDate as an instant; `null` when it is not a date. */
  readonly at: Instant | null;
}

/** Partner Center sends no longer texts; a longer one counts as missing. */
const LONGEST = 2048;

/**
 * Reads a body tolerantly: field names in any letter case, missing fields and nulls, `AuditUrl` instead of `AuditUri` (as one
 * page of the documentation has it), a byte order mark.
 * @returns `null` when it is not a JSON object in UTF-8 with an EventName
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

/** The text fields of a body, by their names in lower case. */
function fieldsOf(body: Uint8Array): ReadonlyMap<string, string> | null {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const texts = Object.entries(value).flatMap(([name, field]): [string, string][] => {
    const text = typeof field === 'string' ? field.trim() : '';
    return text === '' || text.length > LONGEST ? [] : [[name.toLowerCase(), text]];
  });
  return new Map(texts);
}

/** Parses a date. Without an offset it is UTC, as the field's name says. */
function instantOf(text: string): Instant | null {
  const at = parseInstant(text) ?? parseInstant(`${text}Z`);
  return at !== null && meansNoTime(at) ? null : at;
}

/**
 * The last segment of an AuditUri: `{partnerTenantId}_{customerTenantId}_[{resourceId}_]{event}_{ticks}`. This format is
 * derived from real payloads, not documented (docs/references.md, webhook), so each part may be missing.
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
/** .NET counts ticks of 100 ns from the year 1; this many lie before 1970. */
const TICKS_BEFORE_EPOCH = 621_355_968_000_000_000n;
const TICKS_A_SECOND = 10_000_000n;

/** Parses an AuditUri of either path format, http or https. @returns `null` when it names no partner */
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

/** The customer's tenant in a ResourceUri `…/customers/{guid}…`, in lower case. */
export function customerTenantIn(resourceUri: string | null): string | null {
  const [, id] = /\/customers\/([^/?#]+)/i.exec(resourceUri ?? '') ?? [];
  return guidIn(id?.toLowerCase());
}

/** The ID of the GDAP relationship in a ResourceUri `…/granularAdminRelationships/{id}`. */
export function gdapRelationshipIn(resourceUri: string | null): string | null {
  const [, id] = /\/granularAdminRelationships\/([^/?#]+)/i.exec(resourceUri ?? '') ?? [];
  return id ?? null;
}

/** The text if it is a GUID, but not the nil or max GUID, which identify nobody. */
function guidIn(text: string | undefined): string | null {
  return text && GUID.test(text) && !EMPTY_GUIDS.includes(text) ? text : null;
}

function instantFromTicks(ticks: string): Instant | null {
  if (!/^\d{18,19}$/.test(ticks)) return null;
  const since = BigInt(ticks) - TICKS_BEFORE_EPOCH;
  if (since < 0n) return null;
  const second = new Date(Number(since / TICKS_A_SECOND) * 1000).toISOString().slice(0, 19);
  return parseInstant(`${second}.${String(since % TICKS_A_SECOND).padStart(7, '0')}Z`);
}
