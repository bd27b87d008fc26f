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
